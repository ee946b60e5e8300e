package org.marac.gateway.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.broker.AmqpBytes.attach;
import static org.marac.gateway.broker.AmqpBytes.begin;
import static org.marac.gateway.broker.AmqpBytes.bytes;
import static org.marac.gateway.broker.AmqpBytes.frame;
import static org.marac.gateway.broker.AmqpBytes.on;
import static org.marac.gateway.broker.AmqpBytes.opened;
import static org.marac.gateway.broker.AmqpBytes.transfer;
import static org.marac.gateway.broker.AmqpBytes.transferOf;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_ALTERNATE_TLS;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.send;
import static org.marac.gateway.broker.RunningBroker.session;
import static org.marac.gateway.broker.RunningBroker.uncovered;
import static org.marac.gateway.broker.Wire.FAR_TOO_MUCH;
import static org.marac.gateway.broker.Wire.MIB;
import static org.marac.gateway.broker.Wire.ended;
import static org.marac.gateway.broker.Wire.plain;
import static org.marac.gateway.broker.Wire.tls;
import static org.marac.gateway.broker.Wire.took;

import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import javax.net.ssl.SSLSocket;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no client says to the broker: byte by byte, by who has a certificate, or has none. */
class HostileQueueTest {
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
        assertThat(broker.carried(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
    }

    private static int[] ports() {
        return new int[] {broker.settings.amqpPort(), broker.settings.corePort(), broker.settings.stompPort()};
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
}
