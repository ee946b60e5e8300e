package org.marac.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.session;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that says everything at once, and does not wait to be told that it was heard. */
class FloodTest {
    /** A hundred and twenty-eight packets a second, and twice of it at once: any client is faster. */
    private static final int SLOW = 1024 * 1024;

    private static final int MANY = 512;

    @TempDir
    Path directory;

    @Test
    void whoeverSaysTooMuchByAmqpIsNotHeardForAWhileAndNothingIsLost() throws Exception {
        try (RunningBroker broker = RunningBroker.listening(directory.resolve("broker"), SLOW)) {
            JmsConnectionFactory hasty = broker.amqp(POLICE_TLS, "EXTERNAL");
            hasty.setForceAsyncSend(true);
            try (Connection police = hasty.createConnection()) {
                assertThatItIsHeardBitByBit(broker, police);
            }
        }
    }

    @Test
    void whoeverSaysTooMuchByCoreIsNotHeardForAWhileAndNothingIsLost() throws Exception {
        try (RunningBroker broker = RunningBroker.listening(directory.resolve("broker"), SLOW)) {
            ActiveMQConnectionFactory hasty = broker.coreFactory(POLICE_TLS);
            hasty.setBlockOnDurableSend(false);
            try (Connection police = hasty.createConnection()) {
                assertThatItIsHeardBitByBit(broker, police);
            }
        }
    }

    private static void assertThatItIsHeardBitByBit(RunningBroker broker, Connection police) {
        CompletableFuture<Boolean> sent = CompletableFuture.supplyAsync(() -> sendsMany(police));

        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> !broker.listensToAll());
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> broker.count(POLICE) == MANY);
        assertThat(sent.join()).isTrue();
    }

    private static boolean sendsMany(Connection connection) {
        try (Session session = session(connection);
                MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
            for (int i = 0; i < MANY; i++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(new byte[] {1});
                producer.send(message);
            }
            return true;
        } catch (JMSException e) {
            return false;
        }
    }
}
