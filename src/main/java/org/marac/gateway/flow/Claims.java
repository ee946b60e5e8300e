package org.marac.gateway.flow;

import java.util.Optional;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** Does a wrapping speak of the message inside? One that spoke of another would let one be taken for the other. */
final class Claims {
    private static final String KIND = "event-type-is-not-the-message-kind";

    private Claims() {}

    /** The message says the same of itself. */
    static void require(Arrival arrival, Message message) throws Refused {
        Optional<Arrival.Claim> claim = arrival.claim();
        if (claim.filter(said -> !said.id().equals(message.header().id())).isPresent()) {
            throw refused("event-id-is-not-the-message-id");
        }
        if (claim.filter(said -> said.kind() != message.kind()).isPresent()) {
            throw refused(KIND);
        }
    }

    /** What is inside is no message, so none of the kinds a wrapping can speak of. */
    static void requireNone(Arrival arrival) throws Refused {
        if (arrival.claim().isPresent()) {
            throw refused(KIND);
        }
    }

    private static Refused refused(String reason) {
        return new Refused(Refusal.of(RefusalCode.INVALID, reason));
    }
}
