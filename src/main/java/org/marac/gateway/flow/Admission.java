package org.marac.gateway.flow;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Ruling;

/**
 * The main line, steps 2 to 11: from what arrived to what the sender is told. A refusal is recorded and answered; a
 * failure is an unchecked exception, after which nothing was written and nothing leaves.
 */
public final class Admission {
    /** So often a message is begun again because something else was said meanwhile that it must be decided on. */
    private static final int TRIES = 20;

    private final Rooms rooms;
    private final Commitment commitment;
    private final TurningAway turningAway;
    private final Reviews reviews;
    private final Clock clock;
    private final Opening opening;
    private final Disclosing disclosing;
    private final Sealing sealing;
    private final Lock turns = new ReentrantLock(true);

    /**
     * @param rooms who answers each step
     * @param clock the gateway's clock
     * @param maximumBytes the largest message taken, as received
     */
    public Admission(Rooms rooms, Clock clock, int maximumBytes) {
        this.rooms = rooms;
        this.commitment = new Commitment(rooms, clock);
        this.turningAway = new TurningAway(rooms.commit(), clock);
        this.reviews = new Reviews(rooms.commit(), clock);
        this.clock = clock;
        this.opening = new Opening(rooms.open(), clock, maximumBytes);
        this.disclosing = new Disclosing(rooms.disclose());
        this.sealing = new Sealing(rooms.close(), clock);
    }

    /** Takes one arrival down the line. When this returns, what it says is durable. */
    public Outcome admit(Arrival arrival) {
        try {
            return takeDown(arrival);
        } catch (Unit.SaidMeanwhile e) {
            return again(arrival);
        }
    }

    /** One after another: many who speak of one case at once would else go on being in each other's way. */
    private Outcome again(Arrival arrival) {
        turns.lock();
        try {
            for (int left = TRIES - 1; ; left--) {
                try {
                    return takeDown(arrival);
                } catch (Unit.SaidMeanwhile e) {
                    if (left == 0) {
                        throw e;
                    }
                }
            }
        } finally {
            turns.unlock();
        }
    }

    private Outcome takeDown(Arrival arrival) {
        Line.Identified identified;
        try {
            identified = identify(arrival);
        } catch (Refused refused) {
            return turningAway.turnAway(Line.Turned.at(arrival, refused), refused.refusal());
        }
        Line.Opened opened;
        Line.Understood understood;
        try {
            opened = opening.open(identified);
            Line.Fresh fresh = new Line.Fresh(opened, opened.inside().content().digest());
            Optional<Answered> answered = recognise(fresh);
            if (answered.isPresent()) {
                return Outcome.again(answered.get(), Optional.of(identified.sender()), Optional.empty());
            }
            Optional<IdentityChange> change = rooms.understand()
                    .identityChange(opened.inside(), identified.protocol().coordinator());
            if (change.isPresent()) {
                Claims.requireNone(arrival);
                return reviews.review(fresh, change.get());
            }
            Optional<PartnerAnswer> answer = rooms.understand()
                    .answer(
                            opened.inside(),
                            identified.sender(),
                            identified.protocol().coordinator());
            if (answer.isPresent()) {
                Claims.requireNone(arrival);
                return reviews.take(fresh, answer.get());
            }
            understood = understand(fresh);
        } catch (Refused refused) {
            return turningAway.turnAway(Line.Turned.at(identified), refused.refusal());
        }
        Line.Decided decided = decide(match(understood));
        if (understood.isTest()) {
            return turningAway.turnAway(Line.Turned.at(decided), tested(decided));
        }
        Optional<Refusal> denial = denial(decided);
        if (denial.isPresent()) {
            return turningAway.turnAway(Line.Turned.at(decided), denial.get());
        }
        try {
            return commitment.commit(closed(decided));
        } catch (Refused refused) {
            return turningAway.turnAway(Line.Turned.at(understood), refused.refusal());
        }
    }

    private Line.Closed closed(Line.Decided decided) {
        if (decided.understood().withdraws()) {
            return new Line.Closed(Line.Disclosed.nothing(decided), List.of());
        }
        return decided.understood().isOvertaken()
                ? new Line.Closed(disclosing.disclose(decided).toNobody(), List.of())
                : sealing.close(disclosing.disclose(decided));
    }

