package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.policy.Policy;

/** Decision tables: read strictly, run against a version signed or not. */
class TrialTest {
    private static final Policy POLICY = new Policy();
    private static final Trial TRIAL = new Trial(POLICY::findings);
    private static final Path VERSION = Shelves.WENBURY.resolve("v1");
    private static final Protocol WENBURY = TRIAL.version(VERSION);
    private static final String TABLE = """
            cases:
              - name: A police referral
                given:
                  from: wenbury-police
                  kind: REFERRAL
                  purpose: REFERRAL
                  consent: GIVEN
                  risk: {instrument: SAFELIVES-DASH, yes: 17}
                  materials: [ENVELOPE, RISK, HEALTH/ALLEGED_PERPETRATOR]
                expect:
                  - {to: [wenbury-marac], outcome: permit, clauses: [C3.2], withheld: []}
                  - {to: [haven-idva], outcome: permit, clauses: [C3.5, C6.2], withheld: [HEALTH/ALLEGED_PERPETRATOR]}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void wenburyDecidesAsItsTablesSay(DecisionCase one) {
        assertThat(one.differences(POLICY.decide(WENBURY, one.question()))).isEmpty();
    }

    @Test
    void wenburysTablesSpeakOfEveryClause() {
        assertThat(cases()).hasSizeGreaterThan(60);
        Set<ClauseId> named = new TreeSet<>();
        for (DecisionCase one : cases()) {
            named.addAll(POLICY.applying(WENBURY, one.question()));
        }
        assertThat(WENBURY.clauses()).extracting(Clause::id).allMatch(named::contains);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clauses: [C3.2]|clauses: [C3.1]|for wenbury-marac: expected the clauses [C3.1], decided by [C3.2]",
                "[wenbury-marac], outcome: permit, clauses: [C3.2], withheld: []|[wenbury-marac], outcome: hold|for wenbury-marac: expected HOLD, decided PERMIT by [C3.2]",
                "- {to: [haven-idva]|- {to: [wenbury-gp]|for haven-idva: expected REFUSE, decided PERMIT by [C3.5, C6.2]",
                "withheld: []|withheld: [RISK]|for wenbury-marac: expected withheld RISK, decided withheld nothing",
                "yes: 17|yes: 3|for wenbury-marac: expected PERMIT, decided REFUSE for below-threshold-without-rationale by [C3.7]"
            })
    void saysInWordsWhatIsDecidedOtherwise(String good, String bad, String difference) throws IOException {
        DecisionCase one = read(TABLE.replace(good, bad)).get(0);
        assertThat(one.differences(POLICY.decide(WENBURY, one.question()))).contains(difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: REFERRAL|kind: GOSSIP",
                "from: wenbury-police|from: eastmere-police",
                "kind: REFERRAL|kind: REFERRAL, purpose: REFERRAL",
                "clauses: [C3.2]|clauses: [C99.1]",
                "to: [haven-idva]|to: [haven-of-elsewhere]",
                "to: [haven-idva]|to: [wenbury-marac]",
                "RISK,|RISKS,",
                "RISK,|nothing-of-that-name,",
                "consent: GIVEN|consented: GIVEN",
                "outcome: permit, clauses: [C3.2]|outcome: maybe, clauses: [C3.2]",
                "cases:|cases: &anchor"
            })
    void refusesATableThatCanBeReadInTwoWaysOrNone(String good, String bad) {
        String text = TABLE.replace(good, bad);
        assertThat(text).isNotEqualTo(TABLE);
        assertThatIllegalArgumentException().isThrownBy(() -> read(text)).withMessageContaining("table.yaml");
    }

    @Test
    void aVersionWithoutTablesHasNone() {
        assertThat(TRIAL.cases(folder, WENBURY)).isEmpty();
    }

    @Test
    void theSchemaIsPublishedAsItIsUsed() throws IOException {
        assertThat(Path.of("protocol-config/cases.schema.json"))
                .hasSameTextualContentAs(Path.of("src/main/resources/org/marac/gateway/protocol/cases.schema.json"));
    }

    private static List<DecisionCase> cases() {
        return TRIAL.cases(VERSION, WENBURY);
    }

    private List<DecisionCase> read(String table) throws IOException {
        Files.createDirectories(folder.resolve("cases"));
        Files.writeString(folder.resolve("cases/table.yaml"), table);
        return TRIAL.cases(folder, WENBURY);
    }
}
