package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.policy.Policy;

/** Which bytes are a protocol, and which are not. */
class ProtocolReaderTest {
    private static final String TEXT = Shelves.wenburyText();
    private final ProtocolReader reader = new ProtocolReader(new Policy()::findings);

    @Nested
    class Reads {
        @Test
        void theExampleWithItsAgenciesAndClauses() throws UnsoundProtocol {
            Protocol protocol = reader.read(Bytes.utf8(TEXT));
            assertThat(protocol.id()).isEqualTo("wenbury-marac");
            assertThat(protocol.digest()).isEqualTo(Bytes.utf8(TEXT).digest());
            assertThat(protocol.parties()).hasSize(12);
            assertThat(protocol.thresholds())
                    .containsEntry("SAFELIVES-DASH", 14)
                    .doesNotContainKey("DARA");
            Clause firewall = protocol.clause(new ClauseId("C5.5")).orElseThrow();
            assertThat(firewall.effect()).isEqualTo(Clause.Effect.FORBID);
            assertThat(firewall.categories()).isEqualTo(Set.of(DataCategory.IMMIGRATION));
            assertThat(firewall.reason()).contains("immigration-firewall");
            assertThat(protocol.party(new AgencyId("haven-idva")).orElseThrow().relevantAuthority())
                    .isFalse();
        }
    }

    @Nested
    class RefusesBytes {
        @Test
        void ofMoreThanOneMebibyte() {
            assertThat(findings(Bytes.utf8(TEXT + "#" + " ".repeat(1 << 20))))
                    .containsExactly("it is larger than 1 MiB");
        }

        @Test
        void withAByteOrderMark() {
            assertThat(findings("\uFEFF" + TEXT)).containsExactly("it begins with a byte order mark");
        }

