package org.marac.gateway.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.marac.gateway.account.ExampleAccounts;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** A person at the people's API: HTTPS without a client certificate, JSON, a session. */
public final class PeopleClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SSLContext TLS = SslBundle.of(new PemSslStoreBundle(
                    null, PemSslStoreDetails.forCertificate(text(Path.of("certs-example", "ca.crt")))))
            .createSslContext();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .sslContext(TLS)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private final int port;
    private final Map<String, String> headers = new HashMap<>();

    public PeopleClient(int port) {
        this.port = port;
    }

    /** An answer. */
    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        public String code() {
            return body.path("code").asText();
        }
    }

    /** Someone signed in with an example account. */
    public static PeopleClient signedIn(int port, String login) {
        PeopleClient client = new PeopleClient(port);
        Answer answer = client.signIn(login, ExampleAccounts.PASSWORD, code(login, 0));
        if (answer.status() != 200) {
            throw new IllegalStateException(login + " cannot sign in: " + answer.body());
        }
        return client.with(
                "Authorization", "Bearer " + answer.body().path("token").asText());
    }

    /** The code of an example account, of this time step or one beside it. */
    public static String code(String login, int steps) {
        return ExampleAccounts.secret(login).code(Instant.now().plusSeconds(30L * steps));
    }

    public Answer signIn(String login, String password, String code) {
        return post("/api/session", Map.of("login", login, "password", password, "code", code));
    }

    /** The same client with another header. */
    public PeopleClient with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Answer get(String path) {
        return ask(HttpRequest.newBuilder(uri(path)).GET());
    }

    public Answer delete(String path) {
        return ask(HttpRequest.newBuilder(uri(path)).DELETE());
    }

    public Answer post(String path, Map<String, ?> body) {
        return ask(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString())));
    }

    private URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    private Answer ask(HttpRequest.Builder request) {
        headers.forEach(request::header);
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
            String body = response.body();
            return new Answer(response.statusCode(), JSON.readTree(body.startsWith("{") ? body : "{}"), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
