package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refused;

/**
 * Steps 10 and 11 of what is admitted: everything a message leaves behind, in one transaction. Places in the audit log are
 * taken last, because every other message waits while they are held: what needs none is written before, what names them
 * after.
 */
final class Commitment {
    private final UnitOfWork unitOfWork;
    private final Recalls recalls;
    private final Clock clock;

    Commitment(Rooms rooms, Clock clock) {
        this.unitOfWork = rooms.commit();
        this.recalls = new Recalls(rooms.understand(), rooms.close());
        this.clock = clock;
    }

    /**
     * Admits: files, logs, posts, answers. Refuses only where the id turns out to stand for other content, or where it
     * corrects what it may not.
     */
    Outcome commit(Line.Closed closed) throws Refused {
        return unitOfWork.write(unit -> admit(unit, closed));
    }

    private UnitOfWork.Conclusion<Outcome> admit(Unit unit, Line.Closed closed) throws Refused {
        Line.Understood understood = closed.from().from().understood();
        Line.Identified identified = understood.identified();
        Arrival arrival = identified.arrival();
        MessageId id = understood.message().header().id();
        Optional<Answered> before = unit.claim(new Unit.Claim(
                identified.sender(), understood.from().content(), Optional.of(id), arrival.transmission()));
        if (before.isPresent()) {
            return UnitOfWork.Conclusion.of(
                    Outcome.again(before.get(), Optional.of(identified.sender()), Optional.of(id)));
        }
        String messageRef = unit.pseudonym(identified.sender(), id);
        Optional<Effect> effect = effect(unit, closed, messageRef);
        List<Line.Held> waiting = closed.from().held();
        Unit.Filing filing = new Unit.Filing(
                understood.message(),
                closed.from().record().map(Projected::view).orElse(understood.canonical()),
                arrival.bytes(),
                waiting.isEmpty() ? Optional.empty() : Optional.of(understood.canonical()),
                arrival.receivedAt(),
                closed.from().from().from().known().seen());
        Unit.Filed filed = Conversation.speak(unit, understood, unit.file(filing), messageRef, clock.instant());
        int own = 1
                + recorded(closed)
                + closed.sealed().size()
                + waiting.size()
                + filed.notices().size()
                + (understood.isOvertaken() ? 1 : 0);
        return new UnitOfWork.Conclusion<>(own + effect.map(Effect::size).orElse(0), places -> {
            Entries entries = new Entries(clock.instant(), Optional.of(messageRef), unit::commitment);
            Outcome outcome = admitted(places, closed, entries, filed);
            effect.ifPresent(
                    e -> places.log(e.write(entries.at(), places.first() + own, new Position(places.first()), places)));
            return outcome;
        });
    }

    /** What a correction does to what was shared before; empty of any other message. */
    private Optional<Effect> effect(Unit unit, Line.Closed closed, String messageRef) throws Refused {
        Line.Understood understood = closed.from().from().understood();
        Optional<Correction> said = understood.correction();
        if (said.isEmpty() || understood.isEarly()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Unit.Superseded superseded = Conversation.supersede(unit, understood, said.get(), now);
        Effect effect = new Effect(
                said.get(),
                messageRef,
                understood.identified().protocol().ref(),
                superseded,
                recalls.of(closed, said.get(), superseded, now));
        effect.byHand(now).ifPresent(unit::raise);
        return Optional.of(effect);
    }

    private static int recorded(Line.Closed closed) {
        return closed.from().record().isPresent() ? 1 : 0;
    }

    private static Outcome admitted(UnitOfWork.Places places, Line.Closed closed, Entries entries, Unit.Filed filed) {
        Line.Decided decided = closed.from().from();
        Line.Identified identified = decided.understood().identified();
        Optional<MessageId> id =
                Optional.of(decided.understood().message().header().id());
        String receiptId = UUID.randomUUID().toString();
        long next = places.first() + 1 + recorded(closed);
        String messageRef = entries.messageRef().orElseThrow();
        for (Line.Sealed sealed : closed.sealed()) {
            places.post(new Posting(
                    sealed.recipient().id(),
                    sealed.door(),
                    new Posting.About(
                            messageRef,
                            filed.caseRef(),
                            decided.question().emergency(),
                            isSaid(decided, sealed.recipient().id())),
                    sealed.leaving(),
                    next++,
                    entries.at()));
        }
        List<String> holds = new ArrayList<>();
        for (Line.Held held : closed.from().held()) {
            String holdId = UUID.randomUUID().toString();
            holds.add(holdId);
            places.hold(entries.waiting(decided, held, holdId, filed.caseRef(), next++));
        }
        places.log(entries.admitted(closed, filed, receiptId, holds, places.first()));
        Answered answered = places.answer(new ReceiptFacts(
                receiptId,
                id,
                identified.arrival().bytes().digest(),
                identified.arrival().receivedAt(),
                Answered.Outcome.ACCEPTED,
                Optional.empty(),
                Optional.of(identified.protocol().ref()),
                decided.understood().goesToNobody() ? List.of() : decided.told().rulings(),
                new Position(places.first())));
        return new Outcome(answered, false, Optional.of(identified.sender()), id, Optional.of(decided.decision()));
    }

    /** Whether the receipt says that it goes there: the decision of the message by itself, not that of all that is known. */
    private static boolean isSaid(Line.Decided decided, AgencyId recipient) {
        return decided.told().permits().stream()
                .anyMatch(permit -> permit.recipient().equals(recipient));
    }
}
