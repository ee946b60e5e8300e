package org.marac.gateway.kit;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsBytesMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.Seal;
import org.marac.gateway.seal.Trust;

/**
 * An agency's system as the gateway meets it: its own keys, CMS seals, AMQP 1.0 and HTTPS with its certificate. Connects
 * when it must and again after a failure. For one thread.
 */
public final class AgencyClient implements AutoCloseable {
    private static final Path CERTIFICATES = Path.of("certs-example");
    private static final Pattern RECEIPT =
            Pattern.compile("\"(?:valueBase64Binary|data)\"\\s*:\\s*\"([A-Za-z0-9+/=]+)\"");

    private final AgencyId agency;
    private final RunningGateway gateway;
    private final SSLContext tls;
    private final Seal seal;
    private final Party coordinator;
    private final HttpClient http;
    private @Nullable Connection connection;
    private @Nullable Session session;

    public AgencyClient(AgencyId agency, RunningGateway gateway) {
        this(agency, gateway, CERTIFICATES.resolve("agencies").resolve(agency.value()));
    }

    /** The agency's alternate contact, by a TLS certificate of its own. */
    public static AgencyClient alternateOf(AgencyId agency, RunningGateway gateway) {
        return new AgencyClient(
                agency, gateway, CERTIFICATES.resolve("alternates").resolve(agency.value()));
    }

    private AgencyClient(AgencyId agency, RunningGateway gateway, Path identity) {
        this.agency = agency;
        this.gateway = gateway;
        Path own = CERTIFICATES.resolve("agencies").resolve(agency.value());
        this.tls = ExampleAuthority.tls(identity.resolve("tls"));
        Trust trust = Trust.read(CERTIFICATES);
        Certificates certificates = Certificates.read(CERTIFICATES.resolve("gateway"));
        this.seal = new Seal(Keyring.read(own), () -> trust, () -> certificates, Clock.systemUTC());
        this.coordinator = Party.knownBy(
                Examples.SELF,
                new PinnedCertificate(
                        PinnedCertificate.Use.ENCRYPT,
                        Certificates.digestOf(CERTIFICATES.resolve("gateway").resolve("encrypt.crt"))));
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** An answer of the FHIR door. */
    public record Answer(int status, String body) {
        /** The signed receipt within it. */
        public Optional<Bytes> receipt() {
            Matcher matcher = RECEIPT.matcher(body);
            return matcher.find()
                    ? Optional.of(Bytes.of(Base64.getDecoder().decode(matcher.group(1))))
                    : Optional.empty();
        }
    }

    public AgencyId agency() {
        return agency;
    }

    /** Signs in the agency's name and seals for the gateway. */
    public Bytes seal(String id, Bytes content, MediaType type) {
        Instant now = Instant.now();
        Envelope envelope = new Envelope(
                new MessageId(id),
                agency,
                List.of(coordinator.id()),
                now,
                type.code(),
                content,
                Optional.empty(),
                Optional.empty());
        return seal.close(envelope, coordinator, now);
    }

    /** Sends to the agency's inbound address; durable when this returns. */
    public void send(Bytes message, MediaType type) throws JMSException {
        send(message, type.code(), amqp -> {});
    }

    /** Sends with any content type, and whatever else is put on the message. */
    public void send(Bytes message, String contentType, Extras extras) throws JMSException {
        Session open = session();
        try (MessageProducer producer = open.createProducer(open.createQueue("marac.in." + agency))) {
            BytesMessage amqp = open.createBytesMessage();
            amqp.writeBytes(message.toArray());
            ((AmqpJmsMessageFacade) ((JmsBytesMessage) amqp).getFacade()).setContentType(Symbol.valueOf(contentType));
            extras.on(amqp);
            producer.send(amqp);
        }
    }

    /** What else an agency's system may put on a message. */
    @FunctionalInterface
    public interface Extras {
        void on(BytesMessage message) throws JMSException;
    }

    /** Takes all receipts that wait; those it got where the broker falls silent in the middle. */
    public List<Bytes> receipts() throws JMSException {
        return takeAll("marac.receipts." + agency);
    }

    /** Takes all disclosures that wait. */
    public List<Bytes> disclosures() throws JMSException {
        return takeAll("marac.out." + agency);
    }

    /** Takes all disclosures that wait for the alternate contact alone. */
    public List<Bytes> alternateDisclosures() throws JMSException {
        return takeAll("marac.out." + agency + ".restricted");
    }

    /** Posts to the FHIR door. */
    public Answer post(Bytes message, String contentType, UUID request) throws IOException {
        return ask(
                "POST",
                "/fhir/$process-message",
                message,
                Map.of(
                        "Content-Type",
                        contentType,
                        "Accept",
                        "application/fhir+json",
                        "X-Request-Id",
                        request.toString(),
                        "X-Correlation-Id",
                        UUID.randomUUID().toString()));
    }

    /** Any request to the HTTPS door. */
    public Answer ask(String method, String path, Bytes body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + gateway.fhirPort() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body.toArray()));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the FHIR door", e);
        }
    }

    /** Lets go of a connection that may be broken; the next call connects again. */
    public void hangUp() {
        Connection old = connection;
        connection = null;
        session = null;
        if (old != null) {
            try {
                old.close();
            } catch (JMSException e) {
                // It was broken, that is why we hang up.
                return;
            }
        }
    }

    @Override
    public void close() {
        hangUp();
    }

    private List<Bytes> takeAll(String address) throws JMSException {
        Session open = session();
        List<Bytes> taken = new ArrayList<>();
        try (MessageConsumer consumer = open.createConsumer(open.createQueue(address))) {
            for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
                taken.add(Bytes.of(next.getBody(byte[].class)));
            }
        } catch (JMSException e) {
            // What was taken is acknowledged and would not come again.
            hangUp();
            if (taken.isEmpty()) {
                throw e;
            }
        }
        return taken;
    }

    private Session session() throws JMSException {
        Session open = session;
        if (open != null) {
            return open;
        }
        JmsConnectionFactory factory = new JmsConnectionFactory("amqps://localhost:" + gateway.amqpPort()
                + "?amqp.saslMechanisms=EXTERNAL&transport.verifyHost=true&transport.connectTimeout=10000"
                + "&jms.requestTimeout=30000&jms.sendTimeout=30000&jms.connectTimeout=10000");
        factory.setSslContext(tls);
        Connection fresh = factory.createConnection();
        connection = fresh;
        open = fresh.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session = open;
        fresh.start();
        return open;
    }
}
