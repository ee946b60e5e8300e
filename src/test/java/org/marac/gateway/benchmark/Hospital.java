package org.marac.gateway.benchmark;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsBytesMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;
import org.marac.gateway.model.AgencyId;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The agencies' side: senders of the hospital, each over a connection of its own and each waiting for the receipt before
 * it sends the next; the hospital's reader of receipts; the IDVA's reader of disclosures. AMQP 1.0 over mutual TLS.
 */
final class Hospital implements AutoCloseable {
    private final int port;
    private final Connection receipts;
    private final Connection disclosures;
    private final Map<String, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong disclosed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    Hospital(int port) throws JMSException {
        this.port = port;
        this.receipts = connect(Referrals.HOSPITAL);
        this.disclosures = connect(Referrals.IDVA);
        listen(receipts, "marac.receipts." + Referrals.HOSPITAL, this::receipt);
        listen(disclosures, "marac.out." + Referrals.IDVA, message -> disclosed.incrementAndGet());
    }

    /** Sends them all and waits for all receipts; answers the nanoseconds from send to receipt, in no order. */
    List<Long> send(int senders, List<Referrals.Sealed> messages) throws Exception {
        Queue<Referrals.Sealed> left = new ConcurrentLinkedQueue<>(messages);
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Callable<List<Long>>> work = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                work.add(() -> send(left));
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

    long disclosed() {
        return disclosed.get();
    }

    long refused() {
        return refused.get();
    }

    @Override
    public void close() throws JMSException {
        receipts.close();
        disclosures.close();
    }

    private List<Long> send(Queue<Referrals.Sealed> left) throws Exception {
        List<Long> times = new ArrayList<>();
        Connection connection = connect(Referrals.HOSPITAL);
        try {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue("marac.in." + Referrals.HOSPITAL));
            for (Referrals.Sealed next = left.poll(); next != null; next = left.poll()) {
                CompletableFuture<Long> receipt = new CompletableFuture<>();
                waiting.put(next.id(), receipt);
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

    private static void listen(Connection connection, String address, jakarta.jms.MessageListener listener)
            throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue(address)).setMessageListener(listener);
    }

    private Connection connect(AgencyId agency) throws JMSException {
        JmsConnectionFactory factory = new JmsConnectionFactory(
                "amqps://localhost:" + port + "?amqp.saslMechanisms=EXTERNAL&transport.verifyHost=true");
        Path own = Referrals.CERTIFICATES.resolve("agencies").resolve(agency.value());
        factory.setSslContext(SslBundle.of(new PemSslStoreBundle(
                        PemSslStoreDetails.forCertificate(read(own.resolve("tls.crt")))
                                .withPrivateKey(read(own.resolve("tls.key"))),
                        PemSslStoreDetails.forCertificate(read(Referrals.CERTIFICATES.resolve("ca.crt")))))
                .createSslContext());
        Connection connection = factory.createConnection();
        connection.start();
        return connection;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
