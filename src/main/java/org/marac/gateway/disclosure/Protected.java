package org.marac.gateway.disclosure;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Guarded;

/**
 * Values that must stand nowhere in a view, not even in free text: where the victim lives or can be reached, when the recipient may
 * not know. Compared without regard to case, spaces and punctuation.
 */
final class Protected {
    /** Categories whose values are looked for. */
    static final Set<DataCategory> CATEGORIES =
            Set.of(DataCategory.ADDRESS_SAFE, DataCategory.CONTACT_SAFE, DataCategory.VICTIM_ADDRESS);

    private static final Pattern POSTCODE = Pattern.compile("(?i)\\b[a-z]{1,2}[0-9][a-z0-9]?\\s*[0-9][a-z]{2}\\b");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9(][0-9 ().-]{7,20}[0-9]");
    private static final Pattern HOUSE_NUMBER = Pattern.compile("^[0-9]+\\s*[A-Za-z]?[\\s,]+");
    private static final Pattern UNIT = Pattern.compile("(?i)(flat|apartment|apt|unit|room)?\\s*[0-9]*[a-z]?");
    private static final Pattern COMMA = Pattern.compile(",");
    /** Shorter than this, a value would be found everywhere. */
    private static final int SHORTEST = 5;
    /** The national part of a telephone number: 0 and +44 in front of it do not matter. */
    private static final int NATIONAL = 9;

    private final Set<String> anywhere = new LinkedHashSet<>();
    private final Set<String> exceptAtThePerpetrators = new LinkedHashSet<>();

    /** Notes the value of a leaf that the recipient may not see. */
    void note(Leaf leaf, DataCategory category) {
        if (!CATEGORIES.contains(category)) {
            return;
        }
        Set<String> into = into(category);
        switch (leaf.name()) {
            // Lines are noted by address, because the last of them is the town.
            case "lines" -> postcodes(leaf.text(), into);
            case "postcode", "uprn", "value", "email" -> {
                whole(leaf.text(), into);
                numbers(leaf.text(), into);
            }
            default -> {
                numbers(leaf.text(), into);
                postcodes(leaf.text(), into);
            }
        }
    }

    /** Notes a value of the case. */
    void note(Guarded value) {
        DataCategory category = value.material().category();
        switch (value.kind()) {
            case ADDRESS -> note(List.of(value.text()), category);
            case POSTCODE -> postcodes(value.text(), into(category));
            case TELEPHONE -> numbers(value.text(), into(category));
            case EMAIL, NAME, PLACE, IDENTIFIER -> whole(value.text(), into(category));
        }
    }

    /**
     * Notes the lines of an address that the recipient may not see.
     *
     * @param lines from the most particular to the town
     */
    void note(List<String> lines, DataCategory category) {
        if (!CATEGORIES.contains(category)) {
            return;
        }
        List<String> parts = lines.stream()
                .flatMap(COMMA::splitAsStream)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        // The name of the town alone gives nobody away, and stands in every second text.
        int particular = Math.max(1, parts.size() - 1);
        parts.stream()
                .limit(particular)
                .filter(part -> !UNIT.matcher(part).matches())
                .forEach(part -> whole(HOUSE_NUMBER.matcher(part).replaceFirst(""), into(category)));
    }

    private Set<String> into(DataCategory category) {
        // A couple's shared home is also the alleged perpetrator's own address, and stays there.
        return category == DataCategory.VICTIM_ADDRESS ? exceptAtThePerpetrators : anywhere;
    }

    /** Whether a text holds one of the values. */
    boolean isIn(String text, DataCategory category) {
        if (text.length() < SHORTEST || anywhere.isEmpty() && exceptAtThePerpetrators.isEmpty()) {
            return false;
        }
        String plain = plain(text);
        return anywhere.stream().anyMatch(plain::contains)
                || category != DataCategory.PERPETRATOR_ADDRESS
                        && exceptAtThePerpetrators.stream().anyMatch(plain::contains);
    }

    private static void whole(String text, Set<String> into) {
        String plain = plain(text);
        if (plain.length() >= SHORTEST) {
            into.add(plain);
        }
    }

    private static void numbers(String text, Set<String> into) {
        for (String found : all(NUMBER, text)) {
            String digits = plain(found);
            if (digits.length() >= NATIONAL) {
                into.add(digits.substring(digits.length() - NATIONAL));
            }
        }
    }

    private static void postcodes(String text, Set<String> into) {
        all(POSTCODE, text).forEach(found -> into.add(plain(found)));
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group());
        }
        return found;
    }

    /** Letters and digits only, in lower case, full-width and other compatibility forms made plain. */
    private static String plain(String text) {
        String form = Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder plain = new StringBuilder(form.length());
        form.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
