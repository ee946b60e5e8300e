package org.marac.gateway.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Justification;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Sealed;

/**
 * Who must be told that what they were sent does not stand any more? Everyone who may have seen it and is not shown what
 * stands instead; and all they are told is that, however much they were once allowed to see. It needs no clause: an agency
 * that has withdrawn from the protocol holds what it was sent all the same.
 */
record Recalls(Rooms.Understand understand, Rooms.Close close) {

    /**
     * One recipient's notice.
     *
     * @param door by which it leaves: the one by which that left which is recalled
     * @param recalled where the log says that it was sent
     * @param leaving the notice, sealed; empty where it cannot be sealed, and a person must telephone
     */
    record Notice(AgencyId to, Door door, Position recalled, Optional<Sealed> leaving) {}

    private record Address(AgencyId to, Door door) {}

    /** The notices, one per recipient and door. */
    List<Notice> of(Line.Closed closed, Correction correction, Unit.Superseded superseded, Instant now) {
        Protocol protocol = closed.from().from().understood().identified().protocol();
        Set<Address> told = new HashSet<>();
        closed.sealed().forEach(view -> told.add(new Address(view.recipient().id(), view.door())));
        Bytes notice = understand.write(notice(correction));
        List<Notice> notices = new ArrayList<>();
        for (Unit.Sent sent : superseded.sent()) {
            if (!sent.unseen() && told.add(new Address(sent.recipient(), sent.door()))) {
                Optional<Sealed> leaving = addressee(protocol, sent)
                        .flatMap(party -> close.closeIfPossible(
                                Letter.about(correction).recall(notice, party.id(), protocol, now),
                                party,
                                sent.door(),
                                now));
                notices.add(new Notice(sent.recipient(), sent.door(), sent.disclosure(), leaving));
            }
        }
        return notices;
    }

    private static Optional<Party> addressee(Protocol protocol, Unit.Sent sent) {
        Optional<Party> party = protocol.party(sent.recipient());
        return sent.door() == Door.ALTERNATE ? party.flatMap(Party::asAlternate) : party;
    }

    /** That it is withdrawn; of the sender's own words only the envelope. */
    private static Correction notice(Correction correction) {
        Header header = correction.header();
        return new Correction(
                new Header(
                        header.id(),
                        header.sender(),
                        header.created(),
                        header.purpose(),
                        Optional.empty(),
                        Optional.empty(),
                        header.emergency(),
                        header.labels(),
                        header.marking(),
                        Optional.<Justification>empty(),
                        List.of(),
                        List.of()),
                correction.corrects(),
                Optional.of(correction
                        .withdrawal()
                        .orElseGet(() -> new Correction.Withdrawal(Correction.Reason.CORRECTED))),
                Optional.empty());
    }
}
