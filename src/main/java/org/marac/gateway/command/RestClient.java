package org.marac.gateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/** Sends to the REST door as an agency's system would: HTTPS with the agency's certificate. */
final class RestClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI door;

    RestClient(Credentials credentials, String host, int port) {
        this.http = HttpClient.newBuilder()
                .sslContext(credentials.tls())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.door = URI.create("https://" + host + ":" + port + "/api/v1/messages");
    }

    /**
     * Sends one message and waits for the answer.
     *
     * @param key the Idempotency-Key; the same when the same message is sent again
     */
    Knock.Answer send(Bytes message, MediaType type, UUID key) {
        HttpRequest request = HttpRequest.newBuilder(door)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type.code())
                .header("Idempotency-Key", "\"" + key + "\"")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.toArray()))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = json(response.body());
            Optional<Bytes> receipt = Optional.of(body.path("receipt").asText())
                    .filter(text -> !text.isEmpty())
                    .map(text -> Bytes.of(Base64.getDecoder().decode(text)));
            return new Knock.Answer(
                    receipt,
                    "HTTP " + response.statusCode() + " " + body.path("code").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("The REST door did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the REST door", e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Not ours: what answered is no gateway.
            return JSON.createObjectNode();
        }
    }
}
