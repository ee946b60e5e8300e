package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Waiting;

/**
 * What becomes of a hold on which nobody decides in time? The next office is asked, it is counted, and the log says so.
 * It is never released by the passing of time.
 */
public final class Escalation {
    private final HoldRooms rooms;
    private final Clock clock;

    public Escalation(HoldRooms rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** Escalates what is overdue and answers what it was, as it stood before. */
    public List<Waiting> escalate() {
        try {
            return rooms.desk().write(this::escalate);
        } catch (Declined e) {
            throw new IllegalStateException("Nobody asked for anything that could be declined", e);
        }
    }

    private List<Waiting> escalate(HoldRooms.Page page) {
        Instant now = clock.instant();
        List<Waiting> overdue = page.overdue(now);
        if (overdue.isEmpty()) {
            return overdue;
        }
        Protocol.Waits rule = rooms.protocol()
                .inForce(now)
                .map(inForce -> inForce.protocol().holds())
                .orElse(Protocol.Waits.UNSAID);
        List<Entry> entries = new ArrayList<>();
        for (Waiting waiting : overdue) {
            if (rooms.desk().whole(waiting.messageRef()).isEmpty()) {
                // Its case was disposed of: there is nothing left to decide on.
                page.settle(waiting, Waiting.State.REFUSED, now);
                entries.add(new HoldEntry.Withheld(
                        now, waiting.entry(), List.of(), "message-gone", Optional.empty(), Optional.empty()));
            } else {
                int times = waiting.escalations() + 1;
                page.escalate(waiting, rule.due(now, waiting.emergency()));
                entries.add(
                        new HoldEntry.Escalated(now, waiting.entry(), rule.asked(times), times, waiting.emergency()));
            }
        }
        page.reserve(entries.size());
        page.log(entries);
        return overdue;
    }
}
