package org.marac.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.broker.RunningBroker.MAXIMUM;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.SOON;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.read;
import static org.marac.gateway.broker.RunningBroker.session;
import static org.marac.gateway.broker.RunningBroker.uncovered;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker writes, keeps and gives up. */
class BrokerDiskTest {
    private static final String MARK = "Marigold Canary-Featherstonehaugh";

    @TempDir
    Path directory;

    @Test
    void theDiskHoldsNothingOfAMessageInClear() throws Exception {
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"))) {
            for (Connection police : List.of(broker.amqp(POLICE_TLS), broker.core(POLICE_TLS))) {
                try (Session session = session(police);
                        MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
                    producer.send(marked(session.createTextMessage(MARK)));
                    producer.send(marked(bytes(session, MARK.getBytes(StandardCharsets.UTF_8))));
                    producer.send(marked(session.createObjectMessage(MARK)));
                    producer.send(marked(bytes(session, MARK.repeat(2_000).getBytes(StandardCharsets.UTF_8))));
                }
                try (Session session = police.createSession(true, Session.SESSION_TRANSACTED)) {
                    session.createProducer(queue(session, Addresses.in(POLICE)))
                            .send(marked(session.createTextMessage(MARK)));
                    session.commit();
                }
            }
            try (Session session = session(broker.amqp(POLICE_TLS));
                    MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
                String tooLarge = MARK.repeat((MAXIMUM + 200_000) / MARK.length());
                producer.send(marked(bytes(session, tooLarge.getBytes(StandardCharsets.UTF_8))));
                producer.send(marked(session.createTextMessage(tooLarge)));
            }
        }

