package org.marac.gateway.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Question;

/** Was the gate right? Asks the signed protocol again, from an export alone. */
@FunctionalInterface
public interface GateCheck {
    /** A check that finds nothing: for a log whose protocol is not at hand. */
    GateCheck NONE = (protocol, sender, recipient, at, question, recorded) -> List.of();

    /**
     * What is wrong with a decision, or with a disclosure made under it. Called once for every decision, without a
     * recipient, and once for every disclosure, with one.
     *
     * @param protocol the version that decided
     * @param sender the agency that said it; must have signed that version
     * @param recipient of the disclosure; must have signed that version too; empty when the decision itself is checked
     * @param at when; the version must have been in force
     * @param question the facts the protocol was asked about
     * @param recorded the decision in the log; the same question must give it again
     * @return the rules that are broken, in words without content of the entry; empty when all is right
     */
    List<String> check(
            ProtocolRef protocol,
            AgencyId sender,
            Optional<AgencyId> recipient,
            Instant at,
            Question question,
            Decision recorded);
}
