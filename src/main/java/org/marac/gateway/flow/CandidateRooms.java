package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Tie;

/**
 * What deciding on possible duplicates asks of the rooms.
 *
 * @param protocol which version is in force
 * @param bonds who of a case is bound to an agency
 * @param desk what is to be decided on, and where it is written down
 */
public record CandidateRooms(HoldRooms.Protocols protocol, Bonds bonds, Desk desk) {

    /** How are the people of a case bound to the parties of the protocol? */
    @FunctionalInterface
    public interface Bonds {
        Map<AgencyId, Set<Tie>> of(Recalled recalled, Protocol protocol);
    }

    /** What is to be decided on, and where it is written down. */
    public interface Desk {
        /** Everything on which nobody has decided, oldest first. */
        List<Candidate> open();

        /** All or nothing. */
        <T> T write(Work<T> work) throws Declined;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Page page) throws Declined;
    }

    /** One open transaction. */
    public interface Page {
        /** A candidate, and nobody else decides on it before this transaction ends. */
        Optional<Candidate> lock(String id);

        /** Who the people of a case are; empty where it was disposed of. */
        Optional<Candidate.Side> side(String caseRef);

        /** Writes down what a person said. */
        void decide(Candidate candidate, Candidate.Said said, Instant at);

        /** Takes the next places in the audit log; answers the first. */
        long reserve(int entries);

        /** Writes entries to the places reserved, in order. */
        void log(List<Entry> entries);
    }
}
