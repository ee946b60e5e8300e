package org.marac.gateway.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.broker.RunningBroker.HOSPITAL;
import static org.marac.gateway.broker.RunningBroker.HOSPITAL_TLS;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_ALTERNATE_TLS;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.STRANGER_TLS;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.session;
import static org.marac.gateway.broker.RunningBroker.uncovered;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionCloseMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.utils.VersionLoader;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no client says to the broker: byte by byte, by who has a certificate, or has none. */
class HostileQueueTest {
    private static final int MIB = 1024 * 1024;
    /** More than any bound, and less than the broker would gather without one. */
    private static final int FAR_TOO_MUCH = 64 * MIB;

    @TempDir
    static Path directory;

    private static RunningBroker broker;
    /** They say nothing, from the beginning on. */
    private static List<Socket> silent = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        broker = RunningBroker.in(directory.resolve("broker"));
        for (int port : ports()) {
            silent.add(plain(port));
        }
    }

    @AfterAll
    static void whoeverNeverEndsItsHandshakeIsGone() throws IOException {
        try {
            for (Socket one : silent) {
                assertThat(ended(one.getInputStream())).isTrue();
                one.close();
            }
        } finally {
            broker.close();
        }
    }

    @AfterEach
    void nobodyElseIsHurt() throws Exception {
        Connection hospital = broker.amqp(HOSPITAL_TLS);
        send(hospital, Addresses.in(HOSPITAL), new byte[] {1, 2, 3});
        hospital.close();

        assertThat(uncovered(broker.waiting(HOSPITAL).orElseThrow())).containsExactly(1, 2, 3);
    }

    private static int[] ports() {
        return new int[] {broker.settings.amqpPort(), broker.settings.corePort(), broker.settings.stompPort()};
    }

    @Test
    void aPacketOfCoreThatSaysItIsHugeIsNotWaitedForWhoeverSaysIt() throws IOException {
        for (Path identity : List.of(POLICE_TLS, STRANGER_TLS)) {
            try (SSLSocket wire = tls(identity, broker.settings.corePort())) {
                OutputStream out = wire.getOutputStream();
                out.write("ARTEMIS".getBytes(US_ASCII));
                out.write(ByteBuffer.allocate(4).putInt(0x7f000000).array());

                assertThat(took(out, new byte[MIB])).isLessThan(FAR_TOO_MUCH);
            }
        }
    }

    @Test
    void anAmqpMessageWithoutEndIsNotGathered() throws IOException {
        try (SSLSocket wire = tls(POLICE_TLS, broker.settings.amqpPort())) {
            OutputStream out = wire.getOutputStream();
            opened(wire);
            frame(out, 0, attach(0), new byte[0]);
            Transfer first = transfer(0);
            first.setDeliveryId(UnsignedInteger.ZERO);
            first.setDeliveryTag(new Binary(new byte[] {1}));
            frame(out, 0, first, new byte[10]);

            assertThat(took(out, bytes(0, transfer(0), new byte[100_000]))).isLessThan(FAR_TOO_MUCH);
        }
    }

    @Test
    void anAmqpMessageWithoutEndIsNotGatheredWhateverLengthItsFieldsSayTheyHave() throws IOException {
        byte[] payload = new byte[100_000];
        int theirOwn = 4 + 8;
        for (int length : new int[] {theirOwn + payload.length, 0}) {
            try (SSLSocket wire = tls(POLICE_TLS, broker.settings.amqpPort())) {
                OutputStream out = wire.getOutputStream();
                opened(wire);
                frame(out, 0, attach(0), new byte[0]);
                out.write(transferOf(length, new byte[10]));

                assertThat(took(out, transferOf(length, payload)))
                        .as("said: %s", length)
                        .isLessThan(FAR_TOO_MUCH);
            }
        }
    }

    @Test
    void fieldsThatSayTheyGoOnBehindTheirFrameEndTheConnection() throws IOException {
        for (int length : new int[] {0x7fff0000, 0x80000000, -1}) {
            try (SSLSocket wire = tls(POLICE_TLS, broker.settings.amqpPort())) {
                OutputStream out = wire.getOutputStream();
                opened(wire);
                frame(out, 0, attach(0), new byte[0]);
                out.write(transferOf(length, new byte[10]));

                assertThat(ended(wire.getInputStream())).as("said: %x", length).isTrue();
            }
        }
    }

    @Test
    void manyAmqpMessagesWithoutEndAreNotGatheredEither() throws IOException {
        try (SSLSocket wire = tls(POLICE_TLS, broker.settings.amqpPort())) {
            OutputStream out = wire.getOutputStream();
            opened(wire);
            int took = 0;
            try {
                for (int link = 0; link < 200; link++) {
                    frame(out, 0, attach(link), new byte[0]);
                    Transfer first = transfer(link);
                    first.setDeliveryId(UnsignedInteger.valueOf(link));
                    first.setDeliveryTag(new Binary(new byte[] {1}));
                    for (int i = 0; i < 10; i++) {
                        frame(out, 0, i == 0 ? first : transfer(link), new byte[100_000]);
                        took += 100_000;
                    }
                }
            } catch (IOException ended) {
                assertThat(took).isPositive();
            }
            assertThat(took).isLessThan(FAR_TOO_MUCH);
        }
    }

    @Test
    void manyMessagesOneAfterTheOtherAreNoMessageWithoutEnd() throws Exception {
        Connection police = broker.amqp(POLICE_TLS);
        byte[] body = new byte[900_000];
        for (int i = 0; i < 12; i++) {
            send(police, Addresses.in(POLICE), body);
        }
        for (int i = 0; i < 12; i++) {
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).hasSize(body.length);
        }
    }

    @Test
    void anAmqpFrameOfAnySizeIsNotWaitedFor() throws IOException {
        try (SSLSocket wire = tls(POLICE_TLS, broker.settings.amqpPort())) {
            OutputStream out = wire.getOutputStream();
            opened(wire);
            out.write(ByteBuffer.allocate(8).putInt(0x70000000).put((byte) 2).array());

            assertThat(took(out, new byte[MIB])).isLessThan(FAR_TOO_MUCH);
        }
    }

    @Test
    void aConnectionHasSomeSessionsAndLinksAndNoMore() throws IOException {
        assertThat(endsAfter(channel -> on(channel + 1, bytes(0, begin(), new byte[0]))))
                .isTrue();
        assertThat(endsAfter(handle -> bytes(0, attach(handle), new byte[0]))).isTrue();
    }

    @Test
    void manyLinksAndSessionsOneAfterTheOtherAreNotMany() throws Exception {
        Connection police = broker.amqp(POLICE_TLS);
        for (int i = 0; i < 100; i++) {
            try (Session session = session(police)) {
                for (int j = 0; j < 5; j++) {
                    session.createProducer(queue(session, Addresses.in(POLICE))).close();
                }
            }
        }
        send(police, Addresses.in(POLICE), new byte[] {4});

        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).containsExactly(4);
    }

    @Test
    void aConnectionOfCoreHasSomeSessionsAndNoMore() throws Exception {
        try (ClientSessionFactory police = core(POLICE_TLS)) {
            RemotingConnection connection = police.getConnection();
            for (int i = 0; i < 64; i++) {
                police.createSession();
            }
            assertThat(connection.isDestroyed()).isFalse();

            assertThatThrownBy(police::createSession).isInstanceOf(ActiveMQException.class);
            Awaitility.await().until(connection::isDestroyed);
        }
    }

    @Test
    void whoeverAsksForSessionsOfCoreThatItDoesNotGetIsGoneWhateverItSaysOfTheirEnd() throws Exception {
        try (ClientSessionFactory stranger = core(STRANGER_TLS)) {
            CoreRemotingConnection connection =
                    (CoreRemotingConnection) ((ClientSessionFactoryInternal) stranger).getConnection();
            for (int i = 0; i < 100; i++) {
                long channel = connection.generateChannelID();
                connection.getChannel(1, -1).send(createSession("session-" + i, channel));
                connection.getChannel(channel, -1).send(new SessionCloseMessage());
            }
            Awaitility.await().until(connection::isDestroyed);
        }
    }

    @Test
    void aConnectionOfCoreHasSomeProducersAndConsumersAndNoMore() throws Exception {
        for (boolean reads : new boolean[] {false, true}) {
            try (ClientSessionFactory police = core(POLICE_TLS)) {
                RemotingConnection connection = police.getConnection();
                ClientSession[] sessions = {police.createSession(), police.createSession()};
                for (int i = 0; i < 300; i++) {
                    link(sessions[i % 2], reads);
                }
                Awaitility.await().until(connection::isDestroyed);
            }
        }
    }

    private static void link(ClientSession session, boolean reads) {
        try {
            if (reads) {
                session.createConsumer(Addresses.out(POLICE));
            } else {
                session.createProducer(Addresses.in(POLICE));
            }
        } catch (ActiveMQException e) {
            // A queue has fewer readers; whoever asks for more all the same is what this is about.
            assertThat(reads || session.isClosed()).isTrue();
        }
    }

    @Test
    void manySessionsProducersAndConsumersOfCoreOneAfterTheOtherAreNotMany() throws Exception {
        Connection police = broker.core(POLICE_TLS);
        for (int i = 0; i < 100; i++) {
            try (Session session = session(police)) {
                for (int j = 0; j < 5; j++) {
                    session.createProducer(queue(session, Addresses.in(POLICE))).close();
                    session.createConsumer(queue(session, Addresses.out(POLICE)))
                            .close();
                }
                session.createProducer(queue(session, Addresses.in(POLICE)));
            }
        }
        send(police, Addresses.in(POLICE), new byte[] {5});

        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).containsExactly(5);
    }

    @Test
    void aSessionOfCoreIsNotDescribedWithoutEnd() throws Exception {
        String tooLong = "x".repeat(257);
        for (String[] said : new String[][] {{"any", ""}, {"jms-session", tooLong}, {"jms-client-id", tooLong}}) {
            for (boolean unique : new boolean[] {false, true}) {
                try (ClientSessionFactory police = core(POLICE_TLS);
                        ClientSession session = police.createSession()) {
                    RemotingConnection connection = police.getConnection();
                    assertThatThrownBy(() -> {
                                if (unique) {
                                    session.addUniqueMetaData(said[0], said[1]);
                                } else {
                                    session.addMetaData(said[0], said[1]);
                                }
                            })
                            .as("%s, unique: %s", said[0], unique)
                            .isInstanceOf(ActiveMQException.class);
                    Awaitility.await().until(connection::isDestroyed);
                }
            }
        }
    }

    @Test
    void whatIsNoMessageOfCoreIsShort() throws Exception {
        String filter = "a = '" + "x".repeat(5_000) + "'";
        try (ClientSessionFactory police = core(POLICE_TLS);
                ClientSession session = police.createSession()) {
            assertThatThrownBy(() -> session.createConsumer(Addresses.out(POLICE), filter))
                    .isInstanceOf(ActiveMQException.class);
        }
    }

    private static ClientSessionFactory core(Path identity) throws Exception {
        return broker.coreFactory(identity).getServerLocator().createSessionFactory();
    }

    private static CreateSessionMessage createSession(String name, long channel) {
        int version = VersionLoader.getVersion().getIncrementingVersion();
        return new CreateSessionMessage(
                name, channel, version, null, null, 100 * 1024, false, true, true, false, -1, null);
    }

    @Test
    void whatIsSaidInWordsThatTheBoundsDoNotReadIsNotObeyed() throws IOException {
        byte[] name = "amqp:begin:list".getBytes(US_ASCII);
        ByteBuffer inWords = ByteBuffer.allocate(8 + 3 + name.length + 1);
        inWords.putInt(inWords.capacity())
                .put(new byte[] {2, 0, 0, 1, 0, (byte) 0xa3, (byte) name.length})
                .put(name)
                .put((byte) 0x45);

        assertThat(endsAfter(again -> inWords.array())).isTrue();
    }

    /** Whether the connection ends that says this a thousand times. */
    private static boolean endsAfter(IntFunction<byte[]> frames) throws IOException {
        try (SSLSocket wire = tls(POLICE_TLS, broker.settings.amqpPort())) {
            opened(wire);
            try {
                for (int i = 0; i < 1_000; i++) {
                    wire.getOutputStream().write(frames.apply(i));
                }
            } catch (IOException ended) {
                return true;
            }
            return ended(wire.getInputStream());
        }
    }

    @Test
    void whatIsNoProtocolOfTheDoorEndsTheConnection() throws IOException {
        for (String beginning :
                List.of("nothing that anybody speaks", "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")) {
            for (int port : ports()) {
                try (SSLSocket wire = tls(POLICE_TLS, port)) {
                    wire.getOutputStream().write(beginning.getBytes(US_ASCII));

                    assertThat(ended(wire.getInputStream()))
                            .as("%s at %s", beginning, port)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void oneCertificateDoesNotTakeAllConnections() throws IOException {
        // One that no other test here uses: the broker counts a connection until it has noticed that it ended.
        List<SSLSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                open.add(tls(POLICE_ALTERNATE_TLS, broker.settings.stompPort()));
                assertThat(connects(open.get(i))).as("connection %s", i + 1).isTrue();
            }
            open.add(tls(POLICE_ALTERNATE_TLS, broker.settings.amqpPort()));
            assertThat(ended(open.get(64).getInputStream())).isTrue();
        } finally {
            for (SSLSocket one : open) {
                one.close();
            }
        }
    }

    private static boolean connects(SSLSocket wire) throws IOException {
        wire.getOutputStream().write("CONNECT\naccept-version:1.2\nhost:localhost\n\n\0".getBytes(US_ASCII));
        return new String(wire.getInputStream().readNBytes(9), US_ASCII).equals("CONNECTED");
    }

    /** How many bytes go in until the other side has had enough; as many as are far too much where it never has. */
    private static int took(OutputStream out, byte[] again) {
        int took = 0;
        try {
            while (took < FAR_TOO_MUCH) {
                out.write(again);
                took += again.length;
            }
        } catch (IOException ended) {
            return took;
        }
        return took;
    }

    private static boolean ended(InputStream in) throws IOException {
        try {
            return IntStream.generate(() -> read(in)).anyMatch(one -> one < 0);
        } catch (java.io.UncheckedIOException e) {
            if (e.getCause() instanceof java.net.SocketTimeoutException) {
                return false;
            }
            return true;
        }
    }

    private static int read(InputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Socket plain(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static SSLSocket tls(Path identity, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) RunningBroker.tls(identity).getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static void send(Connection connection, String address, byte[] body) throws Exception {
        try (Session session = session(connection);
                MessageProducer producer = session.createProducer(queue(session, address))) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(body);
            producer.send(message);
        }
    }

    /** Says who it is and opens a connection and a session. */
    private static void opened(SSLSocket wire) throws IOException {
        OutputStream out = wire.getOutputStream();
        InputStream in = wire.getInputStream();
        out.write(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0});
        SaslInit certificate = new SaslInit();
        certificate.setMechanism(Symbol.valueOf("EXTERNAL"));
        certificate.setInitialResponse(new Binary(new byte[0]));
        frame(out, 1, certificate, new byte[0]);
        byte[] answered = in.readNBytes(8);
        assertThat(answered).startsWith('A', 'M', 'Q', 'P');
        skipFrame(in);
        skipFrame(in);
        out.write(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});
        Open open = new Open();
        open.setContainerId("somebody");
        open.setMaxFrameSize(UnsignedInteger.valueOf(131_072));
        frame(out, 0, open, new byte[0]);
        frame(out, 0, begin(), new byte[0]);
    }

    private static Begin begin() {
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(2_048));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(2_048));
        begin.setHandleMax(UnsignedInteger.valueOf(65_535));
        return begin;
    }

    private static void skipFrame(InputStream in) throws IOException {
        int size = ByteBuffer.wrap(in.readNBytes(4)).getInt();
        in.readNBytes(size - 4);
    }

    private static Attach attach(int handle) {
        Attach attach = new Attach();
        attach.setName("link-" + handle);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(Role.SENDER);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        attach.setSource(new Source());
        Target target = new Target();
        target.setAddress(Addresses.in(POLICE));
        attach.setTarget(target);
        return attach;
    }

    private static Transfer transfer(int handle) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setMore(true);
        return transfer;
    }

    /** A part, but not the last, of the message 0 on link 0, whose fields say that they are so long. */
    private static byte[] transferOf(int length, byte[] payload) {
        byte[] fields = {0x43, 0x43, (byte) 0xa0, 1, 1, 0x43, 0x42, 0x41};
        ByteBuffer frame = ByteBuffer.allocate(8 + 3 + 1 + 4 + 4 + fields.length + payload.length);
        frame.putInt(frame.capacity()).put(new byte[] {2, 0, 0, 0, 0, 0x53, 0x14, (byte) 0xd0});
        frame.putInt(length).putInt(6).put(fields).put(payload);
        return frame.array();
    }

    private static void frame(OutputStream out, int type, Object performative, byte[] payload) throws IOException {
        out.write(bytes(type, performative, payload));
    }

    /** The same frame on another channel. */
    private static byte[] on(int channel, byte[] frame) {
        ByteBuffer.wrap(frame).putShort(6, (short) channel);
        return frame;
    }

    /** A frame on channel 0. */
    private static byte[] bytes(int type, Object performative, byte[] payload) {
        DecoderImpl decoder = new DecoderImpl();
        EncoderImpl encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        ByteBuffer frame = ByteBuffer.allocate(1_000 + payload.length);
        encoder.setByteBuffer(frame);
        frame.position(8);
        encoder.writeObject(performative);
        frame.put(payload);
        byte[] whole = new byte[frame.position()];
        frame.putInt(0, whole.length).put(4, (byte) 2).put(5, (byte) type);
        frame.flip().get(whole);
        return whole;
    }
}
