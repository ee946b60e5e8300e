package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.kit.Programs;

/** What the gateway says of its HTTP doors, read by a linter that is not ours. */
class OpenApiTest {
    private static final Path NODE = Path.of("src", "test", "node").toAbsolutePath();
    private static final Path DOCUMENTS =
            Path.of("src/main/resources/org/marac/gateway").toAbsolutePath();

    @ParameterizedTest
    @CsvSource({"intake/agencies.openapi.json, warn", "console/people.openapi.json, error"})
    void theDescriptionIsSoundOpenApi(String document, String worst) {
        Path spectral = NODE.resolve("node_modules/.bin/spectral");
        assumeTrue(Programs.has("node"), "There is no node here");
        assumeTrue(Files.exists(spectral), "The linter is not installed: npm ci --prefix src/test/node");

        Programs.Ended linted = Programs.run(
                NODE,
                List.of(
                        spectral.toString(),
                        "lint",
                        "--ruleset",
                        ".spectral.yaml",
                        "--fail-severity",
                        worst,
                        DOCUMENTS.resolve(document).toString()));

        assertThat(linted.status()).as(linted.said()).isZero();
    }
}
