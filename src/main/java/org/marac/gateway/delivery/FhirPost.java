package org.marac.gateway.delivery;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.apache.camel.Header;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/**
 * The FHIR door, outbound: a disclosure is delivered when the agency's endpoint has answered {@code POST $process-message} as the
 * NHS Booking and Referral Standard says, over mutual TLS with the certificate that the protocol names for the agency.
 */
public final class FhirPost {
    /** SHA-256 of the sealed message, in hexadecimal; never leaves as a header of this name. */
    static final String SHA256 = "marac_sha256";

    /** Pseudonym of the case; never leaves. */
    static final String CASE = "marac_case";

    private static final String TYPE = "application/fhir+json;version=1.2.0";
    /** Nothing leaves but over TLS, whatever a route says. */
    private static final Pattern HTTPS = Pattern.compile("https://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:/_|-]+");
    private static final String OURS = "https://marac.example/Id/agency";
    private static final String DEVICE = "{\"resourceType\":\"Device\",\"deviceName\":"
            + "[{\"name\":\"MARAC gateway\",\"type\":\"user-friendly-name\"}]}";
    /** An answer is an OperationOutcome, or a small message. */
    private static final int LONGEST_ANSWER = 1024 * 1024;

    private final KeyManager[] own;
    private final Recipients recipients;
    private final Duration patience;
    private final Clock clock;
    private final Map<AgencyId, HttpClient> clients = new ConcurrentHashMap<>();

    /** What this door must know of a recipient, and of us. */
    public interface Recipients {
        /** Whether the protocol in force says that the certificate is the agency's, and that it receives by this door. */
        boolean isOf(AgencyId agency, org.marac.gateway.model.Digest certificate);

        /** The message as it goes onto the wire, the gateway's own cover taken off. */
        byte[] uncovered(Bytes covered);

        /**
         * The id of the conversation with this agency about this case: the same for all of it, and known to nobody else. Remembered
         * from now on, with the other ids, for what the agency answers.
         */
        UUID conversation(AgencyId agency, String caseRef, List<UUID> ids);

        /** The agency whose gateway this is. */
        AgencyId self();
    }

    /**
     * @param own the gateway's own certificate and key
     * @param patience for connecting, and for the whole answer
     */
    public FhirPost(KeyManager[] own, Recipients recipients, Duration patience, Clock clock) {
        this.own = own.clone();
        this.recipients = recipients;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Posts one and waits for the answer.
     *
     * @param covered the FHIR message, covered
     * @param sha256 digest of the sealed message in it
     * @param caseRef pseudonym of its case
     * @param agency for whom, as the route names it
     * @param endpoint the agency's FHIR base URL, as the route names it
     * @param target {@code system|value} by which intermediaries know the agency's service, as the route names it
     */
    @Handler
    public void post(
            @Body byte[] covered,
            @Header(SHA256) String sha256,
            @Header(CASE) String caseRef,
            @ExchangeProperty("agency") String agency,
            @ExchangeProperty("endpoint") String endpoint,
            @ExchangeProperty("target") String target) {
        AgencyId to = new AgencyId(agency);
        byte[] message = recipients.uncovered(Bytes.of(covered));
        UUID transmission = UUID.nameUUIDFromBytes(sha256.getBytes(StandardCharsets.UTF_8));
        FhirReply.Ids ids = new FhirReply.Ids(
                transmission, recipients.conversation(to, caseRef, FhirReply.idsOf(message, transmission)));
        HttpRequest request = HttpRequest.newBuilder(address(endpoint))
                .header(FhirReply.REQUEST_ID, ids.request().toString())
                .header(FhirReply.CORRELATION_ID, ids.conversation().toString())
                .header("NHSD-Target-Identifier", target(target))
                .header("NHSD-End-User-Organisation", base64(organisation()))
                .header("NHSD-Requesting-Software", base64(DEVICE))
                .header("Content-Type", TYPE)
                .header("Accept", TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                .build();
        answer(to, request).settle(ids, clock.instant());
    }

    private String organisation() {
        return "{\"resourceType\":\"Organization\",\"identifier\":[{\"system\":\"" + OURS + "\",\"value\":\""
                + recipients.self() + "\"}]}";
    }

    private static String target(String target) {
        int bar = target.lastIndexOf('|');
        if (bar < 0 || !PLAIN.matcher(target).matches()) {
            throw new DoorAway("the route's target is not system|value");
        }
        return base64(
                "{\"value\":\"" + target.substring(bar + 1) + "\",\"system\":\"" + target.substring(0, bar) + "\"}");
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static URI address(String endpoint) {
        if (!HTTPS.matcher(endpoint).matches()) {
            throw new DoorAway("the route's endpoint is not an https address");
        }
        return URI.create(endpoint.endsWith("/") ? endpoint + "$process-message" : endpoint + "/$process-message");
    }

    private FhirReply answer(AgencyId to, HttpRequest request) {
        // A request's own timeout ends with the headers: an endpoint that says no more would be waited for for ever.
        CompletableFuture<HttpResponse<byte[]>> answering = clients.computeIfAbsent(to, this::client)
                .sendAsync(request, headers -> new BoundedBody(LONGEST_ANSWER));
        try {
            HttpResponse<byte[]> response = answering.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return new FhirReply(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            throw late();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HttpTimeoutException ? late() : notThere(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DoorAway("the gateway stops");
        } finally {
            answering.cancel(true);
        }
    }

    private static DoorAway late() {
        return new DoorAway("the endpoint does not answer in time");
    }

    private static DoorAway notThere(ExecutionException e) {
        Throwable why = Objects.requireNonNullElse(e.getCause(), e);
        return new DoorAway("the endpoint is not there, or is not the agency's: "
                + why.getClass().getSimpleName());
    }

    private HttpClient client(AgencyId agency) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(PinnedListener.context(own, certificate -> recipients.isOf(agency, certificate)))
                .build();
    }
}
