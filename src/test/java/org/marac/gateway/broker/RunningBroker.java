package org.marac.gateway.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.Ports;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** The real broker on free ports, with the example certificates, and real clients of it. */
final class RunningBroker implements AutoCloseable {
    static final Path CERTIFICATES = Path.of("certs-example");
    static final AgencyId POLICE = new AgencyId("wenbury-police");
    static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    static final Path POLICE_TLS = CERTIFICATES.resolve("agencies/wenbury-police/tls");
    static final Path POLICE_ALTERNATE_TLS = CERTIFICATES.resolve("alternates/wenbury-police/tls");
    static final Path HOSPITAL_TLS = CERTIFICATES.resolve("agencies/wenbury-hospital/tls");
    static final Path STRANGER_TLS = CERTIFICATES.resolve("stranger/tls");
    static final int MAXIMUM = 1024 * 1024;
    static final long SOON = 10_000;
    static final long NOTHING_COMES = 200;

    /** Whose certificate is whose; tests take one away to withdraw it. */
    final Map<Digest, AgencyId> owners = new ConcurrentHashMap<>();

    final BrokerSettings settings;
    private final Broker broker;
    private final List<Connection> connections = new ArrayList<>();

    private RunningBroker(Path directory, BrokerSettings.Redelivery redelivery, int bytesASecond) {
        this.settings = new BrokerSettings(
                "127.0.0.1",
                Ports.free(),
                Ports.free(),
                Ports.free(),
                directory,
                CERTIFICATES.resolve("gateway/tls.key"),
                CERTIFICATES.resolve("gateway/tls.crt"),
                CERTIFICATES.resolve("ca.crt"),
                MAXIMUM,
                redelivery,
                bytesASecond);
        owners.put(digest(POLICE_TLS), POLICE);
        owners.put(digest(HOSPITAL_TLS), HOSPITAL);
        this.broker = new Broker(
                settings,
                List.of(POLICE, HOSPITAL),
                new Owners() {
                    @Override
                    public Optional<AgencyId> owner(Digest certificate) {
                        return Optional.ofNullable(owners.get(certificate));
                    }

                    @Override
                    public Optional<AgencyId> alternateOf(Digest certificate) {
                        return Optional.of(POLICE).filter(agency -> certificate.equals(digest(POLICE_ALTERNATE_TLS)));
                    }
                },
                RunningBroker::flip);
    }

    static RunningBroker in(Path directory) {
        return in(directory, BrokerSettings.Redelivery.USUAL);
    }

    static RunningBroker in(Path directory, BrokerSettings.Redelivery redelivery) {
        return started(new RunningBroker(directory, redelivery, BrokerSettings.USUAL_BYTES_A_SECOND));
    }

    /** One that listens to a certificate at so many bytes a second. */
    static RunningBroker listening(Path directory, int bytesASecond) {
        return started(new RunningBroker(directory, BrokerSettings.Redelivery.USUAL, bytesASecond));
    }

    private static RunningBroker started(RunningBroker running) {
        running.broker.start();
        return running;
    }