        @Test
        void thatAreNotUtf8() {
            byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
            bytes[500] = (byte) 0xff;
            assertThat(findings(Bytes.of(bytes))).containsExactly("it is not UTF-8");
            assertThat(findings(Bytes.of(TEXT.getBytes(StandardCharsets.UTF_16))))
                    .containsExactly("it is not UTF-8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "# nothing\n", "   \n"})
        void thatAreEmpty(String text) {
            assertThat(findings(text)).containsExactly("it is empty");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a: [", "a: 'b", "\ta: b", "a: b: c", "- a\nb: c", "a: \"\\q\"", "}", "a: \u0007"})
        void thatAreNotYaml(String text) {
            assertThat(findings(text)).singleElement().asString().startsWith("it is not YAML");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "a: &x b|it has an anchor",
                    "a: &x {b: c}|it has an anchor",
                    "a: &x [b]|it has an anchor",
                    "&x a: b|it has an anchor",
                    "a: *x|it has an alias",
                    "*x : b|it has an alias",
                    "a: !!str b|it has a tag",
                    "a: !local b|it has a tag",
                    "a: !!java.net.URL [\"http://localhost\"]|it has a tag",
                    "!!map {a: b}|it has a tag",
                    "a: ! b|it has a tag",
                    "{a: b, a: c}|a key stands twice",
                    "{a: b, \"a\": c}|a key stands twice",
                    "{[a]: b}|a key is not a word",
                    "? {a: b}|a key is not a word"
                })
        void thatCanBeReadInTwoWays(String text, String finding) {
            assertThat(findings(text)).singleElement().asString().startsWith(finding + " (line 1, column");
        }

        @Test
        void withTheSameKeyTwiceDeepWithin() {
            String text = TEXT.replace("    sector: police\n", "    sector: police\n    sector: health\n");
            assertThat(findings(text)).singleElement().asString().startsWith("a key stands twice");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "~",
                    "null",
                    "Null",
                    "yes",
                    "No",
                    "on",
                    "OFF",
                    "y",
                    "TRUE",
                    "False",
                    ".nan",
                    ".NaN",
                    ".inf",
                    "-.INF",
                    "1.5",
                    "1e3",
                    "0x1F",
                    "0o17",
                    "017",
                    "1_000",
                    "12:30:45",
                    "+1",
                    "1234567890123",
                    "",
                    "<<",
                    "="
                })
        void withABareWordThatIsTextToOneReaderAndNotToAnother(String word) {
            assertThat(findings("a: " + word))
                    .singleElement()
                    .asString()
                    .startsWith("a bare word can be read in two ways and needs quotes");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\n---\na: b\n", "\n...\n---\n", "\n--- x\n"})
        void withAnotherDocumentAfterIt(String more) {
            assertThat(findings(TEXT + more)).singleElement().asString().startsWith("it holds more than one document");
        }

        @ParameterizedTest
        @ValueSource(strings = {"%YAML 1.1\n---\n", "%TAG ! tag:example,2000:\n---\n"})
        void withADirective(String directive) {
            assertThat(findings(directive + TEXT)).singleElement().asString().startsWith("it has a YAML directive");
        }

        @Test
        void nestedTooDeep() {
            assertThat(findings("a: " + "[".repeat(5000) + "]".repeat(5000)))
                    .containsExactly("it is nested too deep (line 1, column 20)");
        }
    }

    @Nested
    class RefusesAForm {
        @Test
        void withAnUnknownField() {
            assertThat(findings(TEXT + "secret: clause\n"))
                    .singleElement()
                    .asString()
                    .contains("secret");
            assertThat(findings(TEXT.replaceFirst("    sector: police\n", "    sector: police\n    trusted: true\n")))
                    .singleElement()
                    .asString()
                    .contains("trusted");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "protocol",
                    "version",
                    "effective",
                    "review",
                    "expires",
                    "coordinator",
                    "governance",
                    "envelope",
                    "parties",
                    "purposes",
                    "categories",
                    "thresholds",
                    "repeat",
                    "retention",
                    "clauses"
                })
        void withoutAField(String field) {
            assertThat(findings(TEXT.replaceFirst("(?m)^" + field + ":", "x-" + field + ":")))
                    .anyMatch(finding -> finding.contains("'" + field + "'"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "version: 1|version: 0",
                    "version: 1|version: \"1\"",
                    "quorum: 8|quorum: 0",
                    "effect: forbid|effect: allow",
                    "categories: [IMMIGRATION]|categories: [UNCLASSIFIED]",
                    "categories: [IMMIGRATION]|categories: [IMIGRATION]",
                    "categories: [IMMIGRATION]|categories: []",
                    "obligations: [NOREUSE,|obligations: [BURN,",
                    "basis: [PUBLIC_TASK|basis: [HABIT",
                    "kinds: [REFERRAL]|kinds: [GOSSIP]",
                    "purposes: [REFERRAL]|purposes: [MARKETING]",
                    "effective: 2026-01-01T00:00:00Z|effective: 2026-01-01",
                    "effective: 2026-01-01T00:00:00Z|effective: 2026-01-01T00:00:00+01:00",
                    "maximumAge: P7D|maximumAge: P1Y",
                    "from: [any]|from: [\"Any Agency\"]",
                    "from: [any]|from: []",
                    "use: sign,|use: everything,",
                    "people: 2|people: 1",
                    "hours: 24|hours: 48",
                    "reason: immigration-firewall|reason: Immigration Firewall"
                })
        void withAValueThatIsNotOnTheList(String good, String bad) {
            assertThat(TEXT).contains(good);
            assertThat(findings(TEXT.replace(good, bad))).isNotEmpty();
        }

        @Test
        void withAForbidWithoutReasonOrAPermitWithoutBasis() {
            assertThat(findings(TEXT.replace("    reason: immigration-firewall\n", "")))
                    .isNotEmpty();
            assertThat(findings(TEXT.replaceAll("    basis: .*\n", ""))).isNotEmpty();
        }

        @Test
        void withADateThatDoesNotExist() {
            assertThat(findings(TEXT.replace("review: 2027-12-31", "review: 2027-02-30")))
                    .containsExactly("a date or duration does not exist");
        }
    }

    @Nested
    class RefusesMeaning {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "expires: 2036-01-01T00:00:00Z|expires: 2026-01-01T00:00:00Z|it expires before it takes effect",
                    "review: 2027-12-31|review: 2036-12-31|its review date is outside the time it is in force",
                    "version: 1|version: 2|the first version names no version before",
                    "quorum: 8|quorum: 13|governance: the quorum is larger than the number of parties",
                    "chair: wenbury-police|chair: eastmere-police|governance: the chair is not a party",
                    "coordinator: wenbury-marac|coordinator: wenbury-police|coordinator: it is not a party that receives",
                    "clause: C9.1|clause: C9.9|emergency: there is no clause C9.9",
                    "id: C5.5|id: C5.4|clauses: C5.4 stands twice",
                    "id: wenbury-fire|id: wenbury-gp|parties: wenbury-gp stands twice",
                    "id: wenbury-fire|id: any|parties: an agency cannot be called any",
                    "to: [haven-idva]|to: [heaven-idva]|heaven-idva is no party and no party's sector",
                    "from: [sector:police,|from: [sector:polise,|sector:polise is no party and no party's sector",
                    "emergency: PT15M|emergency: PT5H|delivery: an emergency might take longer than anything else",
                    "instrument: DAQ, count: 14|instrument: POLICE-DASH, count: 15|thresholds: POLICE-DASH has two counts",
                    "document: minutes, years: 7|document: referral, years: 6|retention: referral has two periods",
                    "code: IMMIGRATION,|code: INFORMANT,|categories: IMMIGRATION is used and not defined",
                    "reason: not-a-signatory|reason: something-else|clauses: none forbids sharing with the reason",
                    "children > 0|childern > 0|C8.1: the condition is not in the language",
                    "consent != 'GIVEN'|consent != 'GIVN'|C3.8: the condition compares with 'GIVN'"
                })
        void thatCannotBeMeant(String good, String bad, String finding) {
            assertThat(findings(TEXT.replace(good, bad)).toString()).contains(finding);
        }

        @Test
        void whereTwoAgenciesOrTwoUsesShareACertificate() {
            Protocol protocol = Shelves.wenbury();
            String first =
                    protocol.parties().get(1).certificates().get(0).sha256().hex();
            String second =
                    protocol.parties().get(2).certificates().get(0).sha256().hex();
            assertThat(findings(TEXT.replace(second, first)))
                    .containsExactly("parties: the certificate " + first + " is pinned twice");
        }

        @Test
        void whereALaterVersionNamesNoneBeforeItOrTheFirstOneDoes() {
            String previous = "previous: \"" + "0".repeat(64) + "\"\n";
            assertThat(findings(TEXT.replaceFirst("(?m)^title:", previous + "title:")))
                    .hasSize(1);
            assertThat(findings(TEXT.replace("version: 1", "version: 2"))).hasSize(1);
        }

        @Test
        void namesEveryFindingAndNotOnlyTheFirst() {
            String text = TEXT.replace("quorum: 8", "quorum: 13").replace("chair: wenbury-police", "chair: nobody");
            assertThat(findings(text)).hasSize(2);
        }
    }

    @Nested
    class Schema {
        private static final Path PUBLISHED = Path.of("protocol-config/protocol.schema.json");

        @Test
        void isPublishedAsTheReaderUsesIt() throws IOException {
            try (var in = ProtocolReader.class.getResourceAsStream("protocol.schema.json")) {
                assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(PUBLISHED));
            }
        }

        @Test
        void isAJsonSchemaAndAllowsNoFieldItDoesNotName() throws IOException {
            String schema = Files.readString(PUBLISHED);
            var metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
            assertThat(metaSchema.validate(schema, InputFormat.JSON)).isEmpty();
            new ObjectMapper()
                    .readTree(schema).findParents("properties").stream()
                            .filter(node -> node.path("type").asText().equals("object"))
                            .forEach(node -> assertThat(
                                            node.path("additionalProperties").isBoolean()
                                                    && !node.path("additionalProperties")
                                                            .asBoolean())
                                    .isTrue());
        }
    }

    private List<String> findings(String text) {
        return findings(Bytes.utf8(text));
    }

    private List<String> findings(Bytes bytes) {
        try {
            reader.read(bytes);
            throw new AssertionError("was read");
        } catch (UnsoundProtocol unsound) {
            return unsound.findings();
        }
    }
}
