package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Protocol;

/**
 * Are these two cases of the same people? Nothing is taken for the same by likeness (hazard H19): a named person says so,
 * and it is in the log. They stay two cases, and nothing leaves because of it; from then on each knows what must be kept
 * from whom in the other.
 */
public final class SamePeople {
    private final DecidingRooms<Candidate, Page> rooms;
    private final Clock clock;

    public SamePeople(DecidingRooms<Candidate, Page> rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** One open transaction over possible duplicates. */
    public interface Page extends DecidingRooms.Page<Candidate> {
        /** Writes down what a person said. */
        void decide(Candidate candidate, Candidate.Said said, Instant at);
    }

    /**
     * What a person is shown before saying.
     *
     * @param candidate the two cases
     * @param one who the people of the one are
     * @param other who those of the other are
     */
    public record Shown(Candidate candidate, Candidate.Side one, Candidate.Side other) {}

    /** Everything on which nobody has decided, oldest first, without the cases this person must not open. */
    public List<Candidate> open(Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        return rooms.desk().open().stream()
                .filter(candidate -> !candidate.isOf(official.recused()))
                .toList();
    }

    /** Who the people of the two cases are. That they were looked at is in the log before they are shown. */
    public Shown show(String id, Official official) throws Declined {
        Protocol protocol = rooms.inForce(clock.instant());
        return rooms.desk().write(page -> {
            Shown shown = look(page, id, official, protocol);
            Details details = about(official, shown.candidate());
            page.reserve(1);
            page.log(List.of(noted("candidate.opened", protocol, details, clock.instant())));
            return shown;
        });
    }

    /**
     * A person says whether they are the same. Said again, by whomever, it is what was said the first time; the other way
     * round it must name what it takes the place of, so that of two people who differ one is told.
     *
     * @param same whether they are
     * @param reason why, a code
     * @param instead where the log has the decision that this one takes the place of, if one does
     */
    public Candidate.Said decide(String id, boolean same, String reason, Optional<Position> instead, Official official)
            throws Declined {
        Protocol protocol = rooms.inForce(clock.instant());
        return rooms.desk().write(page -> {
            Candidate candidate = look(page, id, official, protocol).candidate();
            Optional<Candidate.Said> before = candidate.said();
            if (before.filter(said -> said.same() == same).isPresent()) {
                return before.get();
            }
            Declined.unless(before.map(Candidate.Said::entry).equals(instead), Declined.Why.ENDED);
            Instant now = clock.instant();
            Details details = about(official, candidate)
                    .and("said", same ? "same" : "different")
                    .and("reason", reason);
            instead.ifPresent(entry -> details.and("instead", Long.toString(entry.index())));
            // Places in the log are taken last: every message waits while they are held.
            Candidate.Said said = new Candidate.Said(same, new Position(page.reserve(1)));
            page.decide(candidate, said, now);
            page.log(List.of(noted("candidate.decided", protocol, details, now)));
            return said;
        });
    }

    private Shown look(Page page, String id, Official official, Protocol protocol) throws Declined {
        DecidingRooms.requireOffice(official);
        Candidate candidate = page.lock(id).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
        return new Shown(
                candidate,
                rooms.side(page, candidate.one(), official, protocol),
                rooms.side(page, candidate.other(), official, protocol));
    }

    private static Details about(Official official, Candidate candidate) {
        return Details.of(official.acting())
                .and("candidate", candidate.id())
                .and("case", candidate.one())
                .and("other", candidate.other());
    }

    private static Entry noted(String event, Protocol protocol, Details details, Instant at) {
        return new Entry.Noted(at, event, Optional.of(protocol.ref()), details.list());
    }
}
