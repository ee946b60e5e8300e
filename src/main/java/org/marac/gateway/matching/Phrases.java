package org.marac.gateway.matching;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Guarded.Kind;

/**
 * Which words of a sentence are an address, a number or a name? Found by their form: digits and a road, the form of a
 * postcode or a telephone number, two capitalised words in a row. What has none of these forms is not found; a short text
 * is taken whole.
 */
final class Phrases {
    private static final Pattern POSTCODE = Pattern.compile("(?i)\\b[a-z]{1,2}[0-9][a-z0-9]?\\s*[0-9][a-z]{2}\\b");
    private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9(][0-9 ().-]{7,20}[0-9]");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+\\.[a-zA-Z]{2,}");
    private static final Pattern STREET = Pattern.compile("\\b[0-9]{1,4}[a-zA-Z]?,?\\s+(?:\\p{Lu}[\\p{L}'’-]+\\s+){1,3}"
            + "(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Drive|Dr|Way|Court|Ct|Place|Pl|Terrace|Gardens|Crescent|Grove"
            + "|Square|Hill|Row|Walk|Mews|Park|Green|Rise|View|Parade)\\b");
    private static final Pattern CAPITALISED =
            Pattern.compile("\\p{Lu}[\\p{L}'’-]+(?:\\s+(?:of|and|the|in)?\\s*\\p{Lu}[\\p{L}'’-]+)+");
    /** As long as a name or the name of a place may be; longer is a sentence. */
    private static final int SHORT = 60;

    private Phrases() {}

    /**
     * Words that give away.
     *
     * @param kind what they are
     * @param text the words
     */
    record Phrase(Kind kind, String text) {}

    /**
     * @param otherwise what two capitalised words in a row are, and a short text as a whole
     */
    static List<Phrase> of(String text, Kind otherwise) {
        Set<Phrase> found = new LinkedHashSet<>();
        find(POSTCODE, text, Kind.POSTCODE, found);
        find(EMAIL, text, Kind.EMAIL, found);
        find(TELEPHONE, text, Kind.TELEPHONE, found);
        find(STREET, text, Kind.ADDRESS, found);
        if (otherwise != Kind.ADDRESS) {
            find(CAPITALISED, text, otherwise, found);
            if (text.length() <= SHORT && found.isEmpty()) {
                found.add(new Phrase(otherwise, text));
            }
        }
        return List.copyOf(found);
    }

    private static void find(Pattern form, String text, Kind kind, Set<Phrase> found) {
        for (Matcher matcher = form.matcher(text); matcher.find(); ) {
            found.add(new Phrase(kind, matcher.group()));
        }
    }
}
