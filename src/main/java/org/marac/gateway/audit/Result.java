package org.marac.gateway.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What came of it, in an auditor's words. */
public enum Result {
    /** The message was taken. */
    ADMITTED,
    /** The message was refused as a whole, or what waited will not go. */
    REFUSED,
    /** The protocol lets this recipient see it, or part of it. */
    PERMITTED,
    /** It may go once a person has agreed. */
    HELD,
    /** Nobody decided in time, and the next office was asked. */
    ESCALATED,
    /** People let go what waited. */
    RELEASED,
    /** The protocol does not let this recipient see it. */
    DENIED,
    /** A view was made for this recipient. */
    DISCLOSED,
    /** This recipient was told not to rely on what it was sent before. */
    RECALLED,
    /** The recipient's door took it. */
    DELIVERED,
    /** It could not be handed over in time. */
    UNDELIVERED,
    /** Something about the gateway itself. */
    NOTED;

    /** The word on the command line and in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The result of that word. */
    public static Optional<Result> of(String word) {
        return Arrays.stream(values()).filter(r -> r.word().equals(word)).findFirst();
    }
}
