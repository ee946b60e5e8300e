package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Interface engines in other languages take what the gateway sends them, and read in it what was disclosed, and what they are told. */
class ForeignListenerTest {
    private static final Path KEYS = Path.of("certs-example").toAbsolutePath();
    private static final Path NODE = Path.of("src/test/node").toAbsolutePath();
    private static final String HOSPITAL = "wenbury-hospital";
    private static final String FAMILY = "O'Néill|Vane^Ashdown & Söhne ~ C:\\F\\";
    private static final String REASON = "He said: \"I will|kill\" her.\nOBX|1|CE|CONSENT^^99MARAC||refused\n李 & Zoë";
    private static final Bytes SEALED = Bytes.of(new byte[] {0, 1, 2, (byte) 0x1c, 0x0d, 0x0b, (byte) 0xff});
    private static final Bytes NOTICE = Bytes.of(new byte[] {3, 2, 1, 0, (byte) 0x0d});

    @Test
    void anEngineOnNodeTakesIt() throws Exception {
        assumeTrue(
                Files.isDirectory(NODE.resolve("node_modules/node-hl7-client")),
                "The Node listener is not installed: npm ci --prefix src/test/node");
        takes("node", NODE.resolve("hl7-listener.js").toString());
    }

    @Test
    void anEngineInPythonTakesIt() throws Exception {
        assumeTrue(
                Programs.has("/usr/bin/python3")
                        && Programs.run("/usr/bin/python3", "-c", "import hl7").status() == 0,
                "The Python listener is not installed: apt-get install python3-hl7");
        takes(
                "/usr/bin/python3",
                Path.of("src/test/python/hl7_listener.py").toAbsolutePath().toString());
    }

    private static void takes(String... program) throws Exception {
        Path own = KEYS.resolve("agencies").resolve(HOSPITAL);
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(
                own.resolve("tls.key").toString(),
                own.resolve("tls.crt").toString(),
                KEYS.resolve("ca.crt").toString()));
        Process engine = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says =
                        new BufferedReader(new InputStreamReader(engine.getInputStream(), StandardCharsets.UTF_8));
                MllpCall call = call()) {
            String listener = "localhost:" + says.readLine().substring("listening ".length());
            Bytes message = message();
            call.call(message.toArray(), HOSPITAL, listener);
            call.call(message.toArray(), HOSPITAL, listener);
            JsonNode read = new ObjectMapper().readTree(says.readLine());

            assertThat(read.get("type").asText()).isEqualTo("REF^I12");
            assertThat(read.get("charset").asText()).isEqualTo("UNICODE UTF-8");
            assertThat(read.get("peer").asText()).isEqualTo("gateway tls");
            assertThat(read.get("family").asText()).isEqualTo(FAMILY);
            assertThat(read.at("/observations/REASON").asText().replace("\\.br\\", "\n"))
                    .isEqualTo(REASON);
            assertThat(read.at("/observations/CONSENT").asText()).isEqualTo("given");
            assertThat(Base64.getDecoder()
                            .decode(read.at("/observations/SEALED").asText()))
                    .isEqualTo(SEALED.toArray());
            assertThat(new ObjectMapper().readTree(says.readLine()).get("id")).isEqualTo(read.get("id"));

            call.call(notice().toArray(), HOSPITAL, listener);
            JsonNode told = new ObjectMapper().readTree(says.readLine());
            assertThat(told.get("type").asText()).isEqualTo("RRI^I12");
            assertThat(told.get("id")).isNotEqualTo(read.get("id"));
            assertThat(Base64.getDecoder()
                            .decode(told.at("/observations/SEALED").asText()))
                    .isEqualTo(NOTICE.toArray());
        } finally {
            engine.destroy();
        }
    }

    private static MllpCall call() {
        return new MllpCall(
                SslBundle.of(new PemSslStoreBundle(
                                PemSslStoreDetails.forCertificate(KEYS.resolve("gateway/tls.crt")
                                                .toUri()
                                                .toString())
                                        .withPrivateKey(KEYS.resolve("gateway/tls.key")
                                                .toUri()
                                                .toString()),
                                PemSslStoreDetails.forCertificate(null)))
                        .getManagers()
                        .getKeyManagers(),
                (agency, certificate) -> agency.value().equals(HOSPITAL),
                covered -> covered.toArray(),
                Duration.ofSeconds(20));
    }

    /** What it is told later of a referral of its own. */
    private static Bytes notice() {
        Envelope envelope = new Envelope(
                new MessageId("notice-1"),
                Examples.SELF,
                List.of(Examples.HOSPITAL),
                Instant.parse(Examples.CREATED),
                MediaType.NOTICE,
                Bytes.utf8("{\"notice\":\"message.undelivered\",\"message\":\"WDH-17\",\"to\":\"haven-idva\"}"),
                Optional.empty(),
                Optional.empty());
        return new Formats(new Mappings(Path.of("routes", "mappings"))).hl7(envelope, NOTICE, true);
    }

    private static Bytes message() throws IOException {
        ObjectNode view = (ObjectNode) new ObjectMapper().readTree(Examples.text("police-referral.json"));
        ((ObjectNode) view.at("/victim/name")).put("family", FAMILY);
        ((ObjectNode) view.get("narrative")).put("reason", REASON);
        Envelope envelope = new Envelope(
                new MessageId(Examples.ID),
                Examples.SELF,
                List.of(Examples.HOSPITAL),
                Instant.parse(Examples.CREATED),
                MediaType.CANONICAL.code(),
                Bytes.utf8(view.toString()),
                Optional.empty(),
                Optional.empty());
        return new Formats(new Mappings(Path.of("routes", "mappings"))).hl7(envelope, SEALED, true);
    }
}
