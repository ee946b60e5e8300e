package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.model.Turn;

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

    /** What else is known of its people: from the record, and by comparing with the parties of the protocol? */
    @FunctionalInterface
    public interface Match {
        Matched match(Message message, Protocol protocol);
    }

    /** May this go to them, for this purpose? A pure function. */
    @FunctionalInterface
    public interface Decide {
        Decision decide(Protocol protocol, Question question);
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
}
