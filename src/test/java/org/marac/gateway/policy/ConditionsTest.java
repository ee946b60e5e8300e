package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.Clause;

/** Which conditions are in the language of clauses, and which are not. */
class ConditionsTest {
    private final Policy policy = new Policy();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "risk.yesCuont >= 14",
                "risk",
                "risk.present.foo",
                "victim.name == 'GIVEN'",
                "now > 3",
                "timestamp('2026-01-01T00:00:00Z') > timestamp('2025-01-01T00:00:00Z')",
                "duration('1h') == duration('1h')",
                "purpose.matches('REF.*')",
                "purpose.startsWith('REFERRAL')",
                "purpose.contains('REFERRAL')",
                "string(children) == 'NONE'",
                "int('3') == children",
                "type(children) == int",
                "dyn(children) == 'NONE'",
                "children + 1 > 2",
                "children * 2 > 2",
                "labels[0] == 'R'",
                "labels.map(l, l == 'R')[0]",
                "labels.filter(l, l == 'R').size() > 0",
                "{'R': true}['R']",
                "purpose == 3",
                "children == 'NONE'",
                "purpose",
                "children",
                "'REFERRAL'",
                "labels",
                "",
                "(",
                "true; true",
                "consent == 'GIVN'",
                "to.id == 'haven-of-elsewhere'",
                "to.sector in ['polise']",
                "labels.exists(l, l == 'VV')"
            })
    void refuses(String condition) {
        assertThat(findings(condition))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding).startsWith("C1.1: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "purpose == 'REFERRAL' && kind != 'INFORMATION'",
                "!(to.id in ['haven', 'coordinator'])",
                "labels.exists(l, l == 'V') || 'R' in labels",
                "labels.all(l, l != 'V')",
                "size(labels) > 2 || labels.size() > 2",
                "risk.hasThreshold && risk.yesCount >= risk.threshold",
                "from.signatory && !to.relevantAuthority && to.regime == 'PART3'",
                "children > 0 ? emergency : consentRecorded"
            })
    void takes(String condition) {
        assertThat(findings(condition)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(findings("true" + " || true".repeat(300))).isNotEmpty();
    }

    @Test
    void refusesWhatIsTooDeep() {
        assertThat(findings("(".repeat(60) + "true" + ")".repeat(60))).isNotEmpty();
        assertThat(findings("!".repeat(2) + "(".repeat(900) + "true" + ")".repeat(900)))
                .isNotEmpty();
    }

    @Test
    void namesTheClauseAndTheMisspeltWord() {
        assertThat(findings("consent == 'GIVN'")).singleElement().asString().contains("C1.1", "'GIVN'");
    }

    private List<String> findings(String condition) {
        Clause clause = Protocols.forbid("C1.1", "any", Optional.of(condition), "reason");
        return policy.findings(Protocols.of(clause));
    }
}
