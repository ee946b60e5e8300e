package org.marac.gateway.matching;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/** Makes spellings of one name equal: case, accents, spaces, apostrophes and hyphens do not count. */
final class Names {
    /** Letters that Unicode does not take apart, as British records spell them without the key for it. */
    private static final Map<Character, String> SPELT_OUT =
            Map.of('ß', "ss", 'æ', "ae", 'œ', "oe", 'ø', "o", 'ł', "l", 'đ', "d", 'ð', "d", 'þ', "th", 'ı', "i");

    private Names() {}

    static String normalise(String name) {
        String apart = Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder(apart.length());
        apart.codePoints().filter(Character::isLetterOrDigit).forEach(letter -> {
            String spelt = letter < Character.MAX_VALUE ? SPELT_OUT.get((char) letter) : null;
            if (spelt == null) {
                letters.appendCodePoint(letter);
            } else {
                letters.append(spelt);
            }
        });
        return letters.toString();
    }
}