        assertThat(filesWith(MARK)).isEmpty();
        assertThat(filesWith("Canary")).isEmpty();
    }

    /** Guards the search itself: what the gateway sends in clear is found. */
    @Test
    void theSearchOfTheDiskFindsWhatIsThere() throws Exception {
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"));
                Session session = session(broker.gateway())) {
            session.createProducer(queue(session, Addresses.out(POLICE))).send(session.createTextMessage(MARK));
        }

        assertThat(filesWith(MARK)).isNotEmpty();
    }

    @Test
    void whatWasAcceptedIsThereAfterARestart() throws Exception {
        byte[] body = "kept".getBytes(StandardCharsets.UTF_8);
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"));
                Session session = session(broker.amqp(POLICE_TLS));
                Session gateway = session(broker.gateway())) {
            MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)));
            // Whatever the sender asks for: a referral is durable.
            producer.setDeliveryMode(jakarta.jms.DeliveryMode.NON_PERSISTENT);
            producer.send(bytes(session, body));
            gateway.createProducer(queue(gateway, Addresses.out(POLICE))).send(bytes(gateway, body));
        }

        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"))) {
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(body);
            assertThat(RunningBroker.body(read(broker.amqp(POLICE_TLS), Addresses.out(POLICE), SOON)
                            .orElseThrow()))
                    .isEqualTo(body);
            try (Session session = session(broker.core(POLICE_TLS))) {
                session.createProducer(queue(session, Addresses.in(POLICE))).send(bytes(session, body));
            }
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(body);
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryWaitsOnDiskCoveredAndComesInItsOrder() throws Exception {
        byte[] body = MARK.repeat(MAXIMUM / MARK.length() - 1).getBytes(StandardCharsets.UTF_8);
        int many = (int) (Runtime.getRuntime().maxMemory() / 32 / body.length) + 10;
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"));
                Session session = session(broker.amqp(POLICE_TLS))) {
            MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)));
            for (int i = 0; i < many; i++) {
                body[0] = (byte) i;
                producer.send(bytes(session, body));
            }
            try (Stream<Path> paged = Files.walk(directory.resolve("broker").resolve("paging"))) {
                assertThat(paged.filter(file -> file.toString().endsWith(".page")))
                        .isNotEmpty();
            }
            assertThat(filesWith(MARK)).isEmpty();
        }
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"));
                Session session = session(broker.gateway());
                MessageConsumer consumer = session.createConsumer(queue(session, Addresses.work(POLICE)))) {
            for (int i = 0; i < many; i++) {
                byte[] arrived = uncovered((BytesMessage) consumer.receive(SOON));
                assertThat(arrived[0]).isEqualTo((byte) i);
                assertThat(arrived).hasSize(body.length);
            }
        }
    }

    @Test
    void whatWaitsOnDiskForAnAgencyComesInItsOrderAndAgainWhatItGaveBack() throws Exception {
        int many = (int) (Runtime.getRuntime().maxMemory() / 32 / MAXIMUM) + 10;
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"));
                Session session = session(broker.gateway())) {
            MessageProducer producer = session.createProducer(queue(session, Addresses.out(POLICE)));
            for (int i = 0; i < many; i++) {
                byte[] body = new byte[MAXIMUM];
                body[0] = (byte) i;
                producer.send(bytes(session, body));
            }
        }
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"));
                Session session = broker.amqp(POLICE_TLS).createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(queue(session, Addresses.out(POLICE)))) {
            for (boolean again : new boolean[] {false, true}) {
                for (int i = 0; i < many; i++) {
                    BytesMessage arrived = (BytesMessage) consumer.receive(SOON);
                    assertThat(arrived.readByte()).isEqualTo((byte) i);
                }
                if (again) {
                    session.commit();
                } else {
                    session.rollback();
                }
            }
        }
    }

    @Test
    void aBrokerWhoseDiskFailsItStartsAgainWithAllItHad() throws Exception {
        byte[] body = MARK.getBytes(StandardCharsets.UTF_8);
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"))) {
            try (Session session = session(broker.amqp(POLICE_TLS))) {
                session.createProducer(queue(session, Addresses.in(POLICE))).send(bytes(session, body));
            }

            broker.failItsDisk();

            Awaitility.await().atMost(Duration.ofMinutes(1)).until(broker::accepts);
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(body);
            try (Session session = session(broker.amqp(POLICE_TLS))) {
                session.createProducer(queue(session, Addresses.in(POLICE))).send(bytes(session, body));
            }
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(body);
        }
        assertThat(filesWith(MARK)).isEmpty();
    }

    @Test
    void whatFailsTooOftenGoesToTheDeadLettersStillCovered() throws Exception {
        var three = new BrokerSettings.Redelivery(3, Duration.ZERO, Duration.ZERO);
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"), three)) {
            try (Session session = session(broker.amqp(POLICE_TLS))) {
                session.createProducer(queue(session, Addresses.in(POLICE)))
                        .send(bytes(session, MARK.getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(failures(broker.gateway())).isEqualTo(3);

            BytesMessage dead = read(broker.gateway(), Addresses.DEAD, SOON).orElseThrow();

            assertThat(uncovered(dead)).isEqualTo(MARK.getBytes(StandardCharsets.UTF_8));
            assertThat(RunningBroker.body(dead)).isNotEqualTo(MARK.getBytes(StandardCharsets.UTF_8));
            assertThat(broker.nothingWaits(POLICE)).isTrue();
        }
        assertThat(filesWith(MARK)).isEmpty();
    }

    @Test
    void whatAnAgencyGivesBackOrLosesHoweverOftenWaitsForItInItsPlace() throws Exception {
        var three = new BrokerSettings.Redelivery(3, Duration.ofMinutes(1), Duration.ofMinutes(1));
        for (String address : List.of(Addresses.out(POLICE), Addresses.receipts(POLICE))) {
            try (RunningBroker broker = RunningBroker.in(directory.resolve(address), three)) {
                try (Session session = session(broker.gateway());
                        MessageProducer producer = session.createProducer(queue(session, address))) {
                    producer.send(bytes(session, new byte[] {1}));
                    producer.send(bytes(session, new byte[] {2}));
                }
                for (int i = 0; i < 5; i++) {
                    Connection amqp = broker.amqp(POLICE_TLS);
                    try (Session session = amqp.createSession(true, Session.SESSION_TRANSACTED)) {
                        assertThat(session.createConsumer(queue(session, address))
                                        .receive(SOON))
                                .isNotNull();
                        session.rollback();
                    }
                    Connection core = broker.core(POLICE_TLS);
                    Session cut = core.createSession(false, Session.CLIENT_ACKNOWLEDGE);
                    assertThat(cut.createConsumer(queue(cut, address)).receive(SOON))
                            .isNotNull();
                    ((ActiveMQConnection) core)
                            .getSessionFactory()
                            .getConnection()
                            .getTransportConnection()
                            .forceClose();
                    broker.hangUp();
                }

                Connection police = broker.amqp(POLICE_TLS);
                assertThat(RunningBroker.body(read(police, address, SOON).orElseThrow()))
                        .containsExactly(1);
                assertThat(RunningBroker.body(read(police, address, SOON).orElseThrow()))
                        .containsExactly(2);
                assertThat(read(broker.gateway(), Addresses.DEAD, RunningBroker.NOTHING_COMES))
                        .isEmpty();
            }
        }
    }

    @Test
    void aDisclosureThatTheGatewaySendsTwiceIsThereOnce() throws Exception {
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"))) {
            for (int i = 0; i < 2; i++) {
                try (Session session = session(broker.gateway())) {
                    Message message = bytes(session, new byte[] {7});
                    message.setStringProperty("_AMQ_DUPL_ID", "disclosure-7");
                    session.createProducer(queue(session, Addresses.out(POLICE)))
                            .send(message);
                }
            }
        }
        try (RunningBroker broker = RunningBroker.in(directory.resolve("broker"))) {
            try (Session session = session(broker.gateway())) {
                Message message = bytes(session, new byte[] {7});
                message.setStringProperty("_AMQ_DUPL_ID", "disclosure-7");
                session.createProducer(queue(session, Addresses.out(POLICE))).send(message);
            }
            Connection police = broker.amqp(POLICE_TLS);

            assertThat(read(police, Addresses.out(POLICE), SOON)).isPresent();
            assertThat(read(police, Addresses.out(POLICE), RunningBroker.NOTHING_COMES))
                    .isEmpty();
        }
    }

    private static int failures(Connection gateway) throws JMSException {
        int failures = 0;
        try (Session session = gateway.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(queue(session, Addresses.work(POLICE)))) {
            while (consumer.receive(failures == 0 ? SOON : 1_000) != null) {
                session.rollback();
                failures++;
            }
        }
        return failures;
    }

    private static Message marked(Message message) throws JMSException {
        message.setStringProperty("contentType", "application/json; about=" + MARK);
        message.setStringProperty("about", MARK);
        message.setStringProperty("_AMQ_DUPL_ID", MARK + message.hashCode());
        message.setJMSCorrelationID(MARK);
        message.setJMSType(MARK);
        return message;
    }

    private static BytesMessage bytes(Session session, byte[] body) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (Charset charset :
                        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
                    if (content.contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1))) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }
}
