package org.marac.gateway.flow;

import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.MessageId;

/**
 * What a door tells the sender: only given once it is committed.
 *
 * @param answered the answer and its receipt
 * @param repeated whether the message was admitted before and this is the stored answer again
 * @param sender the authenticated agency, where one was identified
 * @param message the sender's id of the message, where it could be read
 * @param decision the rulings of this run; empty where the protocol was not asked
 */
public record Outcome(
        Answered answered,
        boolean repeated,
        Optional<AgencyId> sender,
        Optional<MessageId> message,
        Optional<Decision> decision) {

    /** The stored answer again. */
    static Outcome again(Answered before, Optional<AgencyId> sender, Optional<MessageId> message) {
        return new Outcome(before, true, sender, message, Optional.empty());
    }
}
