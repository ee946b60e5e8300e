package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.model.Turn;
import org.marac.gateway.model.Waiting;

/**
 * What the main line asks of the rooms: one question each. The rooms do not know each other; {@code wiring} hands them
 * in here.
 *
 * @param identify step 2
 * @param open step 3
 * @param recognise step 4
 * @param understand step 5
 * @param match step 6; which case it is filed in is settled in step 10, where two messages may open one case at once
 * @param decide step 7
 * @param disclose step 8
 * @param close step 9
 * @param commit step 10
 */
public record Rooms(
        Identify identify,
        Open open,
        Recognise recognise,
        Understand understand,
        Match match,
        Decide decide,
        Disclose disclose,
        Close close,
        UnitOfWork commit) {

    /** Who is speaking, and may they? */
    @FunctionalInterface
    public interface Identify {
        Identified identify(Arrival arrival, Instant now) throws Refused;
    }

    /** Is it theirs, and for us? Asked of sealed content only. */
    @FunctionalInterface
    public interface Open {
        Opened open(Bytes sealed, Identified sender, Instant now) throws Refused;
    }

    /** Was exactly this admitted before? Refuses the same transmission id with other content. */
    @FunctionalInterface
    public interface Recognise {
        Optional<Answered> recognise(AgencyId sender, Digest content, Optional<MessageId> transmission) throws Refused;
    }

    /** What does it say? */
    public interface Understand {
        Message understand(Opened opened, AgencyId sender, AgencyId coordinator) throws Refused;

        /** What an agency did to its own records of people; empty of everything that is a message. */
        default Optional<IdentityChange> identityChange(Opened opened, AgencyId coordinator) throws Refused {
            return Optional.empty();
        }

        /** What an agency's system answers to something; empty of everything that is a message. */
        default Optional<PartnerAnswer> answer(Opened opened, AgencyId sender, AgencyId coordinator) throws Refused {
            return Optional.empty();
        }

        /**
         * The message with what goes with it out of the record: what it corrects, and where it stands among what else its
         * sender says in one conversation; with a case that is handed on, what was said in it.
         *
         * @throws Refused {@code NOT_CORRECTABLE}
         */
        default Placed complete(Message message, Arrival arrival) throws Refused {
            return new Placed(message, Optional.empty());
        }

        /** The canonical form of what it says. */
        Bytes write(Message message);

        /** What is present in it: kinds of data, and about whom. */
        Set<Material> materials(Bytes canonical) throws Refused;
    }

    /**
     * A message in its place.
     *
     * @param message what it says
     * @param turn where it stands in its sender's conversation; empty where it names none
     */
    public record Placed(Message message, Optional<Turn> turn) {}

    /** That something else was said in the conversation since the message's turn was worked out: begin it again. */
    public static final class SaidMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1;

        public SaidMeanwhile() {
            super("Something else was said in the conversation meanwhile");
        }
    }

    /** May this go to them, for this purpose? A pure function. */
    @FunctionalInterface
    public interface Decide {
        Decision decide(Protocol protocol, Question question);
    }

    /** What else is known of its people: from the record, and by comparing with the parties of the protocol? */
    @FunctionalInterface
    public interface Match {
        Matched match(Message message, Protocol protocol);
    }

    /**
     * What may each of these recipients see of it? One view per permit, in their order, each already checked again from
     * the bytes that will leave. The record names the coordinator's agency where one of the permits is for what it keeps.
     */
    @FunctionalInterface
    public interface Disclose {
        List<Projected> disclose(
                Bytes canonical,
                Optional<AgencyId> record,
                List<Ruling.Permit> permits,
                List<Guarded> guarded,
                Doubt doubt);

        /** The view of one recipient that does not keep the record. */
        default Projected disclose(Bytes canonical, Ruling.Permit permit, List<Guarded> guarded, Doubt doubt) {
            return disclose(canonical, Optional.empty(), List.of(permit), guarded, doubt)
                    .get(0);
        }
    }

    /** Sealed for the recipient, signed by this gateway, and as the door carries it by which it leaves. */
    @FunctionalInterface
    public interface Close {
        Sealed close(Envelope envelope, Party recipient, Door door, Instant now);

        /** The same; empty where no valid certificate of the recipient is at hand and the others must not wait for it. */
        default Optional<Sealed> closeIfPossible(Envelope envelope, Party recipient, Door door, Instant now) {
            return Optional.of(close(envelope, recipient, door, now));
        }
    }

    /** All or nothing. */
    public interface UnitOfWork {
        /**
         * Runs the work in one transaction, alone or together with other work that came at the same time, and has
         * committed it when this returns. Runs it again from the start where two transactions met on the same case, or
         * where other work spoilt the transaction; throws where nothing could be written.
         */
        <T> T write(Work<T> work) throws Refused;
    }

    /** What is done in one transaction before places in the audit log are taken: everything that needs none. */
    @FunctionalInterface
    public interface Work<T> {
        Conclusion<T> in(Unit unit) throws Refused;
    }

    /**
     * The end of a work, written when its places in the audit log are known. All others wait from then to the commit.
     *
     * @param entries how many places it takes
     * @param write writes exactly so many entries, and what names their places
     */
    public record Conclusion<T>(int entries, Function<Places, T> write) {
        /** Nothing more to write. */
        static <T> Conclusion<T> of(T result) {
            return new Conclusion<>(0, places -> result);
        }
    }

    /** One open transaction, and what the main line writes in it first. */
    public interface Unit {
        /**
         * Claims the message for this transaction, or says how it was answered before. Refuses a message id that stands
         * for other content.
         */
        Optional<Answered> claim(Claim claim) throws Refused;

        /**
         * Ends what was said before and is corrected: it is marked, nothing of it waits any more for a person or to
         * leave. File the correction afterwards.
         *
         * @throws Refused {@code NOT_CORRECTABLE}
         */
        Superseded supersede(Correction correction, Instant at) throws Refused;

        /** Tells the coordinator; once for each thing. */
        void raise(Notice notice);

        /**
         * Keeps what an agency did to its own records with every case that knows the person, and tells the coordinator
         * of each. No case is opened, and none is moved.
         */
        List<Notice> review(Changed changed);

        /** Keeps what could not be read, sealed, for a person; the same bytes of one agency once. */
        Shelved shelve(Shelving shelving);

        /** Finds or opens the case and files the message there. */
        Filed file(Filing filing);

        /**
         * Keeps a filed message's turn in its conversation; one that is overtaken is marked so.
         *
         * @throws SaidMeanwhile where it is no longer its turn
         */
        void speak(Message message, Turn turn, Instant receivedAt);

        /**
         * Keeps an answer with the case of what it answers; with one of its own where that is not known.
         *
         * @return the case, and what the coordinator must be told
         */
        Filed answered(Given given);

        /**
         * A keyed digest of the content. In the audit log it stands for bytes that may hold personal data: whoever has
         * the gateway's key can prove which bytes were meant, and nobody else can try guesses against it.
         */
        Digest commitment(Bytes content);

        /** The pseudonym under which the audit log speaks of this message. */
        String pseudonym(AgencyId sender, MessageId message);
    }

    /** The places taken in the audit log, one after another, and what the main line writes last. */
    public interface Places {
        /** Index of the first. */
        long first();

        /** Writes entries to the places, in order. */
        void log(List<Entry> entries);

        /** Puts a sealed disclosure into the outbox. */
        void post(Posting posting);

        /** Keeps what waits for a person. */
        void hold(Waiting waiting);

        /**
         * Writes down where the log says that what is kept was refused, and by which receipt its sender knows: one of
         * before where none is given.
         */
        void refused(Shelved shelved, Position position, Optional<String> receiptId);

        /** Signs and keeps the receipt, so that every retry of what was claimed is told the same. */
        Answered answer(ReceiptFacts facts);
    }

    /**
     * What a message is recognised by.
     *
     * @param sender the authenticated agency
     * @param content digest of what must be the same on a retry
     * @param message the sender's id, where this claims it
     * @param transmission the door's transmission id, where this claims it
     */
    public record Claim(
            AgencyId sender, Digest content, Optional<MessageId> message, Optional<MessageId> transmission) {}

    /**
     * What goes into the MARAC record.
     *
     * @param message what was said
     * @param view what the record may hold of it, in canonical form
     * @param evidence the bytes as received
     * @param whole all of it in canonical form, where some of it waits for a person
     * @param receivedAt when
     */
    public record Filing(Message message, Bytes view, Bytes evidence, Optional<Bytes> whole, Instant receivedAt) {}

    /**
     * What an agency did to its own records of people.
     *
     * @param sender which agency
     * @param change what it did
     * @param evidence what it said
     * @param receivedAt when
     */
    public record Changed(AgencyId sender, IdentityChange change, Bytes evidence, Instant receivedAt) {}

    /**
     * What could not be read.
     *
     * @param arrival all that came
     * @param sender who sent it
     * @param refusal why it could not be read
     */
    public record Shelving(Arrival arrival, AgencyId sender, Refusal refusal) {}

    /**
     * What could not be read and is kept.
     *
     * @param id its id
     * @param fresh whether it was not kept before
     * @param sealed whether its bytes are kept, and not only that they came
     */
    public record Shelved(String id, boolean fresh, boolean sealed) {}

    /**
     * What an agency's system answered.
     *
     * @param sender which agency
     * @param answer what it answered
     * @param evidence the bytes
     * @param receivedAt when
     */
    public record Given(AgencyId sender, PartnerAnswer answer, Bytes evidence, Instant receivedAt) {}

    /**
     * A message that was filed.
     *
     * @param caseRef the pseudonym of its case
     * @param notices what the coordinator must be told of
     */
    public record Filed(String caseRef, List<Notice> notices) {
        public Filed {
            notices = List.copyOf(notices);
        }
    }

    /**
     * What was said before and does not stand any more.
     *
     * @param caseRef the pseudonym of its case
     * @param messageRef its pseudonym
     * @param sent to whom it went, or was to go
     * @param ended what of it waited for a person
     */
    public record Superseded(String caseRef, String messageRef, List<Sent> sent, List<Waiting> ended) {
        public Superseded {
            sent = List.copyOf(sent);
            ended = List.copyOf(ended);
        }
    }

    /**
     * To whom something went, or was to go.
     *
     * @param recipient for whom
     * @param door by which door
     * @param disclosure its entry in the audit log
     * @param undelivered whether it was not handed over as far as is known
     * @param unseen whether nobody can have got it
     */
    public record Sent(AgencyId recipient, Door door, Position disclosure, boolean undelivered, boolean unseen) {}

    /**
     * What is to leave.
     *
     * @param recipient for whom
     * @param door by which door
     * @param about what it is of
     * @param sealed the exact bytes
     * @param disclosure index of its entry in the audit log
     * @param at since when it waits
     */
    public record Posting(AgencyId recipient, Door door, About about, Sealed sealed, long disclosure, Instant at) {
        /**
         * Of what something is that leaves.
         *
         * @param message pseudonym of the message it is a view of
         * @param caseRef pseudonym of its case: what leaves of one case to one recipient leaves in order
         * @param emergency whether its sender marked it as an emergency
         * @param said whether the sender's receipt says that it goes there; of what it does not say the sender learns nothing
         *     later either
         */
        public record About(String message, String caseRef, boolean emergency, boolean said) {}
    }
}
