package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.CorpusTable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** An agency's own JSON: as strict as the canonical form, and what a template cannot do. */
class JsonMappingTest {
    private static final AgencyId SENDER = new AgencyId("wenbury-police");

    @TempDir
    Path directory;

    private Path folder;

    @BeforeEach
    void mapping() throws IOException {
        folder = Files.createDirectories(directory.resolve(SENDER.value()));
        Files.writeString(folder.resolve("json.yaml"), "parts: [/case/id, /id]\ntemplate: a.jslt\n");
        template("{\"ref\": .case.id, \"sender\": $sender}");
    }

    private void template(String text) throws IOException {
        Files.writeString(folder.resolve("a.jslt"), text);
    }

    private String json(Bytes document) throws Refused {
        return new Mappings(directory)
                .of(SENDER, JsonMapping.KIND)
                .orElseThrow()
                .canonical(document, SENDER)
                .toString();
    }

    private String outcome(Bytes document) {
        try {
            return json(document);
        } catch (Refused e) {
            return refused(e.refusal());
        }
    }

    private static String refused(Refusal refusal) {
        return refusal.code().code() + " " + refusal.reason().orElse("");
    }

    private String outcome(String document) {
        return outcome(Bytes.utf8(document));
    }

    @Test
    void theTemplateSaysWhatADocumentMeans() {
        assertThat(outcome("{\"case\": {\"id\": \"7\"}}")).isEqualTo("{\"ref\":\"7\",\"sender\":\"wenbury-police\"}");
    }

    @Test
    void aDocumentOfAnotherKindIsNotTaken() {
        assertThat(outcome("{\"other\": 1}")).isEqualTo("unsupported part-not-there");
        assertThat(outcome("[]")).isEqualTo("unsupported part-not-there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\": 1, \"id\": 2}",
                "{\"id\": 1} {}",
                "{\"id\": 01}",
                "{\"id\": NaN}",
                "{'id': 1}",
                "{\"id\": 1,}",
                "{\"id\": \"\u0001\"}",
                "// comment\n{\"id\": 1}",
                "",
            })
    void whatIsNotStrictlyJsonIsRefused(String document) {
        assertThat(outcome(document)).startsWith("unreadable ");
    }

    @Test
    void deepOrWrongBytesAreRefused() {
        assertThat(outcome("{\"id\":" + "[".repeat(100_000))).isEqualTo("unreadable not-json");
        assertThat(outcome(Bytes.of(new byte[] {'"', (byte) 0xc3, '"'}))).isEqualTo("unreadable not-utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error(\"secret \" + .id)",
                "number(\"secret\")",
                "def f(x) f($x + 1) f(1)",
                "[for (.id) . / 0]",
            })
    void whatATemplateCannotDoIsRefusedWithoutContent(String text) throws IOException {
        template(text);

        assertThat(outcome("{\"id\": \"secret\"}")).isEqualTo("invalid mapping-failed");
    }

    @Test
    void aTemplateThatRunsForTooLongIsWaitedForNoLongerAndTwiceAtMost() throws IOException {
        template(
                "def f(n) if ($n > 0) f($n - 1) + f($n - 1) else 1 {\"kind\": if (.slow) string(f(21)) else \"quick\"}");
        JsonMapping mapping = new Mappings(directory, Duration.ofMillis(20))
                .of(SENDER, JsonMapping.KIND)
                .orElseThrow();

        for (int i = 0; i < 2; i++) {
            assertThat(refusedBy(mapping, "{\"id\": 1, \"slow\": true}")).isEqualTo("mapping-timeout");
        }

        assertThat(refusedBy(mapping, "{\"id\": 1, \"slow\": false}"))
                .as("while two burn nothing is begun")
                .isEqualTo("mapping-timeout");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(refusedBy(mapping, "{\"id\": 1, \"slow\": false}"))
                        .isEqualTo("none"));
    }

    private static String refusedBy(JsonMapping mapping, String json) {
        try {
            mapping.canonical(Bytes.utf8(json), SENDER);
            return "none";
        } catch (Refused e) {
            return e.refusal().reason().orElse("");
        }
    }

    @Test
    void aTemplateRefusesInItsOwnWords() throws IOException {
        template("{\"unsupported\": \"no-applicant\"}");

        assertThat(outcome("{\"id\": 1}")).isEqualTo("unsupported no-applicant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"import \"other.jslt\" as o {}", "{ \"a\": ", "nothing(1)"})
    void whatReachesOutOrDoesNotCompileIsNoTemplate(String text) throws IOException {
        template(text);

        assertThat(new Mappings(directory).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.file()).isEqualTo("a.jslt"));
    }

    /** {@code n_} must be refused, {@code y_} must parse. */
    @Test
    void theJsonTestSuiteIsKept() throws IOException {
        Path suite = Path.of("../shared/inputs/json-testsuite");
        assumeTrue(Files.isDirectory(suite), "The JSON test suite is not here");
        CorpusTable table = new CorpusTable("json-testsuite-own-json");
        try (Stream<Path> files = Files.walk(suite)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("[ny]_.*\\.json"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                boolean refused = outcome(Bytes.of(Files.readAllBytes(file))).startsWith(RefusalCode.UNREADABLE.code());
                // Valid JSON that is refused all the same: a key twice, and a number of eighty digits.
                boolean expected = name.startsWith("n_")
                        || name.startsWith("y_object_duplicated_key")
                        || name.equals("y_number_double_close_to_zero.json");
                table.add(name, expected ? "refused" : "read", refused ? "refused" : "read");
            }
        }
        table.check();
    }
}
