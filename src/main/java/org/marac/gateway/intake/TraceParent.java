package org.marac.gateway.intake;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace a request belongs to (W3C Trace Context, {@code traceparent} version 00), so that a sender's log and ours can be
 * read side by side. Ids are random and say nothing of a message.
 *
 * @param trace 32 lower-case hex digits
 * @param span the gateway's own step, 16 lower-case hex digits
 * @param flags 2 hex digits, as the sender gave them
 */
record TraceParent(String trace, String span, String flags) {
    private static final Pattern FORM =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Goes on with the sender's trace; begins one where there is none, or what there is is not one. */
    static TraceParent of(@Nullable String header) {
        Optional<Matcher> given = Optional.ofNullable(header).map(FORM::matcher).filter(Matcher::matches);
        return new TraceParent(
                given.map(m -> m.group(1)).orElseGet(() -> random(16)),
                random(8),
                given.map(m -> m.group(2)).orElse("00"));
    }

    String header() {
        return "00-" + trace + "-" + span + "-" + flags;
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        RANDOM.nextBytes(id);
        // Never all zeros, which stands for no id.
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }
}
