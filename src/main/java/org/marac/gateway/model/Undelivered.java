package org.marac.gateway.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that should have reached an agency and has not. Without content.
 *
 * @param disclosure where the audit log says that it was to go
 * @param recipient whom it has not reached
 * @param door by which door it goes
 * @param message pseudonym of the message it is a view of; of what the gateway itself tells, an id of another form
 * @param caseRef pseudonym of the case
 * @param emergency whether its sender marked it as an emergency
 * @param sha256 digest of the sealed bytes
 * @param since since when it waits
 * @param attempts how often its recipient's door was tried
 * @param refused what its recipient's system said when it would not have it; empty while it is tried
 */
public record Undelivered(
        Position disclosure,
        AgencyId recipient,
        Door door,
        String message,
        String caseRef,
        boolean emergency,
        Digest sha256,
        Instant since,
        int attempts,
        Optional<SetAside> refused) {

    /**
     * It was set aside: nothing is tried any more until a person has it tried.
     *
     * @param reason a code
     * @param at since when
     */
    public record SetAside(String reason, Instant at) {}

    /** Whether it waits for a person. Otherwise it is late, and tried by itself. */
    public boolean isSetAside() {
        return refused.isPresent();
    }
}
