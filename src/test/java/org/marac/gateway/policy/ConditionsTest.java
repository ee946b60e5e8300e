package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.DataCategory;

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
                "!(!('V' in labels) || !labels.exists(l, l == 'R')) && purpose == 'REFERRAL'",
                "!labels.all(l, l != 'V')",
                "'ALLEGED_PERPETRATOR/TENANT' in to.ties",
                "claim.power == 'CRIME_AND_DISORDER_S115' && !claim.need",
                "categories.all(c, c != 'HEALTH') || size(materials) > 2 || materials.size() > 2",
                "risk.hasThreshold && risk.yesCount >= risk.threshold",
                "from.signatory && !to.relevantAuthority && to.regime == 'PART3'",
                "children > 0 ? emergency : consentRecorded"
            })
    void takes(String condition) {
        assertThat(findings(condition)).isEmpty();
    }

    /** A label makes it stricter, never laxer: each of these would share more the more labels there are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "!('V' in labels)",
                "labels.all(l, l != 'V')",
                "!labels.exists(l, l == 'V')",
                "children > 0 || !('V' in labels)",
                "size(labels) < 2",
                "'V' in labels ? false : true",
                "('V' in labels) == false",
                "['V'] == labels",
                "labels.exists(l, categories.exists(c, 'R' in labels))"
            })
    void refusesAForbidThatALabelWouldLift(String condition) {
        assertThat(findings(condition)).containsExactly("C1.1: the condition would let a label widen what is shared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'V' in labels", "labels.exists(l, l == 'V')", "!labels.all(l, l != 'V')"})
    void refusesAPermitThatALabelWouldGive(String condition) {
        Clause permit = Protocols.permit("C1.1", "any", Optional.of(condition), List.of(), DataCategory.RISK);
        assertThat(policy.findings(Protocols.of(permit)))
                .containsExactly("C1.1: the condition would let a label widen what is shared");
        Clause without =
                Protocols.permit("C1.1", "any", Optional.of("!(" + condition + ")"), List.of(), DataCategory.RISK);
        assertThat(policy.findings(Protocols.of(without))).isEmpty();
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
