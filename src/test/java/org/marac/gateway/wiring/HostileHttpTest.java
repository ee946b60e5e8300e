package org.marac.gateway.wiring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.intake.DoorRooms;
import org.marac.gateway.intake.FhirDoor;
import org.marac.gateway.kit.ExampleAuthority;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.autoconfigure.web.embedded.TomcatWebServerFactoryCustomizer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.env.StandardEnvironment;

/** What no HTTP client says to the agencies' port: byte by byte, by who has a certificate. The real server, and the FHIR door. */
class HostileHttpTest {
    private static final SSLContext POLICE = ExampleAuthority.tls(Path.of("certs-example/agencies/wenbury-police/tls"));
    private static final SSLContext HOSPITAL =
            ExampleAuthority.tls(Path.of("certs-example/agencies/wenbury-hospital/tls"));
    private static final int MORE_THAN_A_SHARE = 40;
    private static final int MORE_THAN_ALL_THREADS = 205;
    private static final int FAR_TOO_OFTEN = 1_000_000;
    private static final int PATIENCE_MS = 30_000;
    private static final int SOONER_THAN_WHOEVER_IS_SLOW_IS_GONE_MS = 5_000;
    private static final String MARK = "Zephyrine";

    @TempDir
    static Path directory;

    private static WebServer server;

