package org.marac.gateway.model;

import java.util.Locale;

/** Why did we decide no? The closed list of refusals; each says in one sentence, without content of the message, what was wrong. */
public enum RefusalCode {
    TOO_LARGE("The message is larger than the door accepts."),
    UNKNOWN_MEDIA_TYPE("The content type is missing or not on the list this door accepts."),
    UNKNOWN_PEER("The certificate or address belongs to no agency of the protocol."),
    NO_PROTOCOL_IN_FORCE("No version of the information-sharing protocol is in force."),
    NOT_A_SIGNATORY("The sending agency has no valid signature on the protocol version in force."),
    CHANNEL_NOT_AGREED("The protocol does not give the agency this channel, or asks it to sign what it sends here."),
    NOT_FOR_US("The message is not sealed for, or not addressed to, this gateway."),
    BAD_SIGNATURE("The message is not validly sealed and signed by the agency that sent it."),
    CERTIFICATE_REJECTED(
            "The signing certificate is not one the protocol names for the agency, or is expired or revoked."),
    WEAK_ALGORITHM("The message uses an algorithm or key outside the allow-list."),
    OUT_OF_TIME("The message is outside its own time window or that of the protocol's envelope rule."),
    CONFLICT("A message with this id was received before with other content."),
    UNREADABLE("The content cannot be read as the type it claims to be."),
    INVALID("The content breaks a rule of the message's form."),
    UNSUPPORTED("The content is well formed but not a message this gateway takes."),
    NOT_CORRECTABLE("What it corrects is no message of this sender's that can be corrected so."),
    DENIED("No clause of the protocol permits this sharing, or a clause forbids it."),
    ONLY_A_TEST("The message says that it is a test: it was read and decided on, and nothing of it was filed or sent.");

    private final String sentence;

    RefusalCode(String sentence) {
        this.sentence = sentence;
    }

    /** The code in receipts, audit entries and answers, for example {@code bad-signature}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence for people; the same for every message. */
    public String sentence() {
        return sentence;
    }
}
