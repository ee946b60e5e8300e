package org.marac.gateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/** Sends to the FHIR door as a health system would: HTTPS with the agency's certificate, the headers of BaRS. */
final class FhirClient {
    private static final Pattern RECEIPT =
            Pattern.compile("\"(?:valueBase64Binary|data)\"\\s*:\\s*\"([A-Za-z0-9+/=]+)\"");

    private final HttpClient http;
    private final URI door;

    FhirClient(Credentials credentials, String host, int port) {
        this.http = HttpClient.newBuilder()
                .sslContext(credentials.tls())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.door = URI.create("https://" + host + ":" + port + "/fhir/$process-message");
    }

    /**
     * What the door answered.
     *
     * @param status HTTP status
     * @param body the FHIR answer
     */
    record Answer(int status, String body) {
        /** The signed receipt within it. */
        Optional<Bytes> receipt() {
            Matcher matcher = RECEIPT.matcher(body);
            return matcher.find()
                    ? Optional.of(Bytes.of(Base64.getDecoder().decode(matcher.group(1))))
                    : Optional.empty();
        }
    }

    /**
     * Sends one message and waits for the answer.
     *
     * @param requestId the id of this transmission; the same when the same message is sent again
     */
    Answer send(Bytes message, MediaType type, UUID requestId, UUID correlationId) {
        HttpRequest request = HttpRequest.newBuilder(door)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type.code())
                .header("Accept", MediaType.FHIR_JSON.code())
                .header("X-Request-Id", requestId.toString())
                .header("X-Correlation-Id", correlationId.toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.toArray()))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("The FHIR door did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the FHIR door", e);
        }
    }
}
