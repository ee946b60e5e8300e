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
     * Whether it names as its conversation the very message it corrects: what it takes the place of is then what was said
     * last in that conversation, because some systems know only the number that it began with.
     */
    public boolean isOfItsConversation() {
        return header.correlation().filter(corrects::equals).isPresent();
    }

    /** The same in the place of another message. */
    public Correction correcting(MessageId other) {
        return new Correction(header, other, withdrawal, content);
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
        /** Its sender has cancelled it and does not say why. */
        CANCELLED,
        /** Something else stands instead that this recipient may not see. Said by the gateway alone. */
        CORRECTED
    }
}
