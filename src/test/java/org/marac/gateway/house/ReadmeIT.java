package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;

/** What the README tells people to type works as written, beside a running gateway. */
class ReadmeIT {
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n# example: ([a-z-]+)\n(.*?)```", Pattern.DOTALL);

    /** What each example must end up saying. */
    private static final Map<String, List<String>> TOLD = Map.of(
            "curl-referral", List.of("HTTP 200", "\"outcome\":\"accepted\""),
            "seal-and-send", List.of("\"outcome\":\"accepted\""),
            "read-disclosure", List.of("\"to\":[\"haven-idva\"]", "\"clauses\":[\"C3.4\"]"),
            "audit-log", List.of("message.", "Proof that it is in the log:", "OK: "));

    @TempDir
    static Path directory;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        for (String program : List.of("bash", "curl", "openssl", "node")) {
            assumeTrue(Programs.has(program), "There is no " + program + " here");
        }
        assumeTrue(
                Files.isDirectory(Path.of("src/test/node/node_modules/rhea")),
                "The Node client is not installed: npm ci --prefix src/test/node");
        gateway = RunningGateway.start(directory.resolve("data"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void everyExampleWorksAsWrittenAndInItsOrder() throws IOException {
        Map<String, String> examples = new LinkedHashMap<>();
        EXAMPLE.matcher(Files.readString(Path.of("README.md")))
                .results()
                .forEach((MatchResult found) -> examples.put(found.group(1), found.group(2)));
        assertThat(examples).containsOnlyKeys(TOLD.keySet());
        for (Map.Entry<String, String> example : examples.entrySet()) {
            Path script = Files.writeString(directory.resolve(example.getKey() + ".sh"), example.getValue());

            Programs.Ended ended = Programs.run(
                    "env",
                    "FHIR_PORT=" + gateway.fhirPort(),
                    "AMQP_PORT=" + gateway.amqpPort(),
                    "DATA=" + gateway.data(),
                    "GATEWAY=" + String.join(" ", Programs.gatewayCommand()),
                    "bash",
                    "-e",
                    "-o",
                    "pipefail",
                    script.toString());

            assertThat(ended.status())
                    .as(example.getKey() + ":\n" + ended.said())
                    .isZero();
            assertThat(ended.said()).as(example.getKey()).contains(TOLD.get(example.getKey()));
        }
    }
}
