package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.policy.Questions.information;
import static org.marac.gateway.policy.Questions.referral;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.protocol.Shelves;

/** What a second version would change, said before anyone signs it. */
class ComparisonTest {
    private static final Policy POLICY = new Policy();
    private static final Protocol BEFORE = Shelves.wenbury();
    private static final String FIRST_DIGEST = "previous: \"" + "0".repeat(64) + "\"\n";
    private static final Protocol AFTER = Shelves.read(changed(Shelves.wenburyText()));

    private final Comparison comparison = new Comparison(POLICY, BEFORE, AFTER);

    @Test
    void aVersionAgainstItselfChangesNothing() {
        Comparison same = new Comparison(POLICY, BEFORE, BEFORE);
        assertThat(same.terms()).isEmpty();
        assertThat(same.clauses()).isEmpty();
        assertThat(same.flows()).isEmpty();
    }

    @Test
    void saysWhichClausesAreNewGoneAndChangedAndInWhat() {
        assertThat(comparison.clauses())
                .containsExactly(
                        "C5.4 is changed in its condition",
                        "C8.3 is gone: Referral with children to children's services, charities and housing",
                        "C11.16 is changed in who receives",
                        "C99.1 is new: A person looks before education is told");
    }

    @Test
    void saysWhatIsOtherwiseOutsideTheClauses() {
        Protocol after = Shelves.read(Shelves.wenburyText()
                .replace("quorum: 8", "quorum: 9")
                .replace("expires: 2036-01-01T00:00:00Z", "expires: 2030-01-01T00:00:00Z")
                .replace("instrument: SAFELIVES-DASH, count: 14", "instrument: SAFELIVES-DASH, count: 12")
                .replace("contact: Safeguarding Lead GP", "contact: Safeguarding Nurse"));
        assertThat(new Comparison(POLICY, BEFORE, after).terms())
                .containsExactly(
                        "The day of expiry: 2036-01-01T00:00:00Z becomes 2030-01-01T00:00:00Z",
                        "The chair or the quorum: changed",
                        "The threshold of SAFELIVES-DASH: 14 becomes 12",
                        "wenbury-gp is changed as a party");
    }

    @Test
    void saysForEachSharingWhatWouldNewlyGoWaitOrNoLongerGo() {
        List<String> said = comparison.flows().stream()
                .map(change -> change.difference() + " [" + change.where() + "]")
                .toList();
        assertThat(said)
                .anyMatch(line -> line.startsWith(
                                "wenbury-housing to wenbury-childrens-services, REFERRAL for REFERRAL: newly refused ")
                        && line.endsWith("by no clause (no-clause-permits), until now by C8.3 [ordinarily]"))
                .anyMatch(line -> line.matches("wenbury-police to wenbury-housing, INFORMATION for ACTION:"
                        + " newly refused ADDRESS_SAFE.*by C5.4 .*ordinarily]"))
                .anyMatch(line ->
                        line.startsWith("wenbury-police to wenbury-education, INFORMATION for MEETING: newly held "))
                .noneMatch(line -> line.contains("to haven-idva") || line.contains("to wenbury-marac"));
    }

    @Test
    void decidesAPeriodAgainAndSaysWhatWouldHaveBeenOtherwise() {
        Question unchanged = referral().asked();
        Question charity = referral().from("wenbury-housing").children(1).asked();
        assertThat(comparison.again(7, unchanged, POLICY.decide(BEFORE, unchanged)))
                .isEmpty();
        assertThat(comparison.again(8, charity, POLICY.decide(BEFORE, charity)))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.where()).isEqualTo("index 8");
                    assertThat(change.difference().recipient().value()).isEqualTo("wenbury-childrens-services");
                    assertThat(change.difference().refused()).isNotEmpty();
                    assertThat(change.difference().permitted()).isEmpty();
                });
        Question meeting = information()
                .purposed(Purpose.MEETING)
                .of("ENVELOPE", "CHILD/CHILD")
                .asked();
        assertThat(comparison.again(9, meeting, POLICY.decide(BEFORE, meeting)))
                .singleElement()
                .satisfies(change -> assertThat(change.difference().held()).isNotEmpty());
    }

    private static String changed(String text) {
        String changed = text.replace("version: 1\n", "version: 2\n" + FIRST_DIGEST)
                .replace("to.sector in ['police', 'children', 'health', 'housing'])", "to.sector in ['police'])")
                .replace("to: [sector:fire]", "to: [wenbury-fire]");
        int gone = changed.indexOf("  - id: C8.3\n");
        return changed.substring(0, gone) + changed.substring(changed.indexOf("  - id: C8.4\n")) + """

                  - id: C99.1
                    effect: hold
                    title: A person looks before education is told
                    text: >-
                      Education is told of a case only after the coordinator has looked.
                    from: [any]
                    to: [sector:education]
                    reason: look-first
                    rules: [P9]
                """;
    }
}
