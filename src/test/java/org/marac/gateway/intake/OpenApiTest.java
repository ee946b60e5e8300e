package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.Spectral;

/** What the gateway says of its HTTP doors, read by a linter that is not ours. */
class OpenApiTest {
    private static final Path DOCUMENTS = Path.of("src/main/resources/org/marac/gateway");

    @ParameterizedTest
    @CsvSource({"intake/agencies.openapi.json, warn", "console/people.openapi.json, error"})
    void theDescriptionIsSoundOpenApi(String document, String worst) {
        Programs.Ended linted = Spectral.lint(".spectral.yaml", worst, DOCUMENTS.resolve(document));

        assertThat(linted.status()).as(linted.said()).isZero();
    }
}
