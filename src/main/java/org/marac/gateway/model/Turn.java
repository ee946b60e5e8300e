package org.marac.gateway.model;

import java.util.Optional;

/**
 * A message's turn in what its sender says in one conversation. What counts is when each was said, not when it came.
 *
 * @param before how many messages of the conversation had come when this was worked out
 * @param follows whether it says of itself that something was said before it
 * @param order what the order makes of it
 * @param later pseudonym of what was said later and came before it; only of what is overtaken
 */
public record Turn(int before, boolean follows, Order order, Optional<String> later) {

    /** What the order makes of a message. */
    public enum Order {
        /** Nothing that was said later came before it. */
        IN_TURN,
        /** It takes back what has not come; when that comes, it stands no more. */
        EARLY,
        /** What was said later stands; this changes nothing and goes to nobody. */
        OVERTAKEN,
        /** The same, and what was said later takes everything back. */
        OVERTAKEN_BY_WITHDRAWAL
    }

    /** Whether something that was said later came before it. */
    public boolean isOvertaken() {
        return later.isPresent();
    }
}
