package org.marac.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.broker.RunningBroker.HOSPITAL;
import static org.marac.gateway.broker.RunningBroker.HOSPITAL_TLS;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_ALTERNATE_TLS;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.SOON;
import static org.marac.gateway.broker.RunningBroker.STRANGER_TLS;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.read;
import static org.marac.gateway.broker.RunningBroker.session;
import static org.marac.gateway.broker.RunningBroker.uncovered;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what on the real broker, with real clients of both protocols. */
class BrokerTest {
    @TempDir
    static Path directory;

    private static RunningBroker broker;

    /** Both ways in. */
    enum Protocol {
        AMQP,
        CORE;

        Connection connect(Path identity) throws JMSException {
            return this == AMQP ? broker.amqp(identity) : broker.core(identity);
        }

        Connection login(Path identity, String user, String password) throws JMSException {
            return this == AMQP
                    ? broker.amqp(identity, "PLAIN").createConnection(user, password)
                    : broker.coreFactory(identity).createConnection(user, password);
        }
    }

    @BeforeAll
    static void start() {
        broker = RunningBroker.in(directory.resolve("broker"));
    }

    @AfterEach
    void hangUp() {
        broker.hangUp();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static Stream<String> addressesOfOthers() {
        return Stream.of(
                Addresses.in(HOSPITAL),
                Addresses.work(HOSPITAL),
                Addresses.out(HOSPITAL),
                Addresses.receipts(HOSPITAL),
                Addresses.alternate(HOSPITAL),
                Addresses.alternate(POLICE),
                Addresses.work(POLICE),
                Addresses.DEAD,
                "activemq.management",
                "activemq.notifications",
                "nowhere",
                Addresses.in(POLICE) + "::" + Addresses.work(HOSPITAL),
                Addresses.out(POLICE) + "::" + Addresses.out(HOSPITAL),
                Addresses.work(HOSPITAL) + "::" + Addresses.work(HOSPITAL));
    }

    @ParameterizedTest
    @EnumSource
    void anAgencySendsToItsOwnAddress(Protocol protocol) throws JMSException {
        send(protocol.connect(POLICE_TLS), Addresses.in(POLICE), "hello by " + protocol);

        BytesMessage arrived = broker.waiting(POLICE).orElseThrow();

        assertThat(uncovered(arrived)).isEqualTo(bytes("hello by " + protocol));
    }

    @ParameterizedTest
    @MethodSource("addressesOfOthers")
    void anAgencySendsNowhereElse(String address) throws JMSException {
        for (Protocol protocol : Protocol.values()) {
            Connection police = protocol.connect(POLICE_TLS);
            assertThatThrownBy(() -> send(police, address, "not yours"))
                    .as("%s to %s", protocol, address)
                    .isInstanceOf(JMSException.class);
        }
        assertThat(broker.nothingWaits(HOSPITAL)).isTrue();
        assertThat(broker.nothingWaits(POLICE)).isTrue();
    }

    @Test
    void anAgencySendsNowhereElseThroughAProducerWithoutAddress() throws JMSException {
        for (Protocol protocol : Protocol.values()) {
            Connection police = protocol.connect(POLICE_TLS);
            try (Session session = session(police);
                    MessageProducer producer = session.createProducer(null)) {
                assertThatThrownBy(() -> producer.send(
                                queue(session, Addresses.in(HOSPITAL)), session.createTextMessage("not yours")))
                        .as(protocol.name())
                        .isInstanceOf(JMSException.class);
            }
        }
        assertThat(broker.nothingWaits(HOSPITAL)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anAgencySendsNowhereElseInATransaction(Protocol protocol) throws JMSException {
        Connection police = protocol.connect(POLICE_TLS);

        assertThatThrownBy(() -> {
                    try (Session session = police.createSession(true, Session.SESSION_TRANSACTED)) {
                        session.createProducer(queue(session, Addresses.in(HOSPITAL)))
                                .send(session.createTextMessage("not yours"));
                        session.commit();
                    }
                })
                .isInstanceOf(JMSException.class);
        assertThat(broker.nothingWaits(HOSPITAL)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anAgencyReadsItsDisclosuresAndReceipts(Protocol protocol) throws JMSException {
        for (String address : List.of(Addresses.out(POLICE), Addresses.receipts(POLICE))) {
            send(broker.gateway(), address, "for the police");

            BytesMessage got = read(protocol.connect(POLICE_TLS), address, SOON).orElseThrow();

            assertThat(RunningBroker.body(got)).as(address).isEqualTo(bytes("for the police"));
        }
    }

    @ParameterizedTest
    @MethodSource("addressesOfOthers")
    void anAgencyReadsAndBrowsesNothingElse(String address) throws JMSException {
        for (Protocol protocol : Protocol.values()) {
            Connection police = protocol.connect(POLICE_TLS);
            assertThatThrownBy(() -> read(police, address, 100))
                    .as("%s reads %s", protocol, address)
                    .isInstanceOf(JMSException.class);
            Connection again = protocol.connect(POLICE_TLS);
            assertThatThrownBy(() -> {
                        try (Session session = session(again)) {
                            session.createBrowser(queue(session, address))
                                    .getEnumeration()
                                    .hasMoreElements();
                        }
                    })
                    .as("%s browses %s", protocol, address)
                    .isInstanceOf(JMSException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void scenario9_theAlternateContactReadsWhatIsForItAlone(Protocol protocol) throws JMSException {
        send(broker.gateway(), Addresses.alternate(POLICE), "for professional standards");

        BytesMessage got = read(protocol.connect(POLICE_ALTERNATE_TLS), Addresses.alternate(POLICE), SOON)
                .orElseThrow();

        assertThat(RunningBroker.body(got)).isEqualTo(bytes("for professional standards"));
    }

    @ParameterizedTest
    @EnumSource
    void scenario9_theAlternateContactReadsNothingElseAndSendsNothing(Protocol protocol) throws JMSException {
        for (String address :
                List.of(Addresses.out(POLICE), Addresses.receipts(POLICE), Addresses.alternate(HOSPITAL))) {
            Connection alternate = protocol.connect(POLICE_ALTERNATE_TLS);
            assertThatThrownBy(() -> read(alternate, address, 100)).as(address).isInstanceOf(JMSException.class);
        }
        for (String address : List.of(Addresses.in(POLICE), Addresses.alternate(POLICE))) {
            Connection alternate = protocol.connect(POLICE_ALTERNATE_TLS);
            assertThatThrownBy(() -> send(alternate, address, "in the name of the police"))
                    .as(address)
                    .isInstanceOf(JMSException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAgencyDoesNotReadWhatItSent(Protocol protocol) throws JMSException {
        Connection police = protocol.connect(POLICE_TLS);

        assertThatThrownBy(() -> read(police, Addresses.in(POLICE), 100)).isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anAgencyDoesNotSendToWhereItReads(Protocol protocol) throws JMSException {
        for (String address : List.of(Addresses.out(POLICE), Addresses.receipts(POLICE))) {
            Connection police = protocol.connect(POLICE_TLS);
            assertThatThrownBy(() -> send(police, address, "a receipt I made")).isInstanceOf(JMSException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyCreatesQueuesOrTopicsOrTemporaryDestinations(Protocol protocol) throws JMSException {
        for (Creation creation : Creation.values()) {
            Connection police = protocol.connect(POLICE_TLS);
            assertThatThrownBy(() -> {
                        try (Session session = session(police)) {
                            creation.in(session);
                        }
                    })
                    .as("%s %s", protocol, creation)
                    .isInstanceOf(JMSException.class);
        }
    }

    /** What a client may ask a broker to make. */
    private enum Creation {
        TEMPORARY_QUEUE,
        TEMPORARY_TOPIC,
        SUBSCRIPTION,
        SUBSCRIPTION_TO_WHAT_COMES_IN,
        NEW_QUEUE;

        void in(Session session) throws JMSException {
            switch (this) {
                case TEMPORARY_QUEUE -> session.createTemporaryQueue();
                case TEMPORARY_TOPIC -> session.createTemporaryTopic();
                case SUBSCRIPTION -> session.createConsumer(session.createTopic(Addresses.out(POLICE)));
                case SUBSCRIPTION_TO_WHAT_COMES_IN ->
                    session.createConsumer(session.createTopic(Addresses.in(HOSPITAL)));
                case NEW_QUEUE ->
                    session.createProducer(queue(session, "marac.in.wenbury-police.mine"))
                            .send(session.createMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateOfNoAgencyIsRefused(Protocol protocol) {
        assertThatThrownBy(() -> session(protocol.connect(STRANGER_TLS))).isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aNameAndPasswordAreRefusedWhateverTheCertificate(Protocol protocol) {
        for (Path identity : List.of(POLICE_TLS, STRANGER_TLS)) {
            for (String user : List.of("gateway", "wenbury-hospital", "ACTIVEMQ.CLUSTER.ADMIN.USER")) {
                for (String password : List.of("", "CHANGE ME!!")) {
                    assertThatThrownBy(() -> session(protocol.login(identity, user, password)))
                            .as("%s %s with %s", protocol, user, identity)
                            .isInstanceOf(JMSException.class);
                }
            }
        }
    }

    @Test
    void anonymousIsRefused() {
        assertThatThrownBy(() -> session(broker.amqp(POLICE_TLS, "ANONYMOUS").createConnection()))
                .isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void withoutACertificateTheHandshakeFails(String version) {
        for (int port : List.of(broker.settings.amqpPort(), broker.settings.corePort(), broker.settings.stompPort())) {
            assertThatThrownBy(() -> handshake(port, version))
                    .as("%s on %d", version, port)
                    .isInstanceOf(IOException.class);
        }
    }

    private static void handshake(int port, String version) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) RunningBroker.tls(null).getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            // In TLS 1.3 the client learns of the refusal only when it reads.
            socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0});
            if (socket.getInputStream().read() < 0) {
                throw new IOException("The broker closed the connection");
            }
        }
    }

    @Test
    void anAgencyDoesNotBorrowAnothersNameWhileThatOneIsAtWork() throws JMSException {
        send(broker.gateway(), Addresses.out(POLICE), "for the police alone");
        send(broker.amqp(POLICE_TLS), Addresses.in(POLICE), "the police is at work");
        assertThat(broker.waiting(POLICE)).isPresent();
        ActiveMQConnectionFactory hospital = broker.coreFactory(HOSPITAL_TLS);

        for (String name : List.of("wenbury-police", "CN=wenbury-police tls,OU=EXAMPLE ONLY,O=wenbury-police")) {
            assertThatThrownBy(() -> session(hospital.createConnection(name, "")))
                    .as(name)
                    .isInstanceOf(JMSException.class);
        }
        assertThat(read(broker.core(POLICE_TLS), Addresses.out(POLICE), SOON)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aWithdrawnCertificateSendsNothingMoreOnAnOpenConnection(Protocol protocol) throws JMSException {
        Connection police = protocol.connect(POLICE_TLS);
        try (Session session = session(police);
                MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
            producer.send(session.createTextMessage("before"));
            assertThat(broker.waiting(POLICE)).isPresent();
            broker.owners.remove(RunningBroker.digest(POLICE_TLS));

            assertThatThrownBy(() -> producer.send(session.createTextMessage("after")))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session(protocol.connect(POLICE_TLS))).isInstanceOf(JMSException.class);
        } finally {
            broker.owners.put(RunningBroker.digest(POLICE_TLS), POLICE);
        }
        assertThat(broker.nothingWaits(POLICE)).isTrue();
    }

    @Test
    void howMuchWaitsForAnotherAgencyIsNotTold() throws Exception {
        for (String address : List.of(Addresses.out(HOSPITAL), Addresses.work(POLICE), Addresses.DEAD)) {
            ActiveMQConnectionFactory police = broker.coreFactory(POLICE_TLS);
            try (ClientSessionFactory factory = police.getServerLocator().createSessionFactory();
                    ClientSession session = factory.createSession()) {
                assertThatThrownBy(() -> session.queueQuery(SimpleString.of(address)))
                        .as(address)
                        .isInstanceOf(ActiveMQException.class);
            }
        }
    }

    /** CVE-2026-57967: the broker would hand over a session to whoever knows its name, without asking who that is. */
    @Test
    void nobodyReattachesToASession() throws Exception {
        ActiveMQConnectionFactory stranger = broker.coreFactory(STRANGER_TLS);
        try (ClientSessionFactory factory = stranger.getServerLocator().createSessionFactory()) {
            CoreRemotingConnection connection =
                    (CoreRemotingConnection) ((ClientSessionFactoryInternal) factory).getConnection();
            assertThatThrownBy(() -> connection
                            .getChannel(1, -1)
                            .sendBlocking(new ReattachSessionMessage("any", 0), PacketImpl.REATTACH_SESSION_RESP))
                    .isInstanceOf(ActiveMQException.class);
        }
    }

    @Test
    void aClientIdIsOneConnectionsOfAnAgencyAndNoOtherAgencyTakesIt() throws JMSException {
        try (Connection hospital = broker.coreFactory(HOSPITAL_TLS).createConnection();
                Connection police = broker.coreFactory(POLICE_TLS).createConnection();
                Connection again = broker.coreFactory(POLICE_TLS).createConnection()) {
            hospital.setClientID("case-system");

            police.setClientID("case-system");

            assertThatThrownBy(() -> again.setClientID("case-system")).isInstanceOf(InvalidClientIDException.class);
            send(police, Addresses.in(POLICE), "with a client id");
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(bytes("with a client id"));
        }
    }

    @Test
    void whatAClientOfAmqpCallsItselfKeepsNobodyOut() throws JMSException {
        try (Connection hospital = broker.amqp(HOSPITAL_TLS, "EXTERNAL").createConnection();
                Connection before = broker.amqp(POLICE_TLS, "EXTERNAL").createConnection();
                Connection police = broker.amqp(POLICE_TLS, "EXTERNAL").createConnection()) {
            // The client asks to have a name that was chosen for it alone.
            hospital.setClientID("case-system");
            hospital.start();
            before.setClientID("case-system");
            before.start();

            police.setClientID("case-system");
            police.start();

            send(police, Addresses.in(POLICE), "with a container id");
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(bytes("with a container id"));
        }
    }

    @Test
    void itAcceptsOnceStarted() {
        assertThat(broker.accepts()).isTrue();
    }

    private static void send(Connection connection, String address, String text) throws JMSException {
        try (Session session = session(connection);
                MessageProducer producer = session.createProducer(queue(session, address))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(bytes(text));
            producer.send(message);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
