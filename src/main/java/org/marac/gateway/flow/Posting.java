package org.marac.gateway.flow;

import java.time.Instant;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Sealed;

/**
 * What is to leave.
 *
 * @param recipient for whom
 * @param door by which door
 * @param about what it is of
 * @param sealed the exact bytes
 * @param disclosure index of its entry in the audit log
 * @param at since when it waits
 */
public record Posting(AgencyId recipient, Door door, About about, Sealed sealed, long disclosure, Instant at) {
    /**
     * Of what something is that leaves.
     *
     * @param message pseudonym of the message it is a view of
     * @param caseRef pseudonym of its case: what leaves of one case to one recipient leaves in order
     * @param emergency whether its sender marked it as an emergency
     * @param said whether the sender's receipt says that it goes there; of what it does not say the sender learns nothing
     *     later either
     */
    public record About(String message, String caseRef, boolean emergency, boolean said) {}
}
