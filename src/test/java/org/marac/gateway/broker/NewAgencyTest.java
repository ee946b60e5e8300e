package org.marac.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.broker.RunningBroker.CERTIFICATES;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.SOON;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.session;
import static org.marac.gateway.broker.RunningBroker.uncovered;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.AgencyId;

/** Agencies that come and go while the broker runs. */
class NewAgencyTest {
    private static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    private static final Path HOUSING_TLS = CERTIFICATES.resolve("agencies/wenbury-housing/tls");

    @TempDir
    Path directory;

    private RunningBroker broker;

    @BeforeEach
    void start() {
        broker = RunningBroker.in(directory.resolve("broker"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void isNotLetInBeforeItHasAllItsAddresses() {
        broker.owners.put(RunningBroker.digest(HOUSING_TLS), HOUSING);

        assertThatThrownBy(() -> session(broker.amqp(HOUSING_TLS))).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session(broker.core(HOUSING_TLS))).isInstanceOf(JMSException.class);
    }

    @Test
    void sendsCoveredAndReadsItsOwnWithoutARestart() throws JMSException {
        joins();
        send(broker.amqp(HOUSING_TLS), "by AMQP");
        assertThat(uncovered(broker.waiting(HOUSING).orElseThrow())).isEqualTo(bytes("by AMQP"));
        send(broker.core(HOUSING_TLS), "by CORE");
        assertThat(uncovered(broker.waiting(HOUSING).orElseThrow())).isEqualTo(bytes("by CORE"));

        try (Session session = session(broker.gateway());
                MessageProducer producer = session.createProducer(queue(session, Addresses.out(HOUSING)))) {
            BytesMessage disclosure = session.createBytesMessage();
            disclosure.writeBytes(bytes("for housing"));
            producer.send(disclosure);
        }
        assertThat(RunningBroker.read(broker.amqp(HOUSING_TLS), Addresses.out(HOUSING), SOON))
                .isPresent();
    }

    @Test
    void hasItsAddressesStillAfterTheBrokerStartedItselfAgain() throws JMSException {
        joins();
        joins();
        send(broker.amqp(HOUSING_TLS), "before");
        broker.failItsDisk();
        org.awaitility.Awaitility.await().until(broker::accepts);

        assertThat(uncovered(broker.waiting(HOUSING).orElseThrow())).isEqualTo(bytes("before"));
        send(broker.amqp(HOUSING_TLS), "after");
        assertThat(uncovered(broker.waiting(HOUSING).orElseThrow())).isEqualTo(bytes("after"));
    }

    @Test
    void thatIsNamedNoMoreIsShownOutWhereItOnlyListens() throws Exception {
        joins();
        CountDownLatch ended = new CountDownLatch(2);
        for (Connection listening : new Connection[] {broker.amqp(HOUSING_TLS), broker.core(HOUSING_TLS)}) {
            listening.setExceptionListener(e -> ended.countDown());
            Session session = session(listening);
            MessageConsumer consumer = session.createConsumer(queue(session, Addresses.out(HOUSING)));
            consumer.setMessageListener(message -> {
                throw new IllegalStateException("nothing is for it any more");
            });
        }
        Connection police = broker.amqp(POLICE_TLS);
        broker.hangUpOnStrangers();
        assertThat(ended.getCount()).isEqualTo(2);

        broker.owners.remove(RunningBroker.digest(HOUSING_TLS));
        broker.hangUpOnStrangers();

        assertThat(ended.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        assertThatThrownBy(() -> session(broker.amqp(HOUSING_TLS))).isInstanceOf(JMSException.class);
        try (Session session = session(police);
                MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
            producer.send(session.createTextMessage("others go on"));
        }
        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(bytes("others go on"));
    }

    private void joins() {
        broker.owners.put(RunningBroker.digest(HOUSING_TLS), HOUSING);
        broker.serve(HOUSING);
    }

    private static void send(Connection connection, String text) throws JMSException {
        try (Session session = session(connection);
                MessageProducer producer = session.createProducer(queue(session, Addresses.in(HOUSING)))) {
            producer.send(session.createTextMessage(text));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
