package org.marac.gateway.model;

import java.time.Instant;
import java.util.List;

/**
 * One recipient's disclosure of one message, on which a person must decide. Holds no content.
 *
 * @param id a random UUID; the log names it too
 * @param messageRef pseudonym of the message
 * @param caseRef pseudonym of the case
 * @param sender who said it
 * @param recipient to whom it would go
 * @param assurance how sure we are of the sender
 * @param reason why a person must look, a code
 * @param clauses the clauses that ask for it
 * @param emergency whether the sender marked the message as an emergency
 * @param raised its entry in the audit log
 * @param since when it began to wait
 * @param due when the next office is asked
 * @param escalations how often another office was asked
 * @param state whether it still waits
 */
public record Waiting(
        String id,
        String messageRef,
        String caseRef,
        AgencyId sender,
        AgencyId recipient,
        Assurance assurance,
        String reason,
        List<ClauseId> clauses,
        boolean emergency,
        Position raised,
        Instant since,
        Instant due,
        int escalations,
        State state) {
    public Waiting {
        clauses = List.copyOf(clauses);
    }

    /** How it stands. What has ended does not wait again. */
    public enum State {
        WAITING,
        RELEASED,
        REFUSED
    }

    /** How entries of the audit log name it. */
    public HoldEntry.Hold entry() {
        return new HoldEntry.Hold(id, sender, recipient, messageRef, caseRef, raised);
    }
}
