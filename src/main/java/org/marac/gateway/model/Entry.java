package org.marac.gateway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the audit log says happened. Entries hold no personal data: pseudonyms and keyed commitments stand where a
 * person, a case or a sender's own message id would be.
 */
public sealed interface Entry
        permits Entry.Admitted,
                Entry.TurnedAway,
                Entry.Leaving,
                Entry.Delivered,
                Entry.Undelivered,
                Entry.Noted,
                HoldEntry {
    /** When, by the gateway's clock. Order is the index, not this. */
    Instant at();

    /** The event's name in the log, for example {@code message.admitted}. */
    String event();

    /**
     * A message was admitted: understood, decided, filed.
     *
     * @param arrived what came
     * @param from the authenticated sender
     * @param assurance how sure we are of it
     * @param question the facts the protocol was asked about, so that the decision can be made again
     * @param decision one ruling for every other party
     * @param caseRef pseudonym of the case
     * @param receiptId the receipt that answered it
     */
    record Admitted(
            Instant at,
            Arrived arrived,
            AgencyId from,
            Assurance assurance,
            Question question,
            Decision decision,
            String caseRef,
            String receiptId)
            implements Entry {
        @Override
        public String event() {
            return "message.admitted";
        }
    }

    /**
     * A message was refused.
     *
     * @param arrived what came
     * @param from the sender, where the channel proved one
     * @param refusal why
     * @param protocol the version in force, where one is
     * @param question the facts asked, where the message got so far
     * @param decision the rulings, where the message got so far
     * @param receiptId the negative receipt, where the sender is known
     */
    record TurnedAway(
            Instant at,
            Arrived arrived,
            Optional<AgencyId> from,
            Refusal refusal,
            Optional<ProtocolRef> protocol,
            Optional<Question> question,
            Optional<Decision> decision,
            Optional<String> receiptId)
            implements Entry {
        @Override
        public String event() {
            return "message.refused";
        }
    }

    /** Something was made for a recipient and may leave: what entries about its delivery name. */
    sealed interface Leaving extends Entry permits Disclosed, Recall {
        /** The sender of the message. */
        AgencyId from();

        AgencyId to();

        Door door();

        /** Pseudonym of the case. */
        String caseRef();

        ProtocolRef protocol();

        /** SHA-256 of the exact sealed bytes that leave; of a view that is filed, its keyed digest. */
        Digest sha256();

        /** The clauses that permit it. */
        List<ClauseId> clauses();
    }

    /**
     * One recipient's view was made and may leave.
     *
     * @param from the sender of the message
     * @param permit the ruling that permits it
     * @param door by which door it leaves; {@link Door#RECORD} where it is filed
     * @param messageRef pseudonym of the message
     * @param caseRef pseudonym of the case
     * @param protocol the version that decided
     * @param withheld the materials present in the message and not in this view
     * @param sha256 SHA-256 of the exact sealed bytes that leave; of a view that is filed, its keyed digest
     * @param bytes how many they are
     * @param decision index of the {@link Admitted} or {@link HoldEntry.Released} entry this belongs to
     */
    record Disclosed(
            Instant at,
            AgencyId from,
            Ruling.Permit permit,
            Door door,
            String messageRef,
            String caseRef,
            ProtocolRef protocol,
            Set<Material> withheld,
            Digest sha256,
            int bytes,
            Position decision)
            implements Leaving {
        public Disclosed {
            withheld = Set.copyOf(withheld);
        }

        @Override
        public String event() {
            return "message.disclosed";
        }

        @Override
        public AgencyId to() {
            return permit.recipient();
        }

        @Override
        public List<ClauseId> clauses() {
            return permit.clauses();
        }
    }

    /**
     * A recipient of something that was corrected or withdrawn is told not to rely on it: without content, because
     * nothing stands instead or this recipient may not see it.
     *
     * @param from the sender of the message
     * @param to who was sent what was corrected
     * @param door by which door the notice leaves: the one by which that left
     * @param messageRef pseudonym of the correction
     * @param caseRef pseudonym of the case
     * @param protocol the version in force
     * @param sha256 SHA-256 of the exact sealed bytes of the notice
     * @param bytes how many they are
     * @param recalled index of the {@link Leaving} entry of what is not to be relied on any more
     * @param decision index of the {@link Admitted} entry of the correction
     */
    record Recall(
            Instant at,
            AgencyId from,
            AgencyId to,
            Door door,
            String messageRef,
            String caseRef,
            ProtocolRef protocol,
            Digest sha256,
            int bytes,
            Position recalled,
            Position decision)
            implements Leaving {
        @Override
        public String event() {
            return "message.recalled";
        }

        @Override
        public List<ClauseId> clauses() {
            return List.of();
        }
    }

    /**
     * A disclosure was handed to the recipient's door.
     *
     * @param to the recipient
     * @param door by which door
     * @param sha256 digest of the exact bytes that left
     * @param attempts how many tries it took
     * @param disclosure index of the {@link Leaving} entry
     */
    record Delivered(Instant at, AgencyId to, Door door, Digest sha256, int attempts, Position disclosure)
            implements Entry {
        @Override
        public String event() {
            return "message.delivered";
        }
    }

    /**
     * A disclosure could not be handed over in its time.
     *
     * @param reason why, a code
     */
    record Undelivered(
            Instant at, AgencyId to, Door door, Digest sha256, int attempts, Position disclosure, String reason)
            implements Entry {
        @Override
        public String event() {
            return "message.undelivered";
        }
    }

    /**
     * Something about the gateway itself: started, protocol activated, export taken.
     *
     * @param event the event's name
     * @param protocol the version concerned
     * @param details codes and figures in order, never personal data
     */
    record Noted(Instant at, String event, Optional<ProtocolRef> protocol, List<Detail> details) implements Entry {
        public Noted {
            details = List.copyOf(details);
        }

        /**
         * A code or a figure.
         *
         * @param name what it is
         * @param value the code or figure
         */
        public record Detail(String name, String value) {}
    }

    /**
     * What came in.
     *
     * @param door by which door
     * @param messageRef pseudonym of the sender's message id; empty where none could be read
     * @param commitment keyed digest of the bytes as received: they may hold personal data, so a digest that anyone can
     *     compute would let guesses be tried
     * @param bytes how many they were
     * @param type what they claimed to be; empty when that was missing or not on the list
     */
    record Arrived(Door door, Optional<String> messageRef, Digest commitment, int bytes, Optional<MediaType> type) {}
}
