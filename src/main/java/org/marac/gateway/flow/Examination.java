package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Waiting;

/** The first half of the release line: from the id of a hold to the views that could leave. Changes nothing. */
final class Examination {
    private final HoldRooms rooms;
    private final Clock clock;

    Examination(HoldRooms rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** All of it. */
    Releasing.Decided examine(String hold, Official official, Optional<String> glass) throws Declined {
        return decide(match(read(open(hold, official, glass))));
    }

    Releasing.Opened open(String hold, Official official, Optional<String> glassId) throws Declined {
        Waiting waiting = rooms.desk().find(hold).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
        Instant now = clock.instant();
        InForce inForce = rooms.protocol().required(now);
        Optional<Glass> glass = Optional.empty();
        if (glassId.isPresent()) {
            glass = Optional.of(
                    rooms.desk().glass(glassId.get()).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN)));
            Declined.unless(glass.get().isOpen(now), Declined.Why.GLASS_NOT_OPEN);
            Declined.unless(inForce.protocol().emergency().isPresent(), Declined.Why.NO_EMERGENCY_CLAUSE);
            Declined.unless(
                    glass.get().has(official.acting().account())
                            && glass.get().caseRef().equals(waiting.caseRef()),
                    Declined.Why.NOT_OF_THE_GLASS);
        } else {
            Declined.unless(
                    inForce.protocol().holds().mayDecide(official.acting().office(), waiting.escalations()),
                    Declined.Why.NOT_YOUR_OFFICE);
        }
        Declined.unless(waiting.state() == Waiting.State.WAITING, Declined.Why.ENDED);
        return new Releasing.Opened(waiting, official, inForce, glass);
    }

    Releasing.Read read(Releasing.Opened opened) throws Declined {
        Waiting waiting = opened.waiting();
        Bytes canonical = rooms.desk().whole(waiting.messageRef()).orElseThrow(() -> new Declined(Declined.Why.GONE));
        Opened inside =
                new Opened(canonical, MediaType.CANONICAL, waiting.assurance(), Optional.empty(), Optional.empty());
        try {
            Message message = rooms.understand()
                    .understand(inside, waiting.sender(), opened.protocol().coordinator());
            return new Releasing.Read(opened, message, canonical);
        } catch (Refused e) {
            throw new IllegalStateException("What the record keeps was understood when it came", e);
        }
    }

    Releasing.Known match(Releasing.Read read) throws Declined {
        Releasing.Opened opened = read.from();
        var known = rooms.match().match(read.message(), opened.protocol());
        boolean conflict = Conflicts.own(opened.official(), opened.waiting(), read.message())
                || Conflicts.staff(opened.by(), known.ties())
                || Conflicts.amongThemselves(opened.by(), opened.waiting());
        Declined.unless(!conflict, Declined.Why.CONFLICT_OF_INTEREST);
        return new Releasing.Known(read, known);
    }

    Releasing.Decided decide(Releasing.Known known) {
        Releasing.Read read = known.from();
        Releasing.Opened opened = read.from();
        Question question = Question.of(
                read.message(),
                materials(read.canonical()),
                opened.waiting().assurance(),
                known.known(),
                opened.inForce(),
                clock.instant());
        return new Releasing.Decided(known, question, rooms.decide().decide(opened.protocol(), question));
    }

    private Set<Material> materials(Bytes canonical) {
        try {
            return rooms.understand().materials(canonical);
        } catch (Refused e) {
            throw new IllegalStateException("What the record keeps was understood when it came", e);
        }
    }

    /** Empty where the protocol does not let it go any more. */
    Optional<Releasing.Disclosed> disclose(Releasing.Decided decided) {
        return decided.permit().map(permit -> {
            Bytes canonical = decided.from().from().canonical();
            var guarded = decided.from().known().guarded();
            List<Projected> views = new ArrayList<>();
            Projected whole = rooms.disclose().disclose(canonical, permit, guarded, Doubt.WAITS);
            views.add(whole);
            if (!whole.doubts().isEmpty()) {
                new Blackening(rooms.disclose())
                        .blackened(canonical, permit, guarded)
                        .ifPresent(views::add);
            }
            return new Releasing.Disclosed(decided, permit, List.copyOf(views));
        });
    }
}