    /** What would have become of it; that it is a test is the answer where it would have been taken. */
    private static Refusal tested(Line.Decided decided) {
        return denial(decided).orElseGet(() -> Refusal.of(RefusalCode.ONLY_A_TEST));
    }

    /** Refuses an arrival for what its door found wrong; who it is from is still asked first. */
    public Outcome refuse(Arrival arrival, Refusal refusal) {
        try {
            return turningAway.turnAway(Line.Turned.at(identify(arrival)), refusal);
        } catch (Refused unknown) {
            // Of what nobody proved to have sent, the door knows better what is wrong than that nobody did.
            Refusal told = arrival.peer() instanceof Peer.Nobody ? refusal : unknown.refusal();
            return turningAway.turnAway(Line.Turned.at(arrival, unknown), told);
        }
    }

    private Line.Identified identify(Arrival arrival) throws Refused {
        return new Line.Identified(arrival, rooms.identify().identify(arrival, clock.instant()));
    }

    private Optional<Answered> recognise(Line.Fresh fresh) throws Refused {
        Line.Identified identified = fresh.from().from();
        return rooms.recognise()
                .recognise(
                        identified.sender(),
                        fresh.content(),
                        identified.arrival().transmission());
    }

    private Line.Understood understand(Line.Fresh fresh) throws Refused {
        Line.Identified identified = fresh.from().from();
        Message said = rooms.understand()
                .understand(
                        fresh.from().inside(),
                        identified.sender(),
                        identified.protocol().coordinator());
        Claims.require(identified.arrival(), said);
        Rooms.Placed placed = rooms.understand().complete(said, identified.arrival());
        var canonical = rooms.understand().write(placed.message());
        return new Line.Understood(
                fresh,
                placed.message(),
                placed.turn(),
                canonical,
                rooms.understand().materials(canonical));
    }

    private Line.Matched match(Line.Understood understood) {
        Protocol protocol = understood.identified().protocol();
        boolean asksOfOneself = understood.message().header().purpose() == Purpose.SUBJECT_ACCESS;
        boolean nobody = asksOfOneself || understood.isTest();
        return new Line.Matched(
                understood,
                // Of oneself: neither confirmed nor denied, the record is not even asked. Of a test: its people are
                // nobody.
                nobody
                        ? org.marac.gateway.model.Matched.nothing()
                        : rooms.match().match(understood.message(), protocol));
    }

    private Line.Decided decide(Line.Matched matched) {
        Line.Understood understood = matched.from();
        Line.Identified identified = understood.identified();
        Question question = Question.of(
                understood.message(),
                understood.materials(),
                understood.from().from().inside().assurance(),
                matched.known(),
                identified.by().inForce(),
                clock.instant());
        Decision decision = rooms.decide().decide(identified.protocol(), question);
        Decision told = matched.known().isAllSaid()
                ? decision
                : rooms.decide()
                        .decide(
                                identified.protocol(),
                                question.knowingOnly(matched.known().said()));
        return new Line.Decided(matched, question, decision, told);
    }

    /**
     * The MARAC record is where every sharing is accounted for: what may not be filed may not go to anyone. Whoever said
     * something may always take it back.
     */
    private static Optional<Refusal> denial(Line.Decided decided) {
        if (decided.understood().withdraws()) {
            return Optional.empty();
        }
        Protocol protocol = decided.understood().identified().protocol();
        Decision decision = decided.decision();
        if (decision.permits().stream().anyMatch(p -> p.recipient().equals(protocol.coordinator()))) {
            return Optional.empty();
        }
        return decision.rulings().stream()
                .filter(r -> r.recipient().equals(protocol.coordinator()))
                .filter(Ruling.Refuse.class::isInstance)
                .map(Ruling.Refuse.class::cast)
                .map(r -> new Refusal(RefusalCode.DENIED, r.clauses(), Optional.of(r.reason()), Optional.empty()))
                .findFirst()
                .or(() -> Optional.of(Refusal.of(RefusalCode.DENIED, "no-record")));
    }
}
