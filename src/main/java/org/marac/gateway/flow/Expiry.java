package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Unread;

/** What could not be read is kept for so long and no longer, whether or not anyone did anything about it. */
public final class Expiry {
    private final UnreadRooms rooms;
    private final Clock clock;

    public Expiry(UnreadRooms rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** Destroys the keys of those whose time is over; answers how many nobody had done anything about. */
    public int expire() {
        try {
            return rooms.desk().write(this::expire);
        } catch (Declined e) {
            throw new IllegalStateException("Nobody is asked when a time is over", e);
        }
    }

    private int expire(UnreadRooms.Page page) {
        Instant now = clock.instant();
        List<Unread> overdue = page.overdue(now);
        overdue.forEach(page::destroy);
        List<Unread> waiting =
                overdue.stream().filter(unread -> unread.state().isOpen()).toList();
        if (waiting.isEmpty()) {
            return 0;
        }
        long first = page.reserve(waiting.size());
        for (int i = 0; i < waiting.size(); i++) {
            page.end(waiting.get(i), Unread.State.EXPIRED, new Position(first + i));
        }
        page.log(waiting.stream()
                .<Entry>map(unread -> new Entry.Noted(
                        now,
                        "unread.expired",
                        Optional.empty(),
                        Rereading.about(Details.none(), unread).list()))
                .toList());
        return waiting.size();
    }
}
