package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Undelivered;

/**
 * What becomes of what a recipient's system will not have? A named person has it tried once more, when that system was mended,
 * or dismisses it, when its recipient has it by another way; each is in the log, by name.
 */
public final class Redelivery {
    private final DecidingRooms<Undelivered, Page> rooms;
    private final Clock clock;

    public Redelivery(DecidingRooms<Undelivered, Page> rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** One open transaction over what has not reached its recipients. */
    public interface Page extends DecidingRooms.Page<Undelivered> {
        /** Whether something was to leave under this id, whatever became of it. */
        boolean was(String id);

        /** Puts a locked one back among what waits to leave: whether it may go is asked again when it does. */
        void retry(Undelivered undelivered, Instant at);

        /** Takes a locked one out for good. */
        void dismiss(Undelivered undelivered);
    }

    /** What was set aside, and then what is late; each the oldest first, without the cases this person must not open. */
    public List<Undelivered> open(Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        return rooms.desk().open().stream()
                .filter(one -> !official.recused().contains(one.caseRef()))
                .toList();
    }

    /** One of them, whether or not anything is wrong with it. */
    public Undelivered show(String id, Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        Protocol protocol = rooms.inForce(clock.instant());
        return rooms.desk().write(page -> mine(page, id, official, protocol));
    }

    /**
     * Has it tried once more, in its turn. Whether it may go is asked again at that moment.
     *
     * @param id where the log says that it was to go
     * @param reason why, a code
     * @return where the log says so
     */
    public Position retry(String id, String reason, Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        Instant now = clock.instant();
        Protocol protocol = rooms.inForce(now);
        return rooms.desk().write(page -> {
            Undelivered one = setAside(page, id, official, protocol);
            // Nothing more leaves of a case that was disposed of.
            rooms.side(page, one.caseRef(), official, protocol);
            page.retry(one, now);
            return log(page, "undelivered.retried", now, protocol, official, one, reason);
        });
    }

    /**
     * It does not go. Whoever stands in for the coordinator does not decide so of what is for an agency of theirs.
     *
     * @param id where the log says that it was to go
     * @param reason why, a code
     * @return where the log says so
     */
    public Position dismiss(String id, String reason, Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        Instant now = clock.instant();
        Protocol protocol = rooms.inForce(now);
        return rooms.desk().write(page -> {
            Undelivered one = setAside(page, id, official, protocol);
            boolean own = official.acting().office() != Office.COORDINATOR
                    && official.acting().agency().equals(one.recipient());
            Declined.unless(!own, Declined.Why.CONFLICT_OF_INTEREST);
            page.dismiss(one);
            return log(page, "undelivered.dismissed", now, protocol, official, one, reason);
        });
    }

    private Undelivered setAside(Page page, String id, Official official, Protocol protocol) throws Declined {
        Undelivered one = mine(page, id, official, protocol);
        Declined.unless(one.isSetAside(), Declined.Why.ON_ITS_WAY);
        return one;
    }

    private Undelivered mine(Page page, String id, Official official, Protocol protocol) throws Declined {
        Optional<Undelivered> found = page.lock(id);
        if (found.isEmpty()) {
            throw new Declined(page.was(id) ? Declined.Why.LEFT : Declined.Why.UNKNOWN);
        }
        Undelivered one = found.get();
        Declined.unless(!official.recused().contains(one.caseRef()), Declined.Why.CONFLICT_OF_INTEREST);
        if (page.side(one.caseRef()).isPresent()) {
            rooms.side(page, one.caseRef(), official, protocol);
        }
        return one;
    }

    private static Position log(
            Page page,
            String event,
            Instant now,
            Protocol protocol,
            Official official,
            Undelivered one,
            String reason) {
        Details details = Details.of(official.acting())
                .and("to", one.recipient().value())
                .and("case", one.caseRef())
                .and("disclosure", Long.toString(one.disclosure().index()))
                .and("refused", one.refused().map(Undelivered.SetAside::reason).orElse("no"))
                .and("reason", reason);
        // Places in the log are taken last: every message waits while they are held.
        Position entry = new Position(page.reserve(1));
        page.log(List.of(new Entry.Noted(now, event, Optional.of(protocol.ref()), details.list())));
        return entry;
    }
}
