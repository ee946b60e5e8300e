package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Unread;

/**
 * What it asks of the rooms that a person deals with what could not be read.
 *
 * @param protocols which version is in force
 * @param desk what is kept, and where it is written down what becomes of it
 * @param doors the ways by which things come in, and by which their senders are answered
 * @param identify who speaks
 * @param open what is inside a seal
 */
public record UnreadRooms(
        HoldRooms.Protocols protocols, Desk desk, Doors doors, Rooms.Identify identify, Rooms.Open open) {

    /** What is kept, and where it is written down what becomes of it. */
    public interface Desk {
        /** What waits for a person, the oldest first. */
        List<Unread> open();

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
        /** One of them, and nobody else ends it before this transaction does. */
        Optional<Unread> lock(String id);

        /** As it came, without bytes where only the evidence is kept; empty where its key is destroyed. */
        Optional<Arrival> arrival(Unread unread);

        /** How it ended, and where the log says so. */
        void end(Unread unread, Unread.State state, Position entry);

        /** Destroys its key, and with it the bytes. */
        void destroy(Unread unread);

        /** Whose time is over, some of them. */
        List<Unread> overdue(Instant now);

        /** Takes the next places in the audit log; answers the first. */
        long reserve(int entries);

        /** Writes entries to the places reserved, in order. */
        void log(List<Entry> entries);
    }

    /** The ways by which things come in, and by which their senders are answered. */
    @FunctionalInterface
    public interface Doors {
        /** Takes it once more, as its door takes things; where it is read, its sender gets its receipts. */
        Result take(Unread unread, Arrival arrival);
    }

    /**
     * What came of taking it once more.
     *
     * @param entry where the log says so; of a table, of its last row
     * @param refusal why it could not be read again, or a row of it was refused that nothing else keeps; empty where nothing of
     *     it would be lost
     * @param told how its sender gets its receipts, where it was read
     */
    public record Result(Position entry, Optional<Refusal> refusal, Optional<Told> told) {}

    /** How the sender gets its receipts. */
    public enum Told {
        /** They lie where the sender takes its receipts from. */
        SENT,
        /** They are there for the sender to ask for, and it does not know that: telephone. */
        TO_ASK_FOR
    }
}
