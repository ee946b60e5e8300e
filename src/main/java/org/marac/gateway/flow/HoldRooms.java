package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Seen;
import org.marac.gateway.model.Waiting;

/**
 * What the release line asks of the rooms. The steps it shares with the main line are the main line's own.
 *
 * @param protocol which version is in force, and who has signed it
 * @param understand what the message says
 * @param match what else is known of its people
 * @param decide may it go?
 * @param disclose what may be seen of it
 * @param close sealed for the recipient
 * @param desk what waits, and where it is written down
 */
public record HoldRooms(
        Protocols protocol,
        Rooms.Understand understand,
        Rooms.Match match,
        Rooms.Decide decide,
        Rooms.Disclose disclose,
        Rooms.Close close,
        Desk desk) {

    /** The same rooms, where others say which version is in force. */
    public HoldRooms asking(Protocols others) {
        return new HoldRooms(others, understand, match, decide, disclose, close, desk);
    }

    /** Which version is in force at the moment, and who has signed it? */
    @FunctionalInterface
    public interface Protocols {
        Optional<InForce> inForce(Instant at);

        /** The same, for what cannot be done without one. */
        default InForce required(Instant at) throws Declined {
            return inForce(at).orElseThrow(() -> new Declined(Declined.Why.NO_PROTOCOL_IN_FORCE));
        }
    }

    /** What waits, and where it is written down. */
    public interface Desk {
        /** What waits or waited under this id. */
        Optional<Waiting> find(String hold);

        /** The whole message in canonical form; empty where it is no longer kept. */
        Optional<Bytes> whole(String messageRef);

        /** A break-glass. */
        Optional<Glass> glass(String id);

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
        /** What waits, and nobody else ends it before this transaction does. */
        Optional<Waiting> lock(String hold);

        /**
         * Whether what was decided on a message rests on what the record still knows; if it does, until this transaction ends.
         *
         * @param seen what of the record it rests on; empty where the record was not asked
         */
        boolean stands(Message message, Optional<Seen> seen);

        /** What nobody has decided on in time. */
        List<Waiting> overdue(Instant now);

        /** Another office is asked. */
        void escalate(Waiting waiting, Instant due);

        /** Ends it; when nothing of its message waits any more, the record keeps no more of it than it may. */
        void settle(Waiting waiting, Waiting.State state, Instant at);

        /** Break-glass, and nobody else changes it before this transaction does. */
        Optional<Glass> lockGlass(String id);

        /** Writes down a break-glass, or how it stands now. */
        void keep(Glass glass);

        /** Uses of break-glass that nobody has reviewed in time. */
        List<Glass> overdueGlasses(Instant now);

        /** Takes the next places in the audit log. */
        long reserve(int entries);

        /** Writes entries to the places reserved, in order. */
        void log(List<Entry> entries);

        /** Puts a sealed disclosure into the outbox. */
        void post(Posting posting);

        /** A keyed digest of content. */
        Digest commitment(Bytes content);
    }
}
