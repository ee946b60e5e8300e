package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refused;

/**
 * What is no message and is kept all the same. An agency has changed who its records say someone is: the coordinator looks at every case that knows the person, and no case is
 * moved. It shares nothing with anyone, so no clause need permit it; and its sender is answered alike whether anyone is known here.
 */
final class Reviews {
    private final UnitOfWork unitOfWork;
    private final Clock clock;

    Reviews(UnitOfWork unitOfWork, Clock clock) {
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /** Records it; refuses only where its id stands for other content. */
    Outcome review(Line.Fresh fresh, IdentityChange change) throws Refused {
        return unitOfWork.write(unit -> reviewed(unit, fresh, change));
    }

    private UnitOfWork.Conclusion<Outcome> reviewed(Unit unit, Line.Fresh fresh, IdentityChange change) throws Refused {
        Line.Identified identified = fresh.from().from();
        Arrival arrival = identified.arrival();
        Optional<Answered> before = unit.claim(
                new Unit.Claim(identified.sender(), fresh.content(), Optional.of(change.id()), arrival.transmission()));
        if (before.isPresent()) {
            return UnitOfWork.Conclusion.of(new Outcome(
                    before.get(), true, Optional.of(identified.sender()), Optional.of(change.id()), Optional.empty()));
        }
        List<Notice> notices = unit.review(new Unit.Changed(
                identified.sender(), change, fresh.from().inside().content(), arrival.receivedAt()));
        String messageRef = unit.pseudonym(identified.sender(), change.id());
        return new UnitOfWork.Conclusion<>(1 + notices.size(), places -> {
            Instant now = clock.instant();
            ProtocolRef protocol = identified.protocol().ref();
            Entries entries = new Entries(now, Optional.of(messageRef), unit::commitment);
            Details said = Details.none()
                    .and("from", identified.sender().value())
                    .and("message", messageRef)
                    .and("kind", change.kind().name().toLowerCase(Locale.ROOT))
                    .and("content", unit.commitment(arrival.bytes()).hex());
            List<Entry> all = new ArrayList<>(
                    List.of(new Entry.Noted(now, "identity.changed", Optional.of(protocol), said.list())));
            notices.forEach(notice -> all.add(entries.noted(notice)));
            places.log(all);
            return answered(places, identified, change.id(), protocol);
        });
    }

    /** Keeps what an agency's system answered; its sender is told alike whether what it answers is known here. */
    Outcome take(Line.Fresh fresh, PartnerAnswer answer) throws Refused {
        return unitOfWork.write(unit -> taken(unit, fresh, answer));
    }

    private UnitOfWork.Conclusion<Outcome> taken(Unit unit, Line.Fresh fresh, PartnerAnswer answer) throws Refused {
        Line.Identified identified = fresh.from().from();
        Arrival arrival = identified.arrival();
        Optional<Answered> before = unit.claim(
                new Unit.Claim(identified.sender(), fresh.content(), Optional.of(answer.id()), arrival.transmission()));
        if (before.isPresent()) {
            return UnitOfWork.Conclusion.of(new Outcome(
                    before.get(), true, Optional.of(identified.sender()), Optional.of(answer.id()), Optional.empty()));
        }
        Unit.Filed filed = unit.answered(new Unit.Given(
                identified.sender(), answer, fresh.from().inside().content(), arrival.receivedAt()));
        String messageRef = unit.pseudonym(identified.sender(), answer.id());
        return new UnitOfWork.Conclusion<>(1 + filed.notices().size(), places -> {
            Instant now = clock.instant();
            ProtocolRef protocol = identified.protocol().ref();
            Entries entries = new Entries(now, Optional.of(messageRef), unit::commitment);
            Details said = Details.none()
                    .and("from", identified.sender().value())
                    .and("message", messageRef)
                    .and("case", filed.caseRef())
                    .and("code", answer.code().name().toLowerCase(Locale.ROOT))
                    .and("content", unit.commitment(arrival.bytes()).hex());
            List<Entry> all = new ArrayList<>(
                    List.of(new Entry.Noted(now, "answer.received", Optional.of(protocol), said.list())));
            filed.notices().forEach(notice -> all.add(entries.noted(notice)));
            places.log(all);
            return answered(places, identified, answer.id(), protocol);
        });
    }

    private static Outcome answered(
            UnitOfWork.Places places, Line.Identified identified, MessageId id, ProtocolRef protocol) {
        Answered answered = places.answer(new ReceiptFacts(
                UUID.randomUUID().toString(),
                Optional.of(id),
                identified.arrival().bytes().digest(),
                identified.arrival().receivedAt(),
                Answered.Outcome.ACCEPTED,
                Optional.empty(),
                Optional.of(protocol),
                List.of(),
                new Position(places.first())));
        return new Outcome(answered, false, Optional.of(identified.sender()), Optional.of(id), Optional.empty());
    }
}
