package org.marac.gateway.audit;

import java.util.regex.Pattern;

/**
 * What may stand in a leaf? Leaves live for ever, so every text in them is of a form that cannot hold a name, an address,
 * a telephone or NHS number or a sentence. What does not match is not written, and is found when a log is verified.
 */
final class Allowed {
    /** Long enough to be an HMAC, a UUID or the like, and not a short run of digits that may identify a person. */
    private static final Pattern PSEUDONYM = Pattern.compile("(?![0-9]{0,16}$)[A-Za-z0-9_=-]{8,88}");

    private static final Pattern REASON = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern EVENT = Pattern.compile("[a-z]{2,24}(\\.[a-z-]{2,24}){1,3}");
    private static final Pattern PROTOCOL = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern SOFTWARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,63}");
    private static final Pattern INSTRUMENT = Pattern.compile("[A-Z][A-Z0-9._-]{0,39}");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9.-]{0,39}");
    private static final Pattern FIGURE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}");

    /** Stands for a risk instrument whose name is not of the form the protocol uses: no clause can name it. */
    private static final String OTHER_INSTRUMENT = "UNRECOGNISED";

    private Allowed() {}

    static String pseudonym(String text) {
        return require(PSEUDONYM, text, "a pseudonym");
    }

    static String reason(String text) {
        return require(REASON, text, "a reason");
    }

    static String event(String text) {
        return require(EVENT, text, "an event");
    }

    static String protocol(String text) {
        return require(PROTOCOL, text, "a protocol id");
    }

    static String software(String text) {
        return require(SOFTWARE, text, "a software version");
    }

    static String name(String text) {
        return require(NAME, text, "the name of a detail");
    }

    static String figure(String text) {
        return require(FIGURE, text, "a detail");
    }

    /** The one text a sender chooses: made harmless rather than refused, because the referral must not be lost for it. */
    static String instrument(String text) {
        return INSTRUMENT.matcher(text).matches() ? text : OTHER_INSTRUMENT;
    }

    private static String require(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("The audit log takes no such text as " + what);
        }
        return text;
    }
}
