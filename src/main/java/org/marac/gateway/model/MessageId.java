package org.marac.gateway.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which message, in the sender's own numbering? Unique together with the sender; compared without regard to case.
 *
 * @param value 1 to 128 letters, digits, dots, underscores, colons and hyphens; kept in lower case
 */
public record MessageId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,127}");

    public MessageId {
        value = value.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A message id is 1 to 128 letters, digits, dots, colons or hyphens");
        }
    }

    /** Whether the text has the form of a message id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
