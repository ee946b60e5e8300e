package org.marac.gateway.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A health system's FHIR endpoint that is not ours: an HTTPS server of Node with the TLS certificate of an agency. */
public final class FhirReceiver implements AutoCloseable {
    private static final Path CERTIFICATES = Path.of("certs-example");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = Ports.free();
    private final Path log;
    private final Process process;

    private FhirReceiver(Path identity, Path log) throws IOException {
        this.log = log;
        this.process = new ProcessBuilder(
                        "node",
                        Path.of("src/test/node/receive-fhir.js")
                                .toAbsolutePath()
                                .toString(),
                        Integer.toString(port),
                        identity + ".key",
                        identity + ".crt",
                        CERTIFICATES.resolve("ca.crt").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(log).contains("listening"));
    }

    /** With the certificate and key whose path without {@code .crt} and {@code .key} this is. */
    public static FhirReceiver as(Path identity, Path log) throws IOException {
        return new FhirReceiver(identity, log);
    }

    /** Whether there is what it needs. */
    public static boolean is() {
        return Programs.has("node");
    }

    /** Its FHIR base URL. */
    public String endpoint() {
        return "https://localhost:" + port + "/fhir";
    }

    /** Every request that says this in its body, in order. */
    public List<JsonNode> got(String text) {
        List<JsonNode> got = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(log)) {
                if (line.startsWith("{") && line.endsWith("}") && line.contains(text)) {
                    got.add(JSON.readTree(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return got;
    }

    /** The same, once there are so many. */
    public List<JsonNode> got(String text, int many) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> got(text).size() >= many);
        return got(text);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
