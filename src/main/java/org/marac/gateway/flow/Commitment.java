package org.marac.gateway.flow;

import java.nio.charset.StandardCharsets;
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
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Refused;

/**
 * Step 10 and 11: everything a message leaves behind, in one transaction. Places in the audit log are taken last,
 * because every other message waits while they are held: what needs none is written before, what names them after.
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
                arrival.receivedAt());
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

    /** Refuses: logs, and answers where the sender is known. */
    Outcome turnAway(Line.Turned turned, Refusal refusal) {
        try {
            return unitOfWork.write(unit -> turnAway(unit, turned, refusal));
        } catch (Refused e) {
            throw new IllegalStateException("A refusal claims no message id and cannot be refused itself", e);
        }
    }

    private UnitOfWork.Conclusion<Outcome> turnAway(Unit unit, Line.Turned turned, Refusal refusal) throws Refused {
        Optional<MessageId> id = turned.message().map(m -> m.header().id());
        if (turned.sender().isPresent()) {
            Optional<Answered> before = unit.claim(new Unit.Claim(
                    turned.sender().get(), judgement(turned, refusal), Optional.empty(), Optional.empty()));
            if (before.isPresent()) {
                return toldBefore(unit, turned, refusal, before.get());
            }
        }
        Optional<String> messageRef = turned.sender().flatMap(s -> id.map(i -> unit.pseudonym(s, i)));
        Optional<Unit.Shelved> shelved = shelve(unit, turned, refusal);
        int kept = shelved.filter(Unit.Shelved::fresh).isPresent() ? 1 : 0;
        return new UnitOfWork.Conclusion<>(1 + kept, places -> {
            Entries entries = new Entries(clock.instant(), messageRef, unit::commitment);
            Answered answered = turnedAway(places, turned, refusal, entries, shelved);
            return new Outcome(answered, false, turned.sender(), id, turned.decision());
        });
    }

    /** The same judgement of the same bytes: the same answer. What a person has put aside since is kept again. */
    private UnitOfWork.Conclusion<Outcome> toldBefore(Unit unit, Line.Turned turned, Refusal refusal, Answered before) {
        Outcome outcome = Outcome.again(
                before, turned.sender(), turned.message().map(m -> m.header().id()));
        Optional<Unit.Shelved> again = shelve(unit, turned, refusal).filter(Unit.Shelved::fresh);
        return again.isEmpty()
                ? UnitOfWork.Conclusion.of(outcome)
                : new UnitOfWork.Conclusion<>(1, places -> {
                    Entries entries = new Entries(clock.instant(), Optional.empty(), unit::commitment);
                    places.log(List.of(entries.shelved(turned, again.get(), before.position())));
                    places.refused(again.get(), before.position(), Optional.empty());
                    return outcome;
                });
    }

    private static Optional<Unit.Shelved> shelve(Unit unit, Line.Turned turned, Refusal refusal) {
        return Unreadable.isKept(turned, refusal)
                ? Optional.of(unit.shelve(
                        new Unit.Shelving(turned.arrival(), turned.sender().orElseThrow(), refusal)))
                : Optional.empty();
    }

    private static Answered turnedAway(
            UnitOfWork.Places places,
            Line.Turned turned,
            Refusal refusal,
            Entries entries,
            Optional<Unit.Shelved> shelved) {
        Optional<String> receiptId = turned.sender().map(s -> UUID.randomUUID().toString());
        Position position = new Position(places.first());
        places.log(entries.turnedAway(turned, refusal, receiptId));
        shelved.filter(Unit.Shelved::fresh)
                .ifPresent(kept -> places.log(List.of(entries.shelved(turned, kept, position))));
        shelved.ifPresent(kept -> places.refused(kept, position, receiptId));
        return receiptId
                .map(receipt -> places.answer(new ReceiptFacts(
                        receipt,
                        turned.message().map(m -> m.header().id()),
                        turned.arrival().bytes().digest(),
                        turned.arrival().receivedAt(),
                        Answered.Outcome.REFUSED,
                        Optional.of(refusal),
                        turned.protocol(),
                        turned.decision().map(Decision::rulings).orElse(List.of()),
                        position)))
                .orElseGet(
                        () -> new Answered(Answered.Outcome.REFUSED, Optional.of(refusal), Optional.empty(), position));
    }

    /**
     * What a refusal is recognised by. A refused message is judged again when it comes again, because the protocol, a
     * signature or a certificate may have changed; only the same judgement of the same bytes gets the same receipt.
     */
    private static Digest judgement(Line.Turned turned, Refusal refusal) {
        String judged = String.join(
                "\n",
                turned.content().hex(),
                refusal.code().code(),
                refusal.reason().orElse(""),
                refusal.clauses().toString(),
                turned.protocol().map(p -> p.digest().hex()).orElse(""));
        return Digest.of(judged.getBytes(StandardCharsets.UTF_8));
    }
}
