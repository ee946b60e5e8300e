package org.marac.gateway.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What came in at a door: raw bytes as received, with the authenticated peer.
 *
 * @param door which door
 * @param peer who the transport proved it to be
 * @param type what the bytes claim to be; empty when it is missing or not on the list
 * @param bytes exactly as received; of a message larger than the limit only its beginning, one byte more than the limit
 * @param receivedAt the gateway's own clock
 * @param transmission the sender's id of this transmission (BaRS {@code X-Request-Id}), the same on a retry; empty where the door has none
 * @param correlation the sender's id of the conversation (BaRS {@code X-Correlation-Id}); empty where the door has none
 * @param claim what the wrapping says of the message inside; empty where there is none
 * @param again who has it taken once more, after it could not be read; empty where the sender itself sent it
 */
public record Arrival(
        Door door,
        Peer peer,
        Optional<MediaType> type,
        Bytes bytes,
        Instant receivedAt,
        Optional<MessageId> transmission,
        Optional<MessageId> correlation,
        Optional<Claim> claim,
        Optional<Again> again) {

    /** Something that its sender sent, with what its wrapping says of it. */
    public Arrival(
            Door door,
            Peer peer,
            Optional<MediaType> type,
            Bytes bytes,
            Instant receivedAt,
            Optional<MessageId> transmission,
            Optional<MessageId> correlation,
            Optional<Claim> claim) {
        this(door, peer, type, bytes, receivedAt, transmission, correlation, claim, Optional.empty());
    }

    /** Something that came in without a wrapping that says anything of it. */
    public Arrival(
            Door door,
            Peer peer,
            Optional<MediaType> type,
            Bytes bytes,
            Instant receivedAt,
            Optional<MessageId> transmission,
            Optional<MessageId> correlation) {
        this(door, peer, type, bytes, receivedAt, transmission, correlation, Optional.empty());
    }

    /**
     * What a wrapping (a CloudEvent) says of the message inside. It is not believed: the message must say the same.
     *
     * @param id the message's id
     * @param kind its kind
     */
    public record Claim(MessageId id, MessageKind kind) {}

    /**
     * A person has what could not be read taken once more, in its sender's name.
     *
     * @param unread the id under which it is kept
     * @param by who
     * @param changed whether the bytes are the person's and not the sender's
     */
    public record Again(String unread, Acting by, boolean changed) {}

    /** The same, taken once more. */
    public Arrival takenAgain(Again how) {
        return new Arrival(door, peer, type, bytes, receivedAt, transmission, correlation, claim, Optional.of(how));
    }

    /** The same with what its wrapping says of it. */
    public Arrival claiming(Claim said) {
        return new Arrival(door, peer, type, bytes, receivedAt, transmission, correlation, Optional.of(said), again);
    }

    /** The same with other bytes or another type: what was inside its wrapping, or what a person put right. */
    public Arrival corrected(Optional<MediaType> as, Bytes content) {
        return new Arrival(door, peer, as, content, receivedAt, transmission, correlation, claim, again);
    }
}
