package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import picocli.CommandLine.Option;

/** The options of verbs that act in a person's name, through the people's API: what a named person may do, and no more. */
final class PeopleDoor {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--url", description = "the people's door", defaultValue = "https://localhost:8444")
    String url = "https://localhost:8444";

    @Option(
            names = "--authority",
            description = "the certificate its certificate comes from, PEM",
            defaultValue = "certs-example/ca.crt")
    Path authority = Path.of("certs-example/ca.crt");

    @Option(
            names = "--session",
            description = "the file that keeps who is signed in",
            defaultValue = "${sys:user.home}/.marac-gateway-session")
    Path session = Path.of(".marac-gateway-session");

    /** An answer of the API. */
    record Answer(int status, JsonNode body) {
        boolean isYes() {
            return status / 100 == 2;
        }

        /** Says what it is, or why not; the exit status. */
        int tell(Consumer<JsonNode> how) {
            if (!isYes()) {
                return no();
            }
            how.accept(body);
            return 0;
        }

        /** Says why not, and with whom to ring where that is told. */
        int no() {
            System.out.println(body.path("title").asText("HTTP " + status) + " ("
                    + body.path("code").asText() + ")");
            if (body.has("contact")) {
                System.out.println("Telephone: " + body.at("/contact/name").asText() + ", "
                        + body.at("/contact/contact").asText());
            }
            return 1;
        }
    }

    Answer get(String path) {
        return ask(path, "GET", Map.of(), token());
    }

    Answer post(String path, Map<String, ?> body) {
        return ask(path, "POST", body, token());
    }

    /** Saves what is answered to a new file that only its owner reads; nothing of it where the answer is no. */
    private Answer save(String path, Map<String, ?> body, Path file) {
        HttpResponse<byte[]> response = send(path, "POST", body, token(), HttpResponse.BodyHandlers.ofByteArray());
        try {
            if (response.statusCode() / 100 != 2) {
                return new Answer(response.statusCode(), JSON.readTree(response.body()));
            }
            own(file);
            Files.write(file, response.body());
            return new Answer(response.statusCode(), JSON.createObjectNode());
        } catch (IOException e) {
            throw new UncheckedIOException("The file cannot be written; that you looked is logged", e);
        }
    }

    /**
     * Prints what is listed, and answers how the verb ends.
     *
     * @param field under which name the answer lists it
     * @param table with its headings and no rows yet
     * @param row writes one of them
     */
    int list(String path, String field, Table table, BiConsumer<Table, JsonNode> row) {
        return get(path).tell(answer -> {
            answer.path(field).forEach(one -> row.accept(table, one));
            System.out.print(table.text());
        });
    }

    /** Saves what somebody looks at, says so, and answers how the verb ends. */
    int look(String path, String reason, Path to) {
        return save(path, Map.of("reason", reason), to)
                .tell(body -> System.out.println("saved to " + to + "; it may hold an address: delete it when done"));
    }

    /** Does what a person decided, says under which entry it is logged, and answers how the verb ends. */
    int decide(String path, String reason) {
        return post(path, Map.of("reason", reason))
                .tell(body -> System.out.println("entry " + body.path("entry").asText() + " of the audit log"));
    }

    Answer signIn(Map<String, ?> body) {
        Answer answer = ask("/api/session", "POST", body, Optional.empty());
        if (answer.isYes()) {
            keep(answer.body().path("token").asText());
        }
        return answer;
    }

    Answer signOut() {
        Answer answer = ask("/api/session", "DELETE", Map.of(), token());
        try {
            Files.deleteIfExists(session);
        } catch (IOException e) {
            throw new UncheckedIOException("The session's file cannot be removed", e);
        }
        return answer;
    }

    private Answer ask(String path, String method, Map<String, ?> body, Optional<String> token) {
        HttpResponse<String> response =
                send(path, method, body, token, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException("The people's door at " + url + " answers no JSON", e);
        }
    }

    private <T> HttpResponse<T> send(
            String path,
            String method,
            Map<String, ?> body,
            Optional<String> token,
            HttpResponse.BodyHandler<T> handler) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        JSON.valueToTree(body).toString()));
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        try {
            return client().send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException("The people's door at " + url + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private HttpClient client() throws IOException {
        PemSslStoreDetails trust = PemSslStoreDetails.forCertificate(Files.readString(authority));
        return HttpClient.newBuilder()
                .sslContext(SslBundle.of(new PemSslStoreBundle(null, trust)).createSslContext())
                .build();
    }

    private Optional<String> token() {
        try {
            return Files.exists(session) ? Optional.of(Files.readString(session).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The session's file cannot be read", e);
        }
    }

    private void keep(String token) {
        try {
            Files.deleteIfExists(session);
            own(session);
            Files.writeString(session, token);
        } catch (IOException e) {
            throw new UncheckedIOException("The session's file cannot be written", e);
        }
    }

    /** A new file for the owner's eyes alone, from the first byte. */
    private static void own(Path file) throws IOException {
        if (file.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }
}
