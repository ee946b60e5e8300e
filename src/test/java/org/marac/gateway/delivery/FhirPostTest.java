package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Where a disclosure may be posted to, and where nothing ever goes. {@code FhirDoorIT} tries the rest with a real endpoint. */
class FhirPostTest {
    private static final byte[] MESSAGE = ("{\"id\":\"" + UUID.randomUUID() + "\",\"entry\":[{\"resource\":{\"id\":\""
                    + UUID.randomUUID() + "\"}}]}")
            .getBytes(StandardCharsets.UTF_8);

    private final FhirPost door =
            new FhirPost(new KeyManager[0], new Practice(), Duration.ofSeconds(2), Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:%d/fhir",
                "https://u:p@localhost:%d/fhir",
                "localhost:%d",
                "https://localhost:%d/fhir?x=1"
            })
    void whatIsNotPlainHttpsIsNeverCalled(String endpoint) throws Exception {
        try (ServerSocket there = new ServerSocket(0)) {
            there.setSoTimeout(1);
            assertThatThrownBy(() -> post(endpoint.formatted(there.getLocalPort()), "https://x.example/Id|1"))
                    .isInstanceOf(DoorAway.class)
                    .hasMessageContaining("not an https address");
            assertThatThrownBy(there::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "a\"b|c", "https://x.example/Id|1\r\nX: y"})
    void aTargetIsASystemAndAValue(String target) {
        assertThatThrownBy(() -> post("https://localhost:1/fhir", target))
                .isInstanceOf(DoorAway.class)
                .hasMessageContaining("target");
    }

    @Test
    void whereNobodyAnswersTheDoorIsAwayAndNothingIsSaidOfWhatWasToLeave() {
        assertThatThrownBy(() -> post("https://localhost:1/fhir", "https://x.example/Id|1"))
                .isInstanceOf(DoorAway.class)
                .satisfies(away -> assertThat(away.getMessage()).doesNotContain("localhost"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                Endpoint.HEADERS + "Content-Length: 9\r\n\r\n",
                Endpoint.HEADERS + "Content-Length: 9\r\n\r\n{"
            })
    void anEndpointThatBeginsToAnswerAndStopsIsAwayAndTheNextIsTriedAllTheSame(String begun) throws Exception {
        try (Endpoint endpoint = new Endpoint(begun, Endpoint.HEADERS + "Content-Length: 2\r\n\r\n{}")) {
            assertThatThrownBy(() -> post(endpoint.address(), "https://x.example/Id|1"))
                    .isInstanceOf(DoorAway.class)
                    .hasMessageContaining("in time");
            endpoint.awaitHungUp();

            post(endpoint.address(), "https://x.example/Id|1");
        }
    }

    @Test
    void anAnswerWithoutEndIsReadNoFurtherThanAnAnswerIsLong() throws Exception {
        try (Endpoint endpoint =
                new Endpoint(Endpoint.HEADERS + "Content-Length: 9999999999\r\n\r\n" + "{".repeat(2 * 1024 * 1024))) {
            post(endpoint.address(), "https://x.example/Id|1");
            endpoint.awaitHungUp();
        }
    }

    private void post(String endpoint, String target) {
        door.post(MESSAGE, "00", "case", "wenbury-gp", endpoint, target);
    }

    private static final class Practice implements FhirPost.Recipients {
        @Override
        public boolean isOf(AgencyId agency, Digest certificate) {
            return true;
        }

        @Override
        public byte[] uncovered(Bytes covered) {
            return covered.toArray();
        }

        @Override
        public UUID conversation(AgencyId agency, String caseRef, List<UUID> ids) {
            return UUID.randomUUID();
        }

        @Override
        public AgencyId self() {
            return new AgencyId("wenbury-marac");
        }
    }

    /** An agency's endpoint: for each connection it has one answer, and then waits until the other side hangs up. */
    private static final class Endpoint implements AutoCloseable {
        /** With the ids of what it was sent. */
        static final String HEADERS = "HTTP/1.1 200 OK\r\nX-Request-Id: %1$s\r\nX-Correlation-Id: %2$s\r\n";

        private final ServerSocket server;
        private final List<String> answers;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final CountDownLatch hungUp = new CountDownLatch(1);

        Endpoint(String... answers) throws IOException {
            Path own = Path.of("certs-example/agencies/wenbury-hospital").toAbsolutePath();
            this.server = SslBundle.of(new PemSslStoreBundle(
                            PemSslStoreDetails.forCertificate(
                                            own.resolve("tls.crt").toUri().toString())
                                    .withPrivateKey(
                                            own.resolve("tls.key").toUri().toString()),
                            PemSslStoreDetails.forCertificate(null)))
                    .createSslContext()
                    .getServerSocketFactory()
                    .createServerSocket(0);
            this.answers = List.of(answers);
            threads.execute(this::listen);
        }

        String address() {
            return "https://localhost:" + server.getLocalPort() + "/fhir";
        }

        void awaitHungUp() throws InterruptedException {
            assertThat(hungUp.await(1, TimeUnit.MINUTES))
                    .as("the connection was given up")
                    .isTrue();
        }

        private void listen() {
            for (String answer : answers) {
                try {
                    Socket socket = server.accept();
                    threads.execute(() -> converse(socket, answer));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void converse(Socket socket, String answer) {
            try (socket;
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
                Map<String, String> headers = new HashMap<>();
                for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                    String[] header = line.split(": ", 2);
                    headers.put(header[0].toLowerCase(Locale.ROOT), header[header.length - 1]);
                }
                socket.getOutputStream()
                        .write(answer.formatted(headers.get("x-request-id"), headers.get("x-correlation-id"))
                                .getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                in.transferTo(Writer.nullWriter());
            } catch (IOException cut) {
                // Whoever has heard enough need not say so.
            } finally {
                hungUp.countDown();
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            threads.shutdownNow();
        }
    }
}
