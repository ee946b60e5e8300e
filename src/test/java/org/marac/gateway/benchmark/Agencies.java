package org.marac.gateway.benchmark;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsBytesMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.model.AgencyId;

/**
 * The agencies' side: senders, each over a connection of its own and each waiting for the receipt before it sends the
 * next; each agency's reader of receipts; the IDVA's reader of disclosures. AMQP 1.0 over mutual TLS.
 */
final class Agencies implements AutoCloseable {
    private final int port;
    private final List<Connection> readers = new ArrayList<>();
    private final Map<String, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong disclosed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    Agencies(int port) throws JMSException {
        this.port = port;
        for (AgencyId agency : Referrals.SENDERS) {
            listen(agency, "marac.receipts." + agency, this::receipt);
        }
        listen(Referrals.IDVA, "marac.out." + Referrals.IDVA, message -> disclosed.incrementAndGet());
    }

    /** Sends them all, each sender those of its own agency, and waits for all receipts; answers the nanoseconds from send to receipt, in no order. */
    List<Long> send(int senders, List<Referrals.Sealed> messages) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Callable<List<Long>>> work = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                int first = i;
                work.add(() -> send(IntStream.iterate(first, n -> n < messages.size(), n -> n + senders)
                        .mapToObj(messages::get)
                        .toList()));
            }
            List<Long> times = new ArrayList<>();
            for (Future<List<Long>> done : threads.invokeAll(work)) {
                times.addAll(done.get());
            }
            return times;
        } finally {
            threads.shutdown();
        }
    }

    /** Comes with the moment of the receipt, in nanoseconds; asked for before the message is sent. */
    CompletableFuture<Long> receiptOf(String id) {
        CompletableFuture<Long> receipt = new CompletableFuture<>();
        waiting.put(id, receipt);
        return receipt;
    }

    long disclosed() {
        return disclosed.get();
    }

    long refused() {
        return refused.get();
    }

    @Override
    public void close() throws JMSException {
        for (Connection reader : readers) {
            reader.close();
        }
    }

    private List<Long> send(List<Referrals.Sealed> own) throws Exception {
        List<Long> times = new ArrayList<>();
        AgencyId agency = own.get(0).sender();
        Connection connection = connect(agency);
        try {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue("marac.in." + agency));
            for (Referrals.Sealed next : own) {
                CompletableFuture<Long> receipt = receiptOf(next.id());
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(next.bytes());
                ((AmqpJmsMessageFacade) ((JmsBytesMessage) message).getFacade())
                        .setContentType(Symbol.valueOf("application/cms"));
                long start = System.nanoTime();
                producer.send(message);
                times.add(receipt.get(60, TimeUnit.SECONDS) - start);
            }
        } finally {
            connection.close();
        }
        return times;
    }

    private void receipt(Message message) {
        long now = System.nanoTime();
        try {
            // The receipt is JSON in the clear within its signature.
            String text = new String(message.getBody(byte[].class), StandardCharsets.ISO_8859_1);
            if (!text.contains("\"outcome\":\"accepted\"")) {
                refused.incrementAndGet();
            }
            String mark = "\"messageId\":\"";
            int at = text.indexOf(mark) + mark.length();
            CompletableFuture<Long> sender = waiting.remove(text.substring(at, text.indexOf('"', at)));
            if (sender != null) {
                sender.complete(now);
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen(AgencyId agency, String address, MessageListener listener) throws JMSException {
        Connection connection = connect(agency);
        readers.add(connection);
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue(address)).setMessageListener(listener);
    }

    private Connection connect(AgencyId agency) throws JMSException {
        JmsConnectionFactory factory = new JmsConnectionFactory(
                "amqps://localhost:" + port + "?amqp.saslMechanisms=EXTERNAL&transport.verifyHost=true");
        factory.setSslContext(tls(agency));
        Connection connection = factory.createConnection();
        connection.start();
        return connection;
    }

    /** The agency's certificate and key, and the authority it trusts. */
    static SSLContext tls(AgencyId agency) {
        return ExampleAuthority.tls(Referrals.CERTIFICATES
                .resolve("agencies")
                .resolve(agency.value())
                .resolve("tls"));
    }
}
