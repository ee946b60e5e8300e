package org.marac.gateway.flow;

import java.time.Clock;
import java.util.List;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;

/** Step 13: a disclosure was handed over, or could not be; said in the audit log in the same transaction as in the outbox. */
public final class Settlement {
    private final Clock clock;

    /** @param clock the gateway's clock */
    public Settlement(Clock clock) {
        this.clock = clock;
    }

    /**
     * What is settled.
     *
     * @param recipient for whom
     * @param door by which door
     * @param sha256 digest of the exact bytes that left
     * @param attempts how many tries it took
     * @param disclosure index of the disclosure's entry
     */
    public record Leaving(AgencyId recipient, Door door, Digest sha256, int attempts, long disclosure) {}

    /** Writes one delivery entry per disclosure, in the caller's transaction. */
    public void delivered(Rooms.Unit unit, List<Leaving> leaving) {
        long first = unit.reserve(leaving.size());
        unit.log(
                first,
                leaving.stream()
                        .<Entry>map(l -> new Entry.Delivered(
                                clock.instant(),
                                l.recipient(),
                                l.door(),
                                l.sha256(),
                                l.attempts(),
                                new Position(l.disclosure())))
                        .toList());
    }

    /** Writes that a disclosure could not be handed over in its time. */
    public void undelivered(Rooms.Unit unit, Leaving leaving, String reason) {
        unit.log(
                unit.reserve(1),
                List.of(new Entry.Undelivered(
                        clock.instant(),
                        leaving.recipient(),
                        leaving.door(),
                        leaving.sha256(),
                        leaving.attempts(),
                        new Position(leaving.disclosure()),
                        reason)));
    }
}
