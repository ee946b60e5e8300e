package org.marac.gateway.flow;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Refused;

/**
 * Steps 10 and 11 of what is refused: it is logged, kept for a person where it could not be read, and answered where its sender
 * is known.
 */
final class TurningAway {
    private final UnitOfWork unitOfWork;
    private final Clock clock;

    TurningAway(UnitOfWork unitOfWork, Clock clock) {
        this.unitOfWork = unitOfWork;
        this.clock = clock;
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
