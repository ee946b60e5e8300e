package org.marac.gateway.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** A health system at the FHIR door: HTTPS with a client certificate. Every request must be answered within two seconds. */
public final class FhirSender {
    public static final Path CERTIFICATES = Path.of("certs-example");
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final HttpClient http;
    private final URI door;

    private FhirSender(HttpClient http, URI door) {
        this.http = http;
        this.door = door;
    }

    /** With the TLS certificate of an agency of the example area. */
    public static FhirSender of(RunningGateway gateway, String agency) {
        return with(gateway, CERTIFICATES.resolve("agencies").resolve(agency).resolve("tls"));
    }

    /** With the certificate and key whose path without {@code .crt} and {@code .key} this is. */
    public static FhirSender with(RunningGateway gateway, Path identity) {
        return new FhirSender(client(ExampleAuthority.tls(identity)), door(gateway));
    }

    /** With no certificate. */
    public static FhirSender anonymous(RunningGateway gateway) {
        return new FhirSender(client(ExampleAuthority.trusted()), door(gateway));
    }

    /** A request to the path below {@code /fhir}, without headers. */
    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(door + path)).timeout(LONGEST);
    }

    /** A message, with both ids. */
    public HttpRequest.Builder message(UUID request, UUID conversation) {
        return to("/$process-message")
                .header("X-Request-Id", request.toString())
                .header("X-Correlation-Id", conversation.toString());
    }

    /** Sends and waits for the answer. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends one body of the type as a message of its own. */
    public HttpResponse<String> post(String type, byte[] body) throws IOException {
        return send(message(UUID.randomUUID(), UUID.randomUUID())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static URI door(RunningGateway gateway) {
        return URI.create("https://localhost:" + gateway.fhirPort() + "/fhir");
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }
}
