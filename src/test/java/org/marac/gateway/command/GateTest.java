package org.marac.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.policy.Questions;
import org.marac.gateway.wiring.SignedArea;

class GateTest {
    private static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    private static final AgencyId FIRE = new AgencyId("wenbury-fire");

    private final SignedArea area = SignedArea.read(Path.of("protocol-config/wenbury"));
    private final Set<AgencyId> signatories =
            area.shelf().inForce(Questions.NOW).orElseThrow().signatories();

    @Test
    void findsNothingWrongWithADecisionMadeBeforeAnAgencySigned() {
        Set<AgencyId> earlier = new HashSet<>(signatories);
        earlier.remove(HOUSING);

        assertThat(check(earlier)).isEmpty();
    }

    @Test
    void findsASignatoryWhoseSignatureDoesNotStand() {
        Set<AgencyId> more = new HashSet<>(signatories);
        more.add(FIRE);

        assertThat(check(more)).containsExactly("an agency is recorded as signatory whose signature does not stand");
    }

    private List<String> check(Set<AgencyId> recorded) {
        Protocol protocol = area.shelf().inForce(Questions.NOW).orElseThrow().protocol();
        Question question = Questions.referral().signedBy(recorded).asked();
        return new Gate(area)
                .check(
                        protocol.ref(),
                        question.sender(),
                        Optional.empty(),
                        question.at(),
                        question,
                        area.decide(protocol, question));
    }
}