    /** Stands for encryption, and for its undoing. */
    static Bytes flip(Bytes plain) {
        byte[] bytes = plain.toArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) 0xa5;
        }
        return Bytes.of(bytes);
    }

    boolean accepts() {
        return broker.accepts();
    }

    /** A new version names this agency. */
    void serve(AgencyId agency) {
        broker.serve(List.of(POLICE, HOSPITAL, agency));
    }

    /** Whoever is nobody's any more is shown out. */
    void hangUpOnStrangers() {
        broker.hangUpOnStrangers();
    }

    /** What the broker does when its journal cannot be written. */
    void failItsDisk() {
        broker.server()
                .getIoCriticalErrorListener()
                .onIOException(new IOException("No space left on device"), "the test breaks it", "journal");
        Awaitility.await().until(() -> !broker.accepts());
    }

    /** The gateway's own connection. */
    Connection gateway() throws JMSException {
        return opened(broker.connections().createConnection());
    }

    /** An AMQP 1.0 client with this certificate. */
    Connection amqp(Path identity) throws JMSException {
        return opened(amqp(identity, "EXTERNAL").createConnection());
    }

    JmsConnectionFactory amqp(Path identity, String mechanism) {
        JmsConnectionFactory factory = new JmsConnectionFactory("amqps://127.0.0.1:" + settings.amqpPort()
                + "?amqp.saslMechanisms=" + mechanism + "&jms.connectTimeout=10000&jms.requestTimeout=10000");
        factory.setSslContext(tls(identity));
        return factory;
    }

    /** A CORE client with this certificate. */
    Connection core(Path identity) throws JMSException {
        return opened(coreFactory(identity).createConnection());
    }

    ActiveMQConnectionFactory coreFactory(Path identity) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + settings.corePort()
                + "?sslEnabled=true&trustStoreType=PEM&trustStorePath="
                + CERTIFICATES.resolve("ca.crt").toAbsolutePath()
                + "&keyStoreType=PEMCFG&keyStorePath=" + keyStore(identity) + "&callTimeout=10000");
        factory.setDeserializationAllowList("none");
        return factory;
    }

    static Queue queue(Session session, String name) throws JMSException {
        return session.createQueue(name);
    }

    static Session session(Connection connection) throws JMSException {
        return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    /** Sends these bytes to the address. */
    static void send(Connection connection, String address, byte[] body) throws Exception {
        try (Session session = session(connection);
                MessageProducer producer = session.createProducer(queue(session, address))) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(body);
            producer.send(message);
        }
    }

    /** What waits, covered, of an agency for the gateway. */
    Optional<BytesMessage> waiting(AgencyId agency) throws JMSException {
        return read(gateway(), Addresses.work(agency), SOON);
    }

    /** What arrives of what the hospital sends by a connection of its own: whatever others do, it is served. */
    byte[] carried(byte[] body) throws Exception {
        Connection hospital = amqp(HOSPITAL_TLS);
        send(hospital, Addresses.in(HOSPITAL), body);
        hospital.close();
        return uncovered(waiting(HOSPITAL).orElseThrow());
    }

    /** How many messages of an agency wait for the gateway. */
    long count(AgencyId agency) {
        return broker.server().locateQueue(Addresses.work(agency)).getMessageCount();
    }

    /** Whether the broker reads from all its connections now. */
    boolean listensToAll() {
        return broker.server().getRemotingService().getConnections().stream()
                .map(RemotingConnection::getTransportConnection)
                .filter(NettyConnection.class::isInstance)
                .allMatch(open ->
                        ((NettyConnection) open).getNettyChannel().config().isAutoRead());
    }

    /** Whether nothing waits of this agency. */
    boolean nothingWaits(AgencyId agency) throws JMSException {
        return read(gateway(), Addresses.work(agency), NOTHING_COMES).isEmpty();
    }

    /** Takes one message. */
    static Optional<BytesMessage> read(Connection connection, String address, long wait) throws JMSException {
        try (Session session = session(connection);
                MessageConsumer consumer = session.createConsumer(queue(session, address))) {
            Message message = consumer.receive(wait);
            return Optional.ofNullable((BytesMessage) message);
        }
    }

    static byte[] body(BytesMessage message) throws JMSException {
        byte[] body = new byte[(int) message.getBodyLength()];
        message.readBytes(body);
        return body;
    }

    static byte[] uncovered(BytesMessage message) throws JMSException {
        return flip(Bytes.of(body(message))).toArray();
    }

    /** Ends every connection that was opened here. */
    void hangUp() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (JMSException e) {
                // It was refused or has failed, as the test wanted.
            }
        }
        connections.clear();
    }

    @Override
    public void close() {
        hangUp();
        broker.close();
    }

    private Connection opened(Connection connection) throws JMSException {
        connections.add(connection);
        connection.start();
        return connection;
    }

    private Path keyStore(Path identity) {
        try {
            Path file = settings.directory().resolveSibling("client-" + identity.hashCode() + ".pemcfg");
            Files.writeString(
                    file,
                    "alias=client\nsource.key=" + identity.toAbsolutePath() + ".key\nsource.cert="
                            + identity.toAbsolutePath() + ".crt\n");
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A TLS context with this certificate, or with none. */
    static SSLContext tls(@Nullable Path identity) {
        return identity == null ? ExampleAuthority.trusted() : ExampleAuthority.tls(identity);
    }

    static Digest digest(Path identity) {
        try {
            return Digest.of(certificate(identity).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Certificate certificate(Path identity) throws GeneralSecurityException, IOException {
        try (var in = Files.newInputStream(Path.of(identity + ".crt"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
