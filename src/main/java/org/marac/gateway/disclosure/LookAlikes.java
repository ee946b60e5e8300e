package org.marac.gateway.disclosure;

import com.ibm.icu.text.SpoofChecker;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which plain letters does a letter of another alphabet, or a dressed-up one, look like? (Unicode UTS 39, NFKD) */
final class LookAlikes {
    private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();
    /** Every letter is asked of once; texts in another script would ask a thousand times. */
    private static final Map<Integer, String> KNOWN = new ConcurrentHashMap<>();

    private LookAlikes() {}

    /** Lower-case letters and digits, of ASCII where it looks like one; empty where it is neither letter nor digit. */
    static String of(int codePoint) {
        return KNOWN.computeIfAbsent(codePoint, LookAlikes::find);
    }

    private static String find(int codePoint) {
        String self = Character.toString(codePoint);
        String decomposed = plain(Normalizer.normalize(self, Normalizer.Form.NFKD));
        if (!decomposed.isEmpty()) {
            return decomposed;
        }
        String like = plain(CHECKER.getSkeleton(self));
        if (like.equals("l") && Character.isUpperCase(codePoint)) {
            // A capital I of any alphabet has the same skeleton as a small L.
            like = plain(CHECKER.getSkeleton(self.toLowerCase(Locale.ROOT)));
        }
        if (like.isEmpty()) {
            like = plain(CHECKER.getSkeleton(self.toUpperCase(Locale.ROOT)));
        }
        return like.isEmpty() && Character.isLetterOrDigit(codePoint) ? self.toLowerCase(Locale.ROOT) : like;
    }

    /** The ASCII letters and digits of it, without accents; empty where it has other letters. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            if (c < 0x80 && Character.isLetterOrDigit(c)) {
                plain.append((char) Character.toLowerCase(c));
            } else if (Character.isLetterOrDigit(c)) {
                return "";
            }
        }
        return plain.toString();
    }
}
