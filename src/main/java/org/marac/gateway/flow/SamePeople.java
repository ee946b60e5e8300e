package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Protocol;

/**
 * Are these two cases of the same people? Nothing is taken for the same by likeness (hazard H19): a named person says so,
 * and it is in the log. They stay two cases, and nothing leaves because of it; from then on each knows what must be kept
 * from whom in the other.
 */
public final class SamePeople {
    private static final Set<Office> MAY = EnumSet.of(Office.COORDINATOR, Office.DEPUTY, Office.CHAIR);

    private final CandidateRooms rooms;
    private final Clock clock;

    public SamePeople(CandidateRooms rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
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
        require(MAY.contains(official.acting().office()), Declined.Why.NOT_YOUR_OFFICE);
        return rooms.desk().open().stream()
                .filter(candidate -> !candidate.isOf(official.recused()))
                .toList();
    }

    /** Who the people of the two cases are. That they were looked at is in the log before they are shown. */
    public Shown show(String id, Official official) throws Declined {
        Protocol protocol = protocol();
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
        Protocol protocol = protocol();
        return rooms.desk().write(page -> {
            Candidate candidate = look(page, id, official, protocol).candidate();
            Optional<Candidate.Said> before = candidate.said();
            if (before.filter(said -> said.same() == same).isPresent()) {
                return before.get();
            }
            require(before.map(Candidate.Said::entry).equals(instead), Declined.Why.ENDED);
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

    private Shown look(CandidateRooms.Page page, String id, Official official, Protocol protocol) throws Declined {
        require(MAY.contains(official.acting().office()), Declined.Why.NOT_YOUR_OFFICE);
        Candidate candidate = page.lock(id).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
        require(!candidate.isOf(official.recused()), Declined.Why.CONFLICT_OF_INTEREST);
        Candidate.Side one = side(page, candidate.one());
        Candidate.Side other = side(page, candidate.other());
        for (Candidate.Side side : List.of(one, other)) {
            boolean close = Conflicts.named(official, side)
                    || Conflicts.staff(List.of(official.acting()), rooms.bonds().of(side.recalled(), protocol));
            require(!close, Declined.Why.CONFLICT_OF_INTEREST);
        }
        return new Shown(candidate, one, other);
    }

    private static Candidate.Side side(CandidateRooms.Page page, String caseRef) throws Declined {
        return page.side(caseRef).orElseThrow(() -> new Declined(Declined.Why.GONE));
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

    private Protocol protocol() throws Declined {
        return rooms.protocol()
                .inForce(clock.instant())
                .orElseThrow(() -> new Declined(Declined.Why.NO_PROTOCOL_IN_FORCE))
                .protocol();
    }

    private static void require(boolean holds, Declined.Why otherwise) throws Declined {
        if (!holds) {
            throw new Declined(otherwise);
        }
    }
}
