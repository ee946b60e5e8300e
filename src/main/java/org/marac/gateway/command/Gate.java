package org.marac.gateway.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.audit.GateCheck;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Question;
import org.marac.gateway.wiring.SignedArea;

/** Asks the signed protocol again: was it in force, had both signed, does the same question give the same decision? */
final class Gate implements GateCheck {
    private final SignedArea area;

    /** @param area the protocol as the export holds it */
    Gate(SignedArea area) {
        this.area = area;
    }

    @Override
    public List<String> check(
            ProtocolRef protocol,
            AgencyId sender,
            Optional<AgencyId> recipient,
            Instant at,
            Question question,
            Decision recorded) {
        Optional<InForce> inForce = area.shelf().inForce(question.at());
        if (inForce.isEmpty() || !inForce.get().protocol().ref().equals(protocol)) {
            return List.of("the protocol version was not in force");
        }
        List<String> broken = new ArrayList<>();
        if (!inForce.get().signatories().contains(sender)) {
            broken.add("the sender had not signed");
        }
        if (recipient.isPresent() && !inForce.get().signatories().contains(recipient.get())) {
            broken.add("the recipient had not signed");
        }
        // An agency that signed later stands here and not in the question; without it, less was shared and never more.
        if (!inForce.get().signatories().containsAll(question.signatories())) {
            broken.add("an agency is recorded as signatory whose signature does not stand");
        }
        if (!area.decide(inForce.get().protocol(), question).equals(recorded)) {
            broken.add("the same question gives another decision");
        }
        return broken;
    }
}
