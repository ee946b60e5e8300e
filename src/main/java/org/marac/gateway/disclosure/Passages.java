package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes the sentences that hold a protected value out of a text. The sentence goes and not the value alone: what stands
 * around an address ("the red door, opposite the station") leads there as well.
 */
final class Passages {
    private static final Set<String> NO_END = Set.of(
            "st", "rd", "ave", "dr", "mr", "mrs", "ms", "no", "apt", "flat", "approx", "tel", "mob", "ext", "e.g",
            "i.e", "cl", "ln", "ct", "gdns", "cres", "sq", "pl", "terr", "prof", "sgt", "rev", "vs", "etc", "jr", "sr");

    private Passages() {}

    /** The text with {@link Projection#MARKER} in place of every sentence that one of the hits touches. */
    static String without(String text, List<Hit> hits) {
        List<int[]> passages = new ArrayList<>();
        for (Hit hit : hits) {
            passages.add(new int[] {begin(text, hit.start()), end(text, hit.end())});
        }
        passages.sort(Comparator.comparingInt(passage -> passage[0]));
        StringBuilder kept = new StringBuilder();
        int done = 0;
        for (int[] passage : passages) {
            if (passage[0] > done || kept.isEmpty() && passage[0] == done) {
                String between = text.substring(done, passage[0]);
                if (kept.isEmpty() || !between.isBlank()) {
                    kept.append(between).append(Projection.MARKER);
                }
                done = passage[1];
            } else if (passage[1] > done) {
                done = passage[1];
            }
        }
        return kept.append(text.substring(done)).toString();
    }

    private static int begin(String text, int at) {
        for (int i = at - 1; i > 0; i--) {
            if (isEnd(text, i - 1) && Character.isWhitespace(text.charAt(i)) || text.charAt(i) == '\n') {
                return skip(text, i, at);
            }
        }
        return skip(text, 0, at);
    }

    private static int end(String text, int at) {
        for (int i = Math.max(at - 1, 0); i < text.length(); i++) {
            if (i >= at && text.charAt(i) == '\n') {
                return i;
            }
            if (isEnd(text, i)
                    && (i + 1 == text.length() || i + 1 >= at && Character.isWhitespace(text.charAt(i + 1)))) {
                return i + 1;
            }
        }
        return text.length();
    }

    /** Spaces before the sentence stay. */
    private static int skip(String text, int from, int to) {
        int at = from;
        while (at < to && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isEnd(String text, int at) {
        char c = text.charAt(at);
        if (c == '!' || c == '?') {
            return true;
        }
        if (c != '.') {
            return false;
        }
        int word = at;
        while (word > 0 && !Character.isWhitespace(text.charAt(word - 1))) {
            word--;
        }
        String before = text.substring(word, at).toLowerCase(Locale.ROOT);
        // An initial, an abbreviation, or a number in the course of an address is no end of a sentence.
        return before.length() > 1
                && !NO_END.contains(before)
                && !before.chars().allMatch(Character::isDigit);
    }
}
