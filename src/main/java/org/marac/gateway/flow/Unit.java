package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Seen;
import org.marac.gateway.model.Turn;
import org.marac.gateway.model.Waiting;

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

    /**
     * Finds or opens the case and files the message there.
     *
     * @throws SaidMeanwhile where the record is not what the message was decided on any more
     */
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

    /**
     * What a message is recognised by.
     *
     * @param sender the authenticated agency
     * @param content digest of what must be the same on a retry
     * @param message the sender's id, where this claims it
     * @param transmission the door's transmission id, where this claims it
     */
    record Claim(AgencyId sender, Digest content, Optional<MessageId> message, Optional<MessageId> transmission) {}

    /**
     * What goes into the MARAC record.
     *
     * @param message what was said
     * @param view what the record may hold of it, in canonical form
     * @param evidence the bytes as received
     * @param whole all of it in canonical form, where some of it waits for a person
     * @param receivedAt when
     * @param seen what of the record it was decided on; empty where the record was not asked
     */
    record Filing(
            Message message,
            Bytes view,
            Bytes evidence,
            Optional<Bytes> whole,
            Instant receivedAt,
            Optional<Seen> seen) {}

    /**
     * What an agency did to its own records of people.
     *
     * @param sender which agency
     * @param change what it did
     * @param evidence what it said
     * @param receivedAt when
     */
    record Changed(AgencyId sender, IdentityChange change, Bytes evidence, Instant receivedAt) {}

    /**
     * What could not be read.
     *
     * @param arrival all that came
     * @param sender who sent it
     * @param refusal why it could not be read
     */
    record Shelving(Arrival arrival, AgencyId sender, Refusal refusal) {}

    /**
     * What could not be read and is kept.
     *
     * @param id its id
     * @param fresh whether it was not kept before
     * @param sealed whether its bytes are kept, and not only that they came
     */
    record Shelved(String id, boolean fresh, boolean sealed) {}

    /**
     * What an agency's system answered.
     *
     * @param sender which agency
     * @param answer what it answered
     * @param evidence the bytes
     * @param receivedAt when
     */
    record Given(AgencyId sender, PartnerAnswer answer, Bytes evidence, Instant receivedAt) {}

    /**
     * A message that was filed.
     *
     * @param caseRef the pseudonym of its case
     * @param notices what the coordinator must be told of
     */
    record Filed(String caseRef, List<Notice> notices) {
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
    record Superseded(String caseRef, String messageRef, List<Sent> sent, List<Waiting> ended) {
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
    record Sent(AgencyId recipient, Door door, Position disclosure, boolean undelivered, boolean unseen) {}

    /**
     * That something else was said since the message's turn was worked out, or since it was decided on: begin it again.
     */
    final class SaidMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1;

        public SaidMeanwhile() {
            super("Something else was said meanwhile, in its conversation or about its people");
        }
    }
}
