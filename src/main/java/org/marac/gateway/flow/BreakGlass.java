package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * May what waits be let go although the coordinator is not there? Only if the signed protocol has an emergency clause,
 * and then by several people of different offices, for one case, for at most a day, and reviewed afterwards by someone
 * who took no part. It lifts who must decide, and when; never what the protocol says.
 */
public final class BreakGlass {
    private static final Logger LOG = LoggerFactory.getLogger(BreakGlass.class);
    static final String OPENED = "breakglass.opened";
    private static final Duration LONGEST = Duration.ofHours(24);
    /** Who asks and finds nobody else in this time asks again. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final HoldRooms rooms;
    private final Clock clock;

    public BreakGlass(HoldRooms rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /**
     * The first person asks.
     *
     * @param hold what cannot wait; the break-glass is for its case
     * @param reason why, a code
     */
    public Glass ask(String hold, String reason, Official official) throws Declined {
        InForce inForce = inForce();
        Protocol.Emergency rule = emergency(inForce);
        Waiting waiting = rooms.desk().find(hold).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
        Declined.unless(waiting.state() == Waiting.State.WAITING, Declined.Why.ENDED);
        Acting person = mayTakePart(official, waiting.caseRef());
        Glass glass = Glass.asked(
                UUID.randomUUID().toString(),
                waiting.caseRef(),
                rule.clause(),
                reason,
                person,
                rule.people(),
                clock.instant());
        return rooms.desk().write(page -> kept(page, glass, "breakglass.asked", person, inForce));
    }

    /** Another person agrees. With the last that the protocol asks for, it is open. */
    public Glass agree(String id, Official official) throws Declined {
        InForce inForce = inForce();
        Protocol.Emergency rule = emergency(inForce);
        Glass opened = rooms.desk().write(page -> {
            Glass glass = lock(page, id);
            Acting person = mayTakePart(official, glass.caseRef());
            Instant now = clock.instant();
            Declined.unless(glass.until().isEmpty() && glass.closedAt().isEmpty(), Declined.Why.ENDED);
            Declined.unless(now.isBefore(glass.askedAt().plus(PATIENCE)), Declined.Why.GLASS_NOT_OPEN);
            Declined.unless(!glass.has(person.account()), Declined.Why.SAME_PERSON);
            Declined.unless(
                    glass.people().stream().anyMatch(other -> other.office() != person.office()),
                    Declined.Why.SAME_OFFICE);
            boolean enough = glass.people().size() + 1 >= Math.max(glass.needed(), rule.people());
            Optional<Instant> until = enough ? Optional.of(now.plus(time(rule))) : Optional.empty();
            Glass agreed = glass.agreed(person, until, until.map(end -> end.plus(rule.review())));
            return kept(page, agreed, enough ? OPENED : "breakglass.agreed", person, inForce);
        });
        opened.until()
                .ifPresent(until -> LOG.warn(
                        "break-glass {} is open under clause {} until {}: the chair and the data protection officer are told;"
                                + " it must be reviewed",
                        opened.id(),
                        opened.clause(),
                        until));
        return opened;
    }

    /** Whoever took part closes it, before its time is over. */
    public Glass close(String id, Official official) throws Declined {
        InForce inForce = inForce();
        return rooms.desk().write(page -> {
            Glass glass = lock(page, id);
            Acting person = official.acting();
            Declined.unless(glass.has(person.account()), Declined.Why.NOT_OF_THE_GLASS);
            Declined.unless(glass.closedAt().isEmpty(), Declined.Why.ENDED);
            Instant now = clock.instant();
            Duration review = GlassNotice.review(inForce.protocol());
            // Who closes it early is told of the review early; what was due before stays due.
            Optional<Instant> reviewBy = glass.reviewBy().map(due -> earlier(due, now.plus(review)));
            Glass closed = glass.closed(now, reviewBy);
            return kept(page, closed, "breakglass.closed", person, inForce);
        });
    }

    /**
     * Someone who took no part has looked at what was done: the chair or the data protection officer.
     *
     * @param finding what was found, a code
     */
    public Glass review(String id, String finding, Official official) throws Declined {
        InForce inForce = inForce();
        return rooms.desk().write(page -> {
            Glass glass = lock(page, id);
            Acting person = official.acting();
            Instant now = clock.instant();
            Declined.unless(
                    person.office() == Office.CHAIR || person.office() == Office.DPO, Declined.Why.NOT_YOUR_OFFICE);
            Declined.unless(!glass.has(person.account()), Declined.Why.TOOK_PART);
            Declined.unless(!glass.isOpen(now), Declined.Why.STILL_OPEN);
            Declined.unless(glass.review().isEmpty() && glass.until().isPresent(), Declined.Why.ENDED);
            Glass reviewed = glass.reviewed(new Glass.Review(person, now, finding));
            return kept(page, reviewed, "breakglass.reviewed", person, inForce);
        });
    }

    private Glass kept(HoldRooms.Page page, Glass glass, String event, Acting person, InForce inForce) {
        page.keep(glass);
        Details details = Details.of(person)
                .and("glass", glass.id())
                .and("case", glass.caseRef())
                .and("clause", glass.clause().value())
                .and("reason", glass.review().map(Glass.Review::finding).orElse(glass.reason()));
        glass.until().ifPresent(until -> details.and("until", until.toString()));
        glass.reviewBy()
                .filter(due -> glass.review().isEmpty())
                .ifPresent(due -> details.and("review-by", due.toString()));
        Instant now = clock.instant();
        Entry entry = new Entry.Noted(now, event, Optional.of(inForce.protocol().ref()), details.list());
        boolean told = event.equals(OPENED);
        new GlassNotice(rooms.close(), inForce, now).write(page, glass, event, entry, told);
        return glass;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Acting mayTakePart(Official official, String caseRef) throws Declined {
        Declined.unless(official.acting().office() != Office.AUDITOR, Declined.Why.NOT_YOUR_OFFICE);
        Declined.unless(!official.recused().contains(caseRef), Declined.Why.CONFLICT_OF_INTEREST);
        return official.acting();
    }

    private static Glass lock(HoldRooms.Page page, String id) throws Declined {
        return page.lockGlass(id).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
    }

    private static Duration time(Protocol.Emergency rule) {
        Duration signed = Duration.ofHours(rule.hours());
        return signed.compareTo(LONGEST) < 0 ? signed : LONGEST;
    }

    private InForce inForce() throws Declined {
        return rooms.protocol().required(clock.instant());
    }

    private static Protocol.Emergency emergency(InForce inForce) throws Declined {
        return inForce.protocol().emergency().orElseThrow(() -> new Declined(Declined.Why.NO_EMERGENCY_CLAUSE));
    }
}
