package org.marac.gateway.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.broker.AmqpBytes.coordinator;
import static org.marac.gateway.broker.AmqpBytes.frame;
import static org.marac.gateway.broker.AmqpBytes.opened;
import static org.marac.gateway.broker.AmqpBytes.whole;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.uncovered;
import static org.marac.gateway.broker.Wire.ended;
import static org.marac.gateway.broker.Wire.tls;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import javax.net.ssl.SSLSocket;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that never end, by who has a certificate: the broker remembers all of them, and all that was sent in them. */
class TransactionsTest {
    private static final int FAR_TOO_MANY = 10_000;

    @TempDir
    static Path directory;

    @AutoClose
    private static RunningBroker broker;

    @BeforeAll
    static void start() {
        broker = RunningBroker.in(directory.resolve("broker"));
    }

    @AfterEach
    void nobodyElseIsHurt() throws Exception {
        assertThat(broker.carried(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
    }

    @Test
    void aConnectionHasSomeTransactionsAndNoMore() throws IOException {
        assertThat(endsAfter(i -> whole(0, i, new Declare()))).isTrue();
    }

    @Test
    void thatSomebodyEndsWhatNeverWasMakesNoRoomForMore() throws IOException {
        assertThat(endsAfter(i -> whole(0, i, i % 2 == 0 ? new Declare() : discharge("never-" + i))))
                .isTrue();
    }

    @Test
    void whatNeitherBeginsNorEndsATransactionIsNotSaidThere() throws IOException {
        assertThat(endsAfter(i -> whole(0, i, "neither"))).isTrue();
    }

    @Test
    void manyTransactionsOneAfterTheOtherAreNotMany() throws Exception {
        for (Connection police : List.of(broker.amqp(POLICE_TLS), broker.core(POLICE_TLS))) {
            try (Session session = police.createSession(true, Session.SESSION_TRANSACTED);
                    MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
                for (int i = 0; i < 100; i++) {
                    for (int j = 0; j < 100; j++) {
                        producer.send(message(session, 1));
                    }
                    session.rollback();
                }
                producer.send(message(session, 7));
                session.commit();
            }
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).hasSize(7);
            assertThat(broker.nothingWaits(POLICE)).isTrue();
        }
    }

    @Test
    void aTransactionOfAmqpThatDoesNotEndIsNotGatheredAndNothingOfItArrives() throws Exception {
        assertThat(isCommitted(broker.amqp(POLICE_TLS), FAR_TOO_MANY)).isFalse();
        assertThat(broker.nothingWaits(POLICE)).isTrue();

        whatEndedWithItsConnectionCountsNoMore(broker.amqp(POLICE_TLS));
    }

    @Test
    void aTransactionOfCoreThatDoesNotEndIsNotGatheredAndNothingOfItArrives() throws Exception {
        assertThat(isCommitted(broker.core(POLICE_TLS), FAR_TOO_MANY)).isFalse();
        assertThat(broker.nothingWaits(POLICE)).isTrue();

        whatEndedWithItsConnectionCountsNoMore(broker.core(POLICE_TLS));
    }

    private static void whatEndedWithItsConnectionCountsNoMore(Connection next) throws JMSException {
        int many = 500;
        assertThat(isCommitted(next, many)).isTrue();
        for (int i = 0; i < many; i++) {
            assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).hasSize(1);
        }
    }

    private static boolean isCommitted(Connection connection, int messages) {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(queue(session, Addresses.in(POLICE)))) {
            for (int i = 0; i < messages; i++) {
                producer.send(message(session, 1));
            }
            session.commit();
            return true;
        } catch (JMSException ended) {
            return false;
        }
    }

    private static BytesMessage message(Session session, int size) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[size]);
        return message;
    }

    private static Discharge discharge(String id) {
        Discharge discharge = new Discharge();
        discharge.setTxnId(new Binary(id.getBytes(US_ASCII)));
        discharge.setFail(true);
        return discharge;
    }

    /** Whether the connection ends that says this to the coordinator a thousand times. */
    private static boolean endsAfter(IntFunction<byte[]> frames) throws IOException {
        try (SSLSocket wire = tls(POLICE_TLS, broker.settings.amqpPort())) {
            OutputStream out = wire.getOutputStream();
            opened(wire);
            frame(out, 0, coordinator(0), new byte[0]);
            try {
                for (int i = 0; i < 1_000; i++) {
                    out.write(frames.apply(i));
                }
            } catch (IOException ended) {
                return true;
            }
            return ended(wire.getInputStream());
        }
    }
}
