package org.marac.gateway.flow;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Refused;

/**
 * Step 10 and 11: everything a message leaves behind, in one transaction. Places in the audit log are taken last,
 * because every other message waits while they are held.
 */
final class Commitment {
    private final Rooms.UnitOfWork unitOfWork;
    private final Clock clock;

    Commitment(Rooms.UnitOfWork unitOfWork, Clock clock) {
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /** Admits: files, logs, posts, answers. Refuses only where the id turns out to stand for other content. */
    Outcome commit(Line.Closed closed) throws Refused {
        return unitOfWork.write(unit -> commit(unit, closed));
    }

    private Outcome commit(Rooms.Unit unit, Line.Closed closed) throws Refused {
        Line.Decided decided = closed.from().from();
        Line.Understood understood = decided.understood();
        Line.Identified identified = understood.identified();
        Arrival arrival = identified.arrival();
        MessageId id = understood.message().header().id();
        Rooms.Claim claim = new Rooms.Claim(
                identified.sender(), understood.from().content(), Optional.of(id), arrival.transmission());
        Optional<Answered> before = unit.claim(claim);
        if (before.isPresent()) {
            return new Outcome(before.get(), true, Optional.of(identified.sender()), Optional.of(id), Optional.empty());
        }
        List<Line.Sealed> leaving = closed.sealed();
        List<Line.Held> waiting = closed.from().held();
        Rooms.Filed filed = unit.file(new Rooms.Filing(
                understood.message(),
                closed.from().record().view(),
                arrival.bytes(),
                waiting.isEmpty() ? Optional.empty() : Optional.of(understood.canonical()),
                arrival.receivedAt()));
        String caseRef = filed.caseRef();
        String messageRef = unit.pseudonym(identified.sender(), id);
        String receiptId = UUID.randomUUID().toString();

        long first = unit.reserve(
                2 + leaving.size() + waiting.size() + filed.notices().size());
        Instant now = clock.instant();
        for (int i = 0; i < leaving.size(); i++) {
            Line.Sealed sealed = leaving.get(i);
            unit.post(new Rooms.Posting(sealed.recipient().id(), sealed.bytes(), first + 2 + i, now));
        }
        List<String> holds =
                waiting.stream().map(held -> UUID.randomUUID().toString()).toList();
        for (int i = 0; i < waiting.size(); i++) {
            Line.Held held = waiting.get(i);
            unit.hold(new Rooms.Holding(
                    holds.get(i),
                    messageRef,
                    caseRef,
                    held.permit().recipient(),
                    held.reason(),
                    held.clauses(),
                    decided.question().emergency(),
                    first + 2 + leaving.size() + i,
                    now));
        }
        unit.log(new Entries(now, Optional.of(messageRef), unit::commitment)
                .admitted(closed, filed, receiptId, holds, first));
        Answered answered = unit.answer(new ReceiptFacts(
                receiptId,
                Optional.of(id),
                arrival.bytes().digest(),
                arrival.receivedAt(),
                Answered.Outcome.ACCEPTED,
                Optional.empty(),
                Optional.of(identified.protocol().ref()),
                decided.decision().rulings(),
                new Position(first)));
        return new Outcome(
                answered, false, Optional.of(identified.sender()), Optional.of(id), Optional.of(decided.decision()));
    }

    /** Refuses: logs, and answers where the sender is known. */
    Outcome turnAway(Line.Turned turned, Refusal refusal) {
        try {
            return unitOfWork.write(unit -> turnAway(unit, turned, refusal));
        } catch (Refused e) {
            throw new IllegalStateException("A refusal claims no message id and cannot be refused itself", e);
        }
    }

    private Outcome turnAway(Rooms.Unit unit, Line.Turned turned, Refusal refusal) throws Refused {
        Optional<MessageId> id = turned.message().map(m -> m.header().id());
        Optional<Rooms.Claim> claim = turned.sender()
                .map(sender -> new Rooms.Claim(sender, judgement(turned, refusal), Optional.empty(), Optional.empty()));
        if (claim.isPresent()) {
            Optional<Answered> before = unit.claim(claim.get());
            if (before.isPresent()) {
                return new Outcome(before.get(), true, turned.sender(), id, Optional.empty());
            }
        }
        Optional<String> receiptId = claim.map(c -> UUID.randomUUID().toString());
        Optional<String> messageRef = turned.sender().flatMap(s -> id.map(i -> unit.pseudonym(s, i)));
        long index = unit.reserve(1);
        unit.log(new Entries(clock.instant(), messageRef, unit::commitment).turnedAway(turned, refusal, receiptId));
        Answered answered = claim.map(c -> unit.answer(new ReceiptFacts(
                        receiptId.orElseThrow(),
                        id,
                        turned.arrival().bytes().digest(),
                        turned.arrival().receivedAt(),
                        Answered.Outcome.REFUSED,
                        Optional.of(refusal),
                        turned.protocol(),
                        turned.decision().map(Decision::rulings).orElse(List.of()),
                        new Position(index))))
                .orElseGet(() -> new Answered(
                        Answered.Outcome.REFUSED, Optional.of(refusal), Optional.empty(), new Position(index)));
        return new Outcome(answered, false, turned.sender(), id, turned.decision());
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
