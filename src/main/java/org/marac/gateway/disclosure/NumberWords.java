package org.marac.gateway.disclosure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers as people say them over the telephone: oh seven seven, double nine. */
final class NumberWords {
    static final int LONGEST = 6;

    private static final Map<String, String> DIGITS = new HashMap<>(Map.of(
            "one", "1", "two", "2", "three", "3", "four", "4", "five", "5", "six", "6", "seven", "7", "eight", "8",
            "nine", "9", "zero", "0"));
    private static final Map<String, Integer> TIMES = Map.of("double", 2, "treble", 3, "triple", 3);

    static {
        DIGITS.put("nought", "0");
        DIGITS.put("naught", "0");
    }

    private NumberWords() {}

    /**
     * What is said at a place.
     *
     * @param digits the digits; empty where no number is said
     * @param words in how many words
     */
    record Said(String digits, int words) {
        private static final Said NOTHING = new Said("", 0);
    }

    /** Whether the word is one of a number, wherever it stands. The O that may be a nought is told by its neighbours. */
    static boolean isOne(String word) {
        return DIGITS.containsKey(word) || TIMES.containsKey(word) || word.equals("oh");
    }

    /** The number said at this word, if any. */
    static Said at(List<String> words, int index) {
        String word = words.get(index);
        Integer times = TIMES.get(word);
        if (times != null && index + 1 < words.size()) {
            String digit = digit(words, index + 1);
            return digit.length() == 1 ? new Said(digit.repeat(times), 2) : Said.NOTHING;
        }
        String digit = isDigits(word) ? "" : digit(words, index);
        return digit.isEmpty() ? Said.NOTHING : new Said(digit, 1);
    }

    private static String digit(List<String> words, int index) {
        String word = words.get(index);
        if (isDigits(word)) {
            return word;
        }
        if (word.equals("o") || word.equals("oh")) {
            // An O of its own may also begin an Irish name, which may follow a number.
            boolean among = isNumber(words, index + 1) || word.equals("oh") && isNumber(words, index - 1);
            return among ? "0" : "";
        }
        return DIGITS.getOrDefault(word, "");
    }

    private static boolean isNumber(List<String> words, int index) {
        if (index < 0 || index >= words.size()) {
            return false;
        }
        String word = words.get(index);
        return isDigits(word) || isOne(word) || word.equals("o");
    }

    private static boolean isDigits(String word) {
        return word.chars().allMatch(Character::isDigit);
    }
}