    private final List<Wire> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        GatewaySettings settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("gateway.fhir.port", 0, "gateway.data", directory)))
                .bindOrCreate("gateway", GatewaySettings.class);
        Clock clock = Clock.systemUTC();
        int maximum = settings.maximumBytes();
        FhirDoor door = new FhirDoor(new Admission(new DoorRooms().rooms(), clock, maximum), clock, maximum);
        HttpWiring wiring = new HttpWiring();
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        wiring.agenciesHttps(settings).customize(factory);
        // As Spring Boot does it: no stack trace, nor what was asked, in what Tomcat itself answers.
        new TomcatWebServerFactoryCustomizer(new StandardEnvironment(), new ServerProperties()).customize(factory);
        ServletContextInitializer fhir = wiring.fhir(door);
        ServletContextInitializer share = wiring.share(settings);
        server = factory.getWebServer(fhir, share);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    /** The hospital is served whatever the police do, and however many of their connections stay. */
    @AfterEach
    void nobodyElseIsHurt() throws IOException {
        Wire hospital = wire(HOSPITAL);
        hospital.socket.setSoTimeout(SOONER_THAN_WHOEVER_IS_SLOW_IS_GONE_MS);
        assertThat(hospital.say(request("Content-Length: 2")).say("{}").answer())
                .startsWith("HTTP/1.1 403");
        for (Wire wire : open) {
            wire.socket.close();
        }
    }

    @Test
    void aCertificateThatSendsSlowlyKeepsItsShareOfTheThreadsAndNobodyElses() throws Exception {
        for (int i = 0; i < MORE_THAN_A_SHARE; i++) {
            wire(POLICE).say(request("Content-Length: 1000")).say("{");
        }

        Wire oneMore = wire(POLICE).say(request("Content-Length: 1000")).say("{");

        assertThat(oneMore.all()).startsWith("HTTP/1.1 503").contains("Retry-After: 1");
        for (int i = 0; i < MORE_THAN_ALL_THREADS; i++) {
            wire(POLICE).say(request("Content-Length: 1000")).say("{");
        }
    }

    @Test
    void whatNobodyWantsIsNotWaitedForWhereItIsNotCounted() throws IOException {
        for (int i = 0; i < MORE_THAN_ALL_THREADS; i++) {
            wire(POLICE).say("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
        }
    }

    @Test
    void manyConnectionsOnWhichNothingIsSaidOrNotMuchKeepNobodyOut() throws IOException {
        for (int i = 0; i < MORE_THAN_ALL_THREADS; i++) {
            wire(POLICE).say(i % 2 == 0 ? "" : "POST /fhir/$process-message HTTP/1.1\r\nHost: local");
        }
    }

    @Test
    void twoWordsOnWhereARequestEndsAreOneAnswerAndTheEnd() throws IOException {
        String second = "GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\n\r\n";

        String chunkedAndCounted = wire(POLICE)
                .say(request("Content-Length: 4", "Transfer-Encoding: chunked") + "0\r\n\r\n" + second)
                .all();
        String countedTwice = wire(POLICE)
                .say(request("Content-Length: 0", "Content-Length: 4") + second)
                .all();
        String unknown = wire(POLICE)
                .say(request("Transfer-Encoding: identity, chunked-ish") + second)
                .all();

        assertThat(chunkedAndCounted).startsWith("HTTP/1.1 403").containsOnlyOnce("HTTP/1.1 ");
        assertThat(countedTwice).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
        assertThat(unknown).startsWith("HTTP/1.1 501").containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void moreOrLongerHeadersThanAnybodyNeedsAreRefusedWithoutAWordOfThem() throws IOException {
        String[] many = IntStream.range(0, 200)
                .mapToObj(i -> "X-" + MARK + i + ": " + MARK)
                .toArray(String[]::new);

        for (String refused : List.of(
                wire(POLICE).say(request(many)).all(),
                wire(POLICE).say(request("X-Long: " + MARK.repeat(10_000))).all(),
                wire(POLICE).say("GET /fhir/" + MARK.repeat(10_000)).all(),
                wire(POLICE)
                        .say("GET /fhir/" + MARK + "<> HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .all(),
                wire(POLICE).say(request(MARK + " : blank before the colon")).all(),
                wire(POLICE).say("\u0016\u0003" + MARK + "\r\n\r\n").all())) {
            assertThat(refused).startsWith("HTTP/1.1 400").doesNotContain(MARK);
        }
    }

    @Test
    void headersAndTrailersWithoutEndAreNotReadForEver() throws IOException {
        Wire headers = wire(POLICE).say("GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\n");
        Wire trailers = wire(POLICE).say(request("Transfer-Encoding: chunked")).say("0\r\n");
        Wire extensions =
                wire(POLICE).say(request("Transfer-Encoding: chunked")).say("1;");

        assertThat(headers.endsWhile("X: y\r\n")).isTrue();
        assertThat(trailers.endsWhile("X: y\r\n")).isTrue();
        assertThat(extensions.endsWhile("extension=")).isTrue();
    }

    @Test
    void trailersThatAreTooManyAreTooMuchAndNotTooSlow() throws IOException {
        String body = "2\r\n{}\r\n0\r\n" + ("X: " + MARK + "\r\n").repeat(2_000) + "\r\n";

        String refused = wire(POLICE)
                .say(request("Transfer-Encoding: chunked"))
                .say(body)
                .answer();

        assertThat(refused)
                .startsWith("HTTP/1.1 413")
                .contains("REC_UNPROCESSABLE_ENTITY")
                .doesNotContain(MARK);
    }

    @Test
    void nothingButHttp11IsSpoken() throws IOException {
        String upgrade = wire(POLICE)
                .say("GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
                .all();
        String preface = wire(POLICE).say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").all();

        assertThat(upgrade).startsWith("HTTP/1.1 200").doesNotContain("101 Switching");
        assertThat(preface).isEmpty();
    }

    private static String request(String... headers) {
        return "POST /fhir/$process-message HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining())
                + "\r\n";
    }

    private Wire wire(SSLContext agency) throws IOException {
        SSLSocket socket = (SSLSocket) agency.getSocketFactory().createSocket("localhost", server.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        socket.startHandshake();
        Wire wire = new Wire(socket);
        open.add(wire);
        return wire;
    }

    /** What is said to the server, and what it answers. */
    private record Wire(SSLSocket socket) {
        private static final Pattern LENGTH = Pattern.compile("(?is).*\r\ncontent-length: (\\d+)\r\n.*");

        Wire say(String text) throws IOException {
            try {
                socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            } catch (SocketException e) {
                // It has answered already, and reads no more.
            }
            return this;
        }

        /** The next answer; what came of it where the connection ended. */
        String answer() {
            return read(text -> {
                int end = text.indexOf("\r\n\r\n");
                Matcher length = LENGTH.matcher(text);
                return end >= 0
                        && (length.matches()
                                ? text.length() >= end + 4 + Integer.parseInt(length.group(1))
                                : text.endsWith("\r\n0\r\n\r\n"));
            });
        }

        /** Everything it says until it ends the connection. */
        String all() {
            return read(text -> false);
        }

        private String read(Predicate<String> enough) {
            StringBuilder text = new StringBuilder();
            try {
                InputStream in = socket.getInputStream();
                while (!enough.test(text.toString())) {
                    int one = in.read();
                    if (one < 0) {
                        break;
                    }
                    text.append((char) one);
                }
            } catch (SocketTimeoutException e) {
                throw new UncheckedIOException(e);
            } catch (IOException e) {
                // Reset: ended as well.
                return text.toString();
            }
            return text.toString();
        }

        /** Whether the server ends the connection before far too much of this was said to it. */
        boolean endsWhile(String again) {
            try {
                for (int i = 0; i < FAR_TOO_OFTEN; i++) {
                    socket.getOutputStream().write(again.getBytes(ISO_8859_1));
                }
                return false;
            } catch (IOException e) {
                return true;
            }
        }
    }
}
