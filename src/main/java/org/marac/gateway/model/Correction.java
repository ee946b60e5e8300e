package org.marac.gateway.model;

import java.util.Optional;

/**
 * Takes the place of a message the same agency sent before: with the whole new content, or with none of it.
 *
 * @param header ids, times, purpose
 * @param corrects which message, in the sender's own numbering
 * @param withdrawal why nothing takes its place; empty where there is new content
 * @param content what stands instead, whole, under this correction's header: a {@link Referral} or an {@link Information}
 */
public record Correction(Header header, MessageId corrects, Optional<Withdrawal> withdrawal, Optional<Message> content)
        implements Message {

    public Correction {
        if (withdrawal.isPresent() == content.isPresent()) {
            throw new IllegalArgumentException("A correction has new content or withdraws, and not both");
        }
    }

    @Override
    public MessageKind kind() {
        return MessageKind.CORRECTION;
    }

    @Override
    public Message substance() {
        return content.orElse(this);
    }

    /**
     * Nothing takes its place.
     *
     * @param reason why, a code; all that is told of it
     */
    public record Withdrawal(Reason reason) {}

    /** Why a message is withdrawn. */
    public enum Reason {
        /** It was about someone else. */
        WRONG_PERSON,
        NOT_TRUE,
        /** An address or a number in it is no longer safe to use. */
        NO_LONGER_SAFE,
        SENT_IN_ERROR,
        /** Something else stands instead that this recipient may not see. Said by the gateway alone. */
        CORRECTED
    }
}
