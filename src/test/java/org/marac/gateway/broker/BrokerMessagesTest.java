package org.marac.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.broker.RunningBroker.MAXIMUM;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.session;
import static org.marac.gateway.broker.RunningBroker.uncovered;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message between the sender and the address where it waits for the gateway. */
class BrokerMessagesTest {
    private static final String FHIR = "application/fhir+json";

    @TempDir
    static Path directory;

    @AutoClose
    private static RunningBroker broker;

    /** Both ways in. */
    enum Protocol {
        AMQP,
        CORE
    }

    /** Makes a message. */
    private interface Making {
        Message by(Session session) throws JMSException;
    }

    @BeforeAll
    static void start() {
        broker = RunningBroker.in(directory.resolve("broker"));
    }

    @ParameterizedTest
    @EnumSource
    void bytesArriveAsTheyWereSent(Protocol protocol) throws JMSException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        BytesMessage arrived = arrived(protocol, session -> bytes(session, all));

        assertThat(uncovered(arrived)).isEqualTo(all);
    }

    @ParameterizedTest
    @EnumSource
    void textArrivesInUtf8(Protocol protocol) throws JMSException {
        String text = "{\"name\":\"Zoë Ngāti 𝒵\"}";

        BytesMessage arrived = arrived(protocol, session -> session.createTextMessage(text));

        assertThat(uncovered(arrived)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfTheSendersPropertiesArrives(Protocol protocol) throws JMSException {
        BytesMessage arrived = arrived(protocol, session -> {
            Message message = bytes(session, new byte[] {1});
            message.setStringProperty("contentType", FHIR);
            message.setStringProperty("victim", "Jane Doe");
            message.setStringProperty("CamelBeanMethodName", "x");
            message.setStringProperty("JMSXGroupID", "Jane Doe");
            message.setIntProperty("marac_content", 7);
            message.setJMSCorrelationID("Jane Doe");
            message.setJMSType("Jane Doe");
            message.setJMSReplyTo(queue(session, Addresses.in(POLICE)));
            return message;
        });

        List<String> names = new ArrayList<>(Collections.<String>list(arrived.getPropertyNames()));
        names.removeIf(name -> name.startsWith("JMSX") && name.endsWith("Count"));
        assertThat(names).containsExactly(Broker.CONTENT_TYPE);
        assertThat(arrived.getStringProperty(Broker.CONTENT_TYPE)).isEqualTo(FHIR);
        assertThat(arrived.getJMSCorrelationID()).isNull();
        assertThat(arrived.getJMSType()).isNull();
        assertThat(arrived.getJMSReplyTo()).isNull();
        assertThat(arrived.getJMSExpiration()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "contentType, application/cms, application/cms",
        "contentType, APPLICATION/FHIR+XML; charset=UTF-8, application/fhir+xml",
        "contentType, text/json; victim=Jane, ''",
        "contentType, Jane Doe, ''",
        "JMS_AMQP_CONTENT_TYPE, application/vnd.marac.message+json, application/vnd.marac.message+json",
        "other, application/cms, ''",
    })
    void onlyAContentTypeOnTheListArrives(String property, String value, String kept) throws JMSException {
        for (Protocol protocol : Protocol.values()) {
            BytesMessage arrived = arrived(protocol, session -> {
                Message message = bytes(session, new byte[] {1});
                message.setStringProperty(property, value);
                return message;
            });

            assertThat(arrived.getStringProperty(Broker.CONTENT_TYPE))
                    .as(protocol.name())
                    .isEqualTo(kept);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOtherKindOfMessageArrivesEmptySoThatItIsRefusedWithAReceipt(Protocol protocol) throws JMSException {
        List<Making> kinds = List.of(
                session -> {
                    MapMessage map = session.createMapMessage();
                    map.setString("name", "Jane Doe");
                    return map;
                },
                session -> {
                    StreamMessage stream = session.createStreamMessage();
                    stream.writeString("Jane Doe");
                    return stream;
                },
                Session::createMessage);
        for (Making kind : kinds) {
            BytesMessage arrived = arrived(protocol, session -> {
                Message message = kind.by(session);
                message.setStringProperty("contentType", FHIR);
                return message;
            });

            assertThat(uncovered(arrived)).isEmpty();
            assertThat(arrived.getStringProperty(Broker.CONTENT_TYPE)).isIn("", FHIR);
        }
    }

    @Test
    void aJavaObjectOfCoreArrivesEmptyAndThatOfAmqpAsMereBytes() throws JMSException {
        Making object = session -> session.createObjectMessage(new ArrayList<>(List.of("Jane Doe")));

        assertThat(uncovered(arrived(Protocol.CORE, object))).isEmpty();
        assertThat(arrived(Protocol.AMQP, object)).satisfies(arrived -> {
            assertThat(uncovered(arrived)).startsWith(0xac, 0xed);
            assertThat(arrived.getStringProperty(Broker.CONTENT_TYPE)).isEmpty();
        });
    }

    @Test
    void anAmqpMessageOf300KilobytesArrivesWholeAndIsNoFile() throws Exception {
        byte[] big = noise(300 * 1024);

        try (Connection gateway = broker.gateway();
                Session waiting = session(gateway);
                Session sending = session(broker.amqp(POLICE_TLS))) {
            sending.createProducer(queue(sending, Addresses.in(POLICE))).send(bytes(sending, big));
            assertThat(files("large")).isEmpty();
            BytesMessage arrived = (BytesMessage) waiting.createConsumer(queue(waiting, Addresses.work(POLICE)))
                    .receive(RunningBroker.SOON);
            assertThat(uncovered(arrived)).isEqualTo(big);
        }
        assertThat(files("large")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {MAXIMUM + 1, MAXIMUM + 2, MAXIMUM + 500_000})
    void ofAMessageThatIsTooLargeTheBeginningArrives(int size) throws Exception {
        byte[] tooLarge = noise(size);

        BytesMessage arrived = arrived(Protocol.AMQP, session -> bytes(session, tooLarge));

        assertThat(uncovered(arrived)).isEqualTo(Arrays.copyOf(tooLarge, MAXIMUM + 1));
        assertThat(files("large")).isEmpty();
    }

    @Test
    void aMessageLargerThanAJournalRecordIsRejectedAndWrittenNowhere() throws Exception {
        Connection police = broker.amqp(POLICE_TLS);

        assertThatThrownBy(() -> send(police, session -> bytes(session, noise(4 * MAXIMUM))))
                .isInstanceOf(JMSException.class);
        assertThat(broker.nothingWaits(POLICE)).isTrue();
        assertThat(files("large")).isEmpty();
    }

    @Test
    void aCoreMessageSentInPartsIsRefusedAndWrittenNowhere() throws Exception {
        Connection police = broker.core(POLICE_TLS);

        assertThatThrownBy(() -> send(police, session -> bytes(session, noise(300 * 1024))))
                .isInstanceOf(JMSException.class);
        assertThat(broker.nothingWaits(POLICE)).isTrue();
        assertThat(files("large")).isEmpty();
    }

    @Test
    void aCoreMessageOf300KilobytesSentWholeArrives() throws Exception {
        ActiveMQConnectionFactory whole = broker.coreFactory(POLICE_TLS);
        whole.setMinLargeMessageSize(10 * MAXIMUM);
        byte[] big = noise(300 * 1024);
        try (Connection police = whole.createConnection()) {
            send(police, session -> bytes(session, big));
        }

        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(big);
        assertThat(files("large")).isEmpty();
    }

    /** The main line knows repeats and answers them; a broker that drops them would lose a referral without a word. */
    @ParameterizedTest
    @EnumSource
    void aRepeatedDuplicateIdDropsNothingOfWhatAnAgencySends(Protocol protocol) throws JMSException {
        for (String text : List.of("first", "second")) {
            BytesMessage arrived = arrived(protocol, session -> {
                Message message = bytes(session, text.getBytes(StandardCharsets.UTF_8));
                message.setStringProperty("_AMQ_DUPL_ID", "1");
                return message;
            });

            assertThat(uncovered(arrived)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** An agency that takes its address for a topic must not be told "accepted" for what nobody gets. */
    @ParameterizedTest
    @EnumSource
    void whatIsSentToATopicIsNeverAcceptedAndLost(Protocol protocol) throws JMSException {
        Connection police = connect(protocol);

        boolean accepted;
        try (Session session = session(police);
                MessageProducer producer = session.createProducer(session.createTopic(Addresses.in(POLICE)))) {
            producer.send(bytes(session, new byte[] {1}));
            accepted = true;
        } catch (JMSException e) {
            accepted = false;
        }

        assertThat(broker.nothingWaits(POLICE)).isEqualTo(!accepted);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatShouldHaveExpiredOnTheWayArrives(Protocol protocol) throws JMSException {
        try (Session session = session(connect(protocol));
                MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
            producer.setTimeToLive(1);
            producer.send(bytes(session, new byte[] {1}));
        }

        assertThat(broker.waiting(POLICE)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRolledBackDoesNotArriveAndWhatIsCommittedDoes(Protocol protocol) throws JMSException {
        try (Session session = connect(protocol).createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
            producer.send(bytes(session, new byte[] {1}));
            session.rollback();
            producer.send(bytes(session, new byte[] {2}));
            session.commit();
        }

        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).containsExactly(2);
        assertThat(broker.nothingWaits(POLICE)).isTrue();
    }

    private static BytesMessage arrived(Protocol protocol, Making making) throws JMSException {
        send(connect(protocol), making);
        return broker.waiting(POLICE).orElseThrow();
    }

    private static Connection connect(Protocol protocol) throws JMSException {
        return protocol == Protocol.AMQP ? broker.amqp(POLICE_TLS) : broker.core(POLICE_TLS);
    }

    @Test
    void dropsTheSecondCopyOfADisclosureWithoutAWordUnlessInATransaction() throws JMSException {
        Connection gateway = broker.gateway();
        try (Session session = RunningBroker.session(gateway);
                Session transacted = gateway.createSession(true, Session.SESSION_TRANSACTED)) {
            disclose(session);

            disclose(session);

            assertThatThrownBy(() -> {
                        disclose(transacted);
                        transacted.commit();
                    })
                    .isInstanceOf(JMSException.class);
        }
        assertThat(RunningBroker.read(gateway, Addresses.out(POLICE), RunningBroker.SOON))
                .isPresent();
        assertThat(RunningBroker.read(gateway, Addresses.out(POLICE), RunningBroker.NOTHING_COMES))
                .isEmpty();
    }

    private static void disclose(Session session) throws JMSException {
        BytesMessage disclosure = session.createBytesMessage();
        disclosure.writeBytes(new byte[] {1, 2, 3});
        disclosure.setStringProperty("_AMQ_DUPL_ID", "the digest of a disclosure");
        try (MessageProducer producer = session.createProducer(RunningBroker.queue(session, Addresses.out(POLICE)))) {
            producer.send(disclosure);
        }
    }

    private static void send(Connection connection, Making making) throws JMSException {
        try (Session session = session(connection);
                MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
            producer.send(making.by(session));
        }
    }

    private static BytesMessage bytes(Session session, byte[] body) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        return noise;
    }

    private static List<Path> files(String part) throws IOException {
        Path place = directory.resolve("broker").resolve(part);
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
