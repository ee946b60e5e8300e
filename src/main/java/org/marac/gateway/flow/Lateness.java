package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Sealed;

/**
 * What is the sender told when what it said has not reached an agency in time? That, by the agency's own door, sealed and
 * signed; with nothing in it but codes, its own message id and the name of an agency that its receipt named. It telephones.
 *
 * @param close seals
 * @param inForce the version in force; nobody is told who has not signed it
 */
public record Lateness(Rooms.Close close, InForce inForce) {
    /** By these doors something can go that is no view of a message. */
    private static final Set<Door> CARRYING =
            Set.of(Door.QUEUE, Door.REST, Door.FILES, Door.MAIL, Door.MLLP, Door.FHIR);

    /**
     * What has not arrived.
     *
     * @param sender who said it
     * @param message its own id of it
     * @param caseRef pseudonym of the case
     * @param recipient whom it has not reached
     * @param disclosure where the log says that it was to go
     * @param since since when it waits
     * @param refused whether the recipient's system has said that it will never take it
     */
    public record Late(
            AgencyId sender,
            MessageId message,
            String caseRef,
            AgencyId recipient,
            long disclosure,
            Instant since,
            boolean refused) {}

    /**
     * A notice to its sender.
     *
     * @param id its own
     * @param to the sender
     * @param caseRef pseudonym of the case
     * @param door by which it goes
     * @param leaving the notice, sealed
     * @param entry what the log says of it
     */
    public record Told(String id, AgencyId to, String caseRef, Door door, Sealed leaving, Entry entry) {}

    /** The notice; empty where the sender is not to be told, or cannot be: only the coordinator is. */
    public Optional<Told> tell(Late late, Instant now) {
        Protocol protocol = inForce.protocol();
        // Who receives something itself is not told of that, and the coordinator is told anyway.
        boolean concerned =
                !late.sender().equals(late.recipient()) && !late.sender().equals(protocol.coordinator());
        return protocol.party(late.sender())
                .filter(party -> concerned && inForce.signatories().contains(party.id()))
                .flatMap(party -> door(party).flatMap(door -> told(late, party, door, now)));
    }

    private Optional<Told> told(Late late, Party sender, Door door, Instant now) {
        String id = UUID.randomUUID().toString();
        return close.closeIfPossible(letter(id, late, now), sender, door, now)
                .map(leaving ->
                        new Told(id, late.sender(), late.caseRef(), door, leaving, entry(late, door, leaving, now)));
    }

    private static Optional<Door> door(Party party) {
        return party.channels().stream()
                .filter(channel -> channel.receives() && CARRYING.contains(channel.door()))
                .map(Party.Channel::door)
                .findFirst();
    }

    private Envelope letter(String id, Late late, Instant now) {
        return Letter.notice(id, document(late, now), late.sender(), List.of(), inForce.protocol(), now);
    }

    /** Every value is a code, an id or a time, none of which JSON would have to escape. */
    private static Bytes document(Late late, Instant now) {
        return Bytes.utf8("{\"notice\":\"message.undelivered\",\"message\":\"" + late.message() + "\",\"to\":\""
                + late.recipient() + "\",\"state\":\"" + (late.refused() ? "refused" : "waiting") + "\",\"since\":\""
                + late.since() + "\",\"at\":\"" + now + "\"}");
    }

    private Entry entry(Late late, Door door, Sealed leaving, Instant now) {
        return new Entry.Noted(
                now,
                GlassNotice.SENT,
                Optional.of(inForce.protocol().ref()),
                Details.none()
                        .and("to", late.sender().value())
                        .and("door", door.name())
                        .and("sha256", leaving.bytes().digest().hex())
                        .and("case", late.caseRef())
                        .and("about", Long.toString(late.disclosure()))
                        .list());
    }
}
