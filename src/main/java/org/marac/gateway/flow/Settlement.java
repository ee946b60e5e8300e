package org.marac.gateway.flow;

import java.time.Clock;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;

/** Step 13: what the audit log says when a disclosure was handed over, or could not be. */
public final class Settlement {
    private final Clock clock;

    /** @param clock the gateway's clock */
    public Settlement(Clock clock) {
        this.clock = clock;
    }

    /**
     * A disclosure on its way.
     *
     * @param recipient for whom
     * @param door by which door
     * @param sha256 digest of the exact bytes that leave
     * @param attempts how many tries it took
     * @param disclosure where its entry stands
     */
    public record Leaving(AgencyId recipient, Door door, Digest sha256, int attempts, Position disclosure) {}

    /** It was handed over. */
    public Entry delivered(Leaving leaving) {
        return new Entry.Delivered(
                clock.instant(),
                leaving.recipient(),
                leaving.door(),
                leaving.sha256(),
                leaving.attempts(),
                leaving.disclosure());
    }

    /**
     * It could not be handed over in its time.
     *
     * @param reason why, a code
     */
    public Entry undelivered(Leaving leaving, String reason) {
        return new Entry.Undelivered(
                clock.instant(),
                leaving.recipient(),
                leaving.door(),
                leaving.sha256(),
                leaving.attempts(),
                leaving.disclosure(),
                reason);
    }
}
