package org.marac.gateway.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of header fields (RFC 5322 section 3.4), in lower case. */
final class Addresses {
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
    private static final String BARE = "[^\\s<>,;:()@\"]{1,64}@[^\\s<>,;:()@\"]{1,255}";
    private static final Pattern ANY = Pattern.compile(BARE);
    private static final Pattern ONE = Pattern.compile("(" + BARE + ")|[^<>,;:@]*<(" + BARE + ")>");

    private Addresses() {}

    /** The address of a field that names exactly one; what it calls itself beside that is worth nothing. */
    static Optional<String> one(String field) {
        Matcher matcher = ONE.matcher(QUOTED.matcher(field).replaceAll("").strip());
        return matcher.matches()
                ? Optional.of(lower(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)))
                : Optional.empty();
    }

    /** All addresses of a field. */
    static List<String> all(String field) {
        return ANY.matcher(QUOTED.matcher(field).replaceAll(""))
                .results()
                .map(MatchResult::group)
                .map(Addresses::lower)
                .toList();
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
