package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.marac.gateway.model.Refused;

/**
 * The form of a text.
 *
 * @param least fewest characters (code points)
 * @param most most characters
 * @param pattern what it must match
 * @param format {@code date} or {@code date-time} (RFC 3339)
 */
record Text(int least, int most, Optional<Pattern> pattern, Optional<String> format) implements Shape {
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    @Override
    public void check(JsonNode value, Place place) throws Refused {
        if (!value.isTextual()) {
            throw Refusals.invalid("wrong-type", place.pointer());
        }
        String text = value.textValue();
        if (text.length() < least) {
            throw Refusals.invalid("too-short", place.pointer());
        }
        // Counting code points is only needed where the cheaper count says too many.
        if (text.length() > most && text.codePointCount(0, text.length()) > most) {
            throw Refusals.invalid("too-long", place.pointer());
        }
        if (!isPlain(text)) {
            throw Refusals.invalid("bad-character", place.pointer());
        }
        if (pattern.isPresent() && !pattern.get().matcher(text).matches()) {
            throw Refusals.invalid("wrong-form", place.pointer());
        }
        if (format.isPresent() && !isTime(format.get(), text)) {
            throw Refusals.invalid("not-a-" + format.get(), place.pointer());
        }
    }

    private static boolean isTime(String format, String text) {
        try {
            if (format.equals("date")) {
                return DATE.matcher(text).matches() && LocalDate.parse(text).getYear() > 0;
            }
            return TIME.matcher(text).matches() && OffsetDateTime.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** No control character but line ends and tabs, and no half of a surrogate pair: neither can be stored or printed safely. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
