package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
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
 * What is no message and is kept all the same: that an agency has changed who its records say someone is, which the
 * coordinator looks at in every case that knows the person, and which moves no case; and what an agency's system answers. It
 * shares nothing with anyone, so no clause need permit it; and its sender is answered alike whether anyone is known here.
 */
final class Reviews {
    private final UnitOfWork unitOfWork;
    private final Clock clock;

    Reviews(UnitOfWork unitOfWork, Clock clock) {
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /** Records what an agency did to its own records; refuses only where its id stands for other content. */
    Outcome review(Line.Fresh fresh, IdentityChange change) throws Refused {
        return unitOfWork.write(unit -> keep(
                unit,
                fresh,
                change.id(),
                (sender, content, at) -> new Kept(
                        "identity.changed",
                        said -> said.and("kind", change.kind().name().toLowerCase(Locale.ROOT)),
                        unit.review(new Unit.Changed(sender, change, content, at)))));
    }

    /** Keeps what an agency's system answered; its sender is told alike whether what it answers is known here. */
    Outcome take(Line.Fresh fresh, PartnerAnswer answer) throws Refused {
        return unitOfWork.write(unit -> keep(unit, fresh, answer.id(), (sender, content, at) -> {
            Unit.Filed filed = unit.answered(new Unit.Given(sender, answer, content, at));
            return new Kept(
                    "answer.received",
                    said -> said.and("case", filed.caseRef())
                            .and("code", answer.code().name().toLowerCase(Locale.ROOT)),
                    filed.notices());
        }));
    }

    /** Keeps it with the cases it concerns. */
    @FunctionalInterface
    private interface Keeping {
        Kept keep(AgencyId sender, Bytes content, Instant receivedAt);
    }

    /**
     * What was kept.
     *
     * @param event what the log calls it
     * @param details what the log says of it beside who said it
     * @param notices what the coordinator must be told of
     */
    private record Kept(String event, UnaryOperator<Details> details, List<Notice> notices) {}

    private UnitOfWork.Conclusion<Outcome> keep(Unit unit, Line.Fresh fresh, MessageId id, Keeping keeping)
            throws Refused {
        Line.Identified identified = fresh.from().from();
        Arrival arrival = identified.arrival();
        AgencyId sender = identified.sender();
        Optional<Answered> before =
                unit.claim(new Unit.Claim(sender, fresh.content(), Optional.of(id), arrival.transmission()));
        if (before.isPresent()) {
            return UnitOfWork.Conclusion.of(Outcome.again(before.get(), Optional.of(sender), Optional.of(id)));
        }
        Kept kept = keeping.keep(sender, fresh.from().inside().content(), arrival.receivedAt());
        String messageRef = unit.pseudonym(sender, id);
        return new UnitOfWork.Conclusion<>(1 + kept.notices().size(), places -> {
            Instant now = clock.instant();
            ProtocolRef protocol = identified.protocol().ref();
            Entries entries = new Entries(now, Optional.of(messageRef), unit::commitment);
            Details said = kept.details()
                    .apply(Details.none().and("from", sender.value()).and("message", messageRef))
                    .and("content", unit.commitment(arrival.bytes()).hex());
            List<Entry> all =
                    new ArrayList<>(List.of(new Entry.Noted(now, kept.event(), Optional.of(protocol), said.list())));
            kept.notices().forEach(notice -> all.add(entries.noted(notice)));
            places.log(all);
            return answered(places, identified, id, protocol);
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
