package org.marac.gateway.flow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Turn;

/** The stations of the main line. Each can only be built from the one before it, so the compiler keeps the order. */
final class Line {
    private Line() {}

    /** Step 2: we know who speaks. */
    record Identified(Arrival arrival, org.marac.gateway.model.Identified by) {
        AgencyId sender() {
            return by.agency().id();
        }

        Protocol protocol() {
            return by.inForce().protocol();
        }
    }

    /** Step 3: it is theirs and for us. */
    record Opened(Identified from, org.marac.gateway.model.Opened inside) {}

    /** Step 4: we have not admitted it before. */
    record Fresh(Opened from, Digest content) {}

    /** Step 5: we know what it says. */
    record Understood(Fresh from, Message message, Optional<Turn> turn, Bytes canonical, Set<Material> materials) {
        Identified identified() {
            return from.from().from();
        }

        /** What it takes the place of, if it is a correction. */
        Optional<Correction> correction() {
            return message instanceof Correction correction ? Optional.of(correction) : Optional.empty();
        }

        /** Whether what its sender said later came before it. */
        boolean isOvertaken() {
            return turn.filter(Turn::isOvertaken).isPresent();
        }

        /** Whether it takes back what has not come. */
        boolean isEarly() {
            return turn.filter(t -> t.order() == Turn.Order.EARLY).isPresent();
        }

        /** Whether it is filed and sent to nobody. */
        boolean goesToNobody() {
            return withdraws() || isOvertaken();
        }

        /** Whether its sender says that it is a test. */
        boolean isTest() {
            return message.header().labels().contains(Label.HTEST);
        }

        /** Whether it only takes something back: that shares nothing, so no clause need permit it. */
        boolean withdraws() {
            return correction().flatMap(Correction::withdrawal).isPresent();
        }
    }

    /** Step 6: we know what else is known of its people. */
    record Matched(Understood from, org.marac.gateway.model.Matched known) {}

    /**
     * Step 7: we know who may see what of it.
     *
     * @param told what the protocol says of the message by itself: its sender learns no more, for else whoever asks about a
     *     person would learn what others have said
     */
    record Decided(Matched from, Question question, Decision decision, Decision told) {
        Understood understood() {
            return from.from();
        }
    }

    /**
     * Step 8: each permitted recipient's own view, checked from its bytes, and what waits for a person.
     *
     * @param record what the record may hold; empty of a withdrawal, which discloses nothing to anyone
     */
    record Disclosed(Decided from, Optional<Projected> record, List<Projected> others, List<Held> held) {
        static Disclosed nothing(Decided from) {
            return new Disclosed(from, Optional.empty(), List.of(), List.of());
        }

        /** For the record alone. */
        Disclosed toNobody() {
            return new Disclosed(from, record, List.of(), List.of());
        }

        Disclosed holding(List<Held> all) {
            return new Disclosed(from, record, others, all);
        }
    }

    /**
     * What waits for a person.
     *
     * @param permit what may go once a person has agreed
     * @param reason why a person must look, a code
     * @param clauses the clauses that ask for it; those of the permit where the text gave the reason
     */
    record Held(Ruling.Permit permit, String reason, List<ClauseId> clauses) {
        static Held by(Ruling.Hold hold) {
            return new Held(hold.permit(), hold.reason(), hold.clauses());
        }

        /** The alternate contact has no certificate that is good now. */
        static Held unreachable(Projected projected) {
            return new Held(
                    projected.permit(),
                    "alternate-unreachable",
                    projected.permit().clauses());
        }

        static Held doubted(Projected projected) {
            // What it may see and is in doubt all the same is of a kind no machine passes on.
            boolean permitted = projected.permit().materials().containsAll(projected.doubts());
            return new Held(
                    projected.permit(),
                    permitted ? "not-for-a-machine" : "protected-value-in-text",
                    projected.permit().clauses());
        }
    }

    /** Step 9: the views that leave, sealed. */
    record Closed(Disclosed from, List<Sealed> sealed) {}

    /** One view that leaves. */
    record Sealed(Projected projected, Party recipient, org.marac.gateway.model.Sealed leaving) {
        Bytes bytes() {
            return leaving.bytes();
        }

        Door door() {
            return door(projected, recipient);
        }

        /** The door of whom it is for at the recipient. */
        static Door door(Projected projected, Party recipient) {
            return projected.permit().via() == Ruling.Via.ALTERNATE ? Door.ALTERNATE : recipient.receivesBy();
        }
    }

    /**
     * What is known of a message at the moment it is refused.
     *
     * @param content digest of what was judged; of the received bytes where they were not opened
     */
    record Turned(
            Arrival arrival,
            Optional<AgencyId> sender,
            Optional<ProtocolRef> protocol,
            Digest content,
            Optional<Message> message,
            Optional<Question> question,
            Optional<Decision> decision) {

        static Turned at(Arrival arrival, Refused refused) {
            return new Turned(
                    arrival,
                    refused.sender(),
                    refused.protocol(),
                    arrival.bytes().digest(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        static Turned at(Identified identified) {
            return new Turned(
                    identified.arrival(),
                    Optional.of(identified.sender()),
                    Optional.of(identified.protocol().ref()),
                    identified.arrival().bytes().digest(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        static Turned at(Understood understood) {
            Identified identified = understood.identified();
            return new Turned(
                    identified.arrival(),
                    Optional.of(identified.sender()),
                    Optional.of(identified.protocol().ref()),
                    understood.from().content(),
                    Optional.of(understood.message()),
                    Optional.empty(),
                    Optional.empty());
        }

        static Turned at(Decided decided) {
            Turned turned = at(decided.understood());
            return new Turned(
                    turned.arrival,
                    turned.sender,
                    turned.protocol,
                    turned.content,
                    turned.message,
                    Optional.of(decided.question()),
                    Optional.of(decided.decision()));
        }
    }
}
