package org.marac.gateway.wiring;

import java.util.Optional;
import java.util.Set;
import org.marac.gateway.flow.Pack;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.format.Formats;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Transfer;
import org.marac.gateway.model.Turn;
import org.marac.gateway.record.CaseRecord;

/** What a message says, by its format and by what the record has of its sender's conversation. */
record Understanding(Formats formats, Ledger ledger) implements Rooms.Understand {
    @Override
    public Message understand(Opened opened, AgencyId sender, AgencyId coordinator) throws Refused {
        return formats.understand(opened, sender, coordinator);
    }

    @Override
    public Optional<IdentityChange> identityChange(Opened opened, AgencyId coordinator) throws Refused {
        return formats.identityChange(opened, coordinator);
    }

    @Override
    public Optional<PartnerAnswer> answer(Opened opened, AgencyId sender, AgencyId coordinator) throws Refused {
        return formats.answer(opened, sender, coordinator);
    }

    @Override
    public Rooms.Placed complete(Message message, Arrival arrival) throws Refused {
        if (message instanceof Correction correction && correction.isOfItsConversation()) {
            return corrected(correction, arrival);
        }
        if (message instanceof Referral && message.header().correlation().isPresent()) {
            return new Rooms.Placed(
                    message,
                    Optional.of(ledger.place(message, arrival.receivedAt()).turn()));
        }
        return new Rooms.Placed(
                message instanceof Transfer transfer
                        ? Pack.complete(
                                transfer,
                                ledger.standing(message).stream()
                                        .flatMap(filed -> read(filed).stream())
                                        .toList())
                        : message,
                Optional.empty());
    }

    /**
     * What is said in a conversation takes the place of what was said last in it; the conversation may also be named by the id
     * of the message it began with. Where the door names the conversation and nothing was said in it yet, what should follow is
     * the first that came: it stands by itself, and is not overwritten when what was before it comes.
     */
    private Rooms.Placed corrected(Correction correction, Arrival arrival) throws Refused {
        CaseRecord.Place place = ledger.place(correction, arrival.receivedAt());
        Turn turn = place.turn();
        if (turn.isOvertaken()) {
            return new Rooms.Placed(correction.content().orElseThrow(), Optional.of(turn));
        }
        Optional<MessageId> last = place.last()
                .or(() -> ledger.latest(correction.header().sender(), correction.corrects()))
                .flatMap(this::read)
                .map(said -> said.header().id());
        if (last.isPresent() || arrival.correlation().isEmpty()) {
            return new Rooms.Placed(correction.correcting(last.orElse(correction.corrects())), Optional.of(turn));
        }
        if (correction.content().isPresent()) {
            return new Rooms.Placed(correction.content().get(), Optional.of(turn));
        }
        return new Rooms.Placed(
                correction, Optional.of(new Turn(turn.before(), turn.follows(), Turn.Order.EARLY, Optional.empty())));
    }

    /** What the record may not hold may have been all a message says; then nothing of it goes anywhere. */
    private Optional<Message> read(CaseRecord.Filed filed) {
        try {
            return Optional.of(formats.read(filed.view()));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    @Override
    public Bytes write(Message message) {
        return formats.write(message);
    }

    @Override
    public Set<Material> materials(Bytes canonical) throws Refused {
        return formats.materials(canonical);
    }
}
