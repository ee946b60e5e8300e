package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.InForce;

/**
 * What becomes of a break-glass that nobody reviews in time? The chair and the data protection officer are told again, each
 * time that the clause's time is over, and the log says so.
 */
public final class GlassReviews {
    private final HoldRooms rooms;
    private final Clock clock;

    public GlassReviews(HoldRooms rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** Tells again of what is overdue, and answers what that was. While no version is in force nobody can be told. */
    public List<Glass> remind() {
        Instant now = clock.instant();
        Optional<InForce> inForce = rooms.protocol().inForce(now);
        if (inForce.isEmpty()) {
            return List.of();
        }
        try {
            return rooms.desk().write(page -> {
                List<Glass> overdue = page.overdueGlasses(now);
                overdue.forEach(glass -> remind(page, glass, inForce.get(), now));
                return overdue;
            });
        } catch (Declined e) {
            throw new IllegalStateException("Nobody asked for anything that could be declined", e);
        }
    }

    private void remind(HoldRooms.Page page, Glass glass, InForce inForce, Instant now) {
        Glass reminded = glass.reminded(now.plus(GlassNotice.review(inForce.protocol())));
        page.keep(reminded);
        Entry entry = new Entry.Noted(
                now,
                "breakglass.overdue",
                Optional.of(inForce.protocol().ref()),
                Details.none()
                        .and("glass", glass.id())
                        .and("case", glass.caseRef())
                        .and("clause", glass.clause().value())
                        .and("times", Integer.toString(reminded.reminders()))
                        .list());
        new GlassNotice(rooms.close(), inForce, now).write(page, reminded, "breakglass.overdue", entry, true);
    }
}
