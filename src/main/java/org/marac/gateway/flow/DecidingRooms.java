package org.marac.gateway.flow;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Tie;

/**
 * What it asks of the rooms that a person of the MARAC decides on something of the record.
 *
 * @param protocol which version is in force
 * @param bonds who of a case is bound to an agency
 * @param desk what is to be decided on, and where it is written down
 * @param <E> what is decided on
 * @param <P> one open transaction over it
 */
public record DecidingRooms<E, P extends DecidingRooms.Page<E>>(
        HoldRooms.Protocols protocol, Bonds bonds, Desk<E, P> desk) {
    private static final Set<Office> MAY = EnumSet.of(Office.COORDINATOR, Office.DEPUTY, Office.CHAIR);

    /** How are the people of a case bound to the parties of the protocol? */
    @FunctionalInterface
    public interface Bonds {
        Map<AgencyId, Set<Tie>> of(Recalled recalled, Protocol protocol);
    }

    /** What is to be decided on, and where it is written down. */
    public interface Desk<E, P extends Page<E>> {
        /** Everything on which nobody has decided, oldest first. */
        List<E> open();

        /** All or nothing. */
        <T> T write(Work<P, T> work) throws Declined;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    public interface Work<P, T> {
        T in(P page) throws Declined;
    }

    /** One open transaction. */
    public interface Page<E> {
        /** The one of this id, and nobody else decides on it before this transaction ends. */
        Optional<E> lock(String id);

        /** Who the people of a case are; empty where it was disposed of. */
        Optional<Candidate.Side> side(String caseRef);

        /** Takes the next places in the audit log; answers the first. */
        long reserve(int entries);

        /** Writes entries to the places reserved, in order. */
        void log(List<Entry> entries);
    }

    /** Declines whoever does not hold an office that decides on the record. */
    static void requireOffice(Official official) throws Declined {
        Declined.unless(MAY.contains(official.acting().office()), Declined.Why.NOT_YOUR_OFFICE);
    }

    /** Who the people of a case are, for an official who is not too close to any of them. */
    Candidate.Side side(P page, String caseRef, Official official, Protocol protocol) throws Declined {
        Declined.unless(!official.recused().contains(caseRef), Declined.Why.CONFLICT_OF_INTEREST);
        Candidate.Side side = page.side(caseRef).orElseThrow(() -> new Declined(Declined.Why.GONE));
        boolean close = Conflicts.named(official, side)
                || Conflicts.staff(List.of(official.acting()), bonds.of(side.recalled(), protocol));
        Declined.unless(!close, Declined.Why.CONFLICT_OF_INTEREST);
        return side;
    }

    Protocol inForce(Instant now) throws Declined {
        return protocol.required(now).protocol();
    }
}
