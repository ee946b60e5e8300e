package org.marac.gateway.format;

import java.util.Locale;
import java.util.regex.Pattern;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Refused;

/**
 * Is the protective marking one that may pass through here? OFFICIAL and everything older that means the same
 * (RESTRICTED, PROTECT, "confidential when complete") is; what is SECRET or TOP SECRET under the Government Security
 * Classifications belongs on other networks.
 */
final class Markings {
    private static final Pattern ABOVE_OFFICIAL = Pattern.compile("\\bSECRET\\b");

    private Markings() {}

    static void check(Header header) throws Refused {
        boolean above = header.marking()
                .map(marking ->
                        ABOVE_OFFICIAL.matcher(marking.toUpperCase(Locale.ROOT)).find())
                .orElse(false);
        if (above) {
            throw Refusals.unsupported("marking-above-official");
        }
    }
}
