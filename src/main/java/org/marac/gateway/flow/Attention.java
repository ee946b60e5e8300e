package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Protocol;

/**
 * What should the coordinator look at, and who has? Nothing waits for a notice; but what nobody has looked at stays on the
 * list, and that somebody did is in the log, by name.
 */
public final class Attention {
    private final DecidingRooms<Notice.Raised, Page> rooms;
    private final Clock clock;

    public Attention(DecidingRooms<Notice.Raised, Page> rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** One open transaction over notices. */
    public interface Page extends DecidingRooms.Page<Notice.Raised> {
        /** The bytes that gave cause for it, where they are kept. */
        Optional<Bytes> cause(Notice notice);

        /** Writes down where the log says that a person has looked at it. */
        void seen(Notice.Raised raised, Position entry, Instant at);
    }

    /** Everything at which nobody has looked, oldest first, without the cases this person must not open. */
    public List<Notice.Raised> open(Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        return rooms.desk().open().stream()
                .filter(raised -> raised.notice().cases().stream().noneMatch(official.recused()::contains))
                .toList();
    }

    /**
     * A person has looked at it. Said again, by whomever, it is what was said the first time.
     *
     * @param reason what was done about it, a code
     * @return where the log has it
     */
    public Position seen(String id, String reason, Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        Instant now = clock.instant();
        Protocol protocol = rooms.inForce(now);
        return rooms.desk().write(page -> {
            Notice.Raised raised = mine(page, id, official, protocol);
            if (raised.seen().isPresent()) {
                return raised.seen().get();
            }
            Details details = about(official, raised).and("reason", reason);
            // Places in the log are taken last: every message waits while they are held.
            Position entry = new Position(page.reserve(1));
            page.seen(raised, entry, now);
            page.log(List.of(new Entry.Noted(now, "notice.seen", Optional.of(protocol.ref()), details.list())));
            return entry;
        });
    }

    /**
     * The bytes that gave cause for it, as an agency sent them. That they were looked at is in the log before they are shown.
     *
     * @param reason what for, a code
     */
    public Bytes look(String id, String reason, Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        Instant now = clock.instant();
        Protocol protocol = rooms.inForce(now);
        return rooms.desk().write(page -> {
            Notice.Raised raised = mine(page, id, official, protocol);
            Bytes cause = page.cause(raised.notice()).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
            Details details = about(official, raised).and("reason", reason);
            page.reserve(1);
            page.log(List.of(new Entry.Noted(now, "notice.opened", Optional.of(protocol.ref()), details.list())));
            return cause;
        });
    }

    private Notice.Raised mine(Page page, String id, Official official, Protocol protocol) throws Declined {
        Notice.Raised raised = page.lock(id).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
        for (String caseRef : raised.notice().cases()) {
            rooms.side(page, caseRef, official, protocol);
        }
        return raised;
    }

    private static Details about(Official official, Notice.Raised raised) {
        Notice notice = raised.notice();
        return Details.of(official.acting())
                .and("notice", notice.code().event())
                .and(notice.code().isOfACase() ? "case" : "day", notice.caseRef())
                .and("about", notice.about());
    }
}
