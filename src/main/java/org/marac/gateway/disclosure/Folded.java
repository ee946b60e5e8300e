package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text as it is searched: its letters and digits in lower case and nothing between them, look-alikes made plain, numbers
 * in words made digits; and for every one of them, where it stands in the text.
 */
final class Folded {
    private static final Pattern HOUSE = Pattern.compile("[0-9]{1,4}[a-z]?");

    private final String original;
    private final StringBuilder letters = new StringBuilder();
    private final BitSet starts = new BitSet();
    /** Starts after an apostrophe, where a word ends for some and goes on for others. */
    private final BitSet soft = new BitSet();

    private int[] from;
    private int[] to;
    private boolean upper;
    private boolean lower;

    private Folded(String original) {
        this.original = original;
        this.from = new int[original.length() + 8];
        this.to = new int[original.length() + 8];
    }

    static Folded of(String text) {
        Folded folded = new Folded(text);
        folded.read();
        return folded;
    }

    /** What a value is looked for as. */
    static String key(String value) {
        return of(value).letters.toString();
    }

    /** The letters and digits. */
    String letters() {
        return letters.toString();
    }

    /** Where in the text the letter at this index begins. */
    int from(int index) {
        return from[index];
    }

    /** Where in the text the letter at this index ends, exclusive. */
    int to(int index) {
        return to[index];
    }

    /** Whether a word begins here, or a number after letters or letters after a number. */
    boolean isEdge(int index) {
        return index <= 0 || index >= letters.length() || starts.get(index) || isDigit(index) != isDigit(index - 1);
    }

    /** Whether a word begins here. */
    boolean isStart(int index) {
        return starts.get(index);
    }

    /** How many words begin between these indexes, both exclusive. */
    int startsWithin(int start, int end) {
        int count = 0;
        for (int i = starts.nextSetBit(start + 1); i >= 0 && i < end; i = starts.nextSetBit(i + 1)) {
            count += soft.get(i) ? 0 : 1;
        }
        return count;
    }

    boolean isDigit(int index) {
        return index >= 0 && index < letters.length() && Character.isDigit(letters.charAt(index));
    }

    /** Whether it is written with a capital; a text all in capitals or all in small letters does not tell. */
    boolean isCapital(int index) {
        return !(upper && lower) || Character.isUpperCase(original.codePointAt(from[index]));
    }

    /** The number of a house that stands directly before this index; empty if there is none. */
    String numberBefore(int index) {
        int start = index;
        while (start > 0 && !starts.get(start)) {
            start--;
        }
        int end = start == index ? index : start;
        if (start == index) {
            start = starts.previousSetBit(index - 1);
        }
        String word = start < 0 ? "" : letters.substring(start, end);
        return HOUSE.matcher(word).matches() ? word : "";
    }

    private void read() {
        boolean inWord = false;
        int wordAt = 0;
        boolean spoken = false;
        for (int i = 0; i < original.length(); ) {
            int c = original.codePointAt(i);
            int next = i + Character.charCount(c);
            String plain = c < 0x80 ? "" : LookAlikes.of(c);
            if (c < 0x80 ? Character.isLetterOrDigit(c) : !plain.isEmpty()) {
                wordAt = inWord ? wordAt : beginWord(i);
                inWord = true;
                take(c, plain, i, next);
            } else if (inWord && !isIgnorable(c)) {
                spoken |= endWord(wordAt);
                inWord = false;
            }
            i = next;
        }
        if (inWord) {
            spoken |= endWord(wordAt);
        }
        if (spoken) {
            speak();
        }
    }

    private int beginWord(int at) {
        starts.set(letters.length());
        soft.set(letters.length(), at > 1 && isApostrophe(original.charAt(at - 1)));
        return letters.length();
    }

    private void take(int c, String plain, int start, int end) {
        upper |= Character.isUpperCase(c);
        lower |= Character.isLowerCase(c);
        if (c < 0x80) {
            add((char) Character.toLowerCase(c), start, end);
        } else {
            add(plain, start, end);
        }
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019' || c == '\u2018' || c == '`';
    }

    /** What stands inside a word and is not seen: joiners, soft hyphens, accents written on their own. */
    private static boolean isIgnorable(int c) {
        if (c < 0x80) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.FORMAT || type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** Makes letters that stand for digits in a number digits; says whether the word may be a number in words. */
    private boolean endWord(int start) {
        int digits = 0;
        for (int i = start; i < letters.length(); i++) {
            char c = letters.charAt(i);
            if (Character.isDigit(c)) {
                digits++;
            } else if (c != 'o' && c != 'i' && c != 'l') {
                return letters.length() - start <= NumberWords.LONGEST && NumberWords.isOne(letters.substring(start));
            }
        }
        if (digits > 1) {
            for (int i = start; i < letters.length(); i++) {
                char c = letters.charAt(i);
                letters.setCharAt(i, c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c);
            }
        }
        return false;
    }

    /** Writes numbers in words as digits. */
    private void speak() {
        List<String> words = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        for (int start = starts.nextSetBit(0); start >= 0; ) {
            int end = starts.nextSetBit(start + 1);
            int stop = end < 0 ? letters.length() : end;
            words.add(letters.substring(start, stop));
            places.add(new int[] {start, stop});
            start = end;
        }
        int[] oldFrom = from;
        int[] oldTo = to;
        from = new int[oldFrom.length];
        to = new int[oldTo.length];
        letters.setLength(0);
        BitSet oldSoft = (BitSet) soft.clone();
        starts.clear();
        soft.clear();
        for (int i = 0; i < words.size(); i++) {
            starts.set(letters.length());
            soft.set(letters.length(), oldSoft.get(places.get(i)[0]));
            NumberWords.Said said = NumberWords.at(words, i);
            int first = places.get(i)[0];
            if (said.digits().isEmpty()) {
                for (int k = 0; k < words.get(i).length(); k++) {
                    add(words.get(i).substring(k, k + 1), oldFrom[first + k], oldTo[first + k]);
                }
            } else {
                i += said.words() - 1;
                add(said.digits(), oldFrom[first], oldTo[places.get(i)[1] - 1]);
            }
        }
    }

    private void add(String plain, int start, int end) {
        for (int k = 0; k < plain.length(); k++) {
            add(plain.charAt(k), start, end);
        }
    }

    private void add(char letter, int start, int end) {
        int at = letters.length();
        if (at == from.length) {
            from = Arrays.copyOf(from, at * 2);
            to = Arrays.copyOf(to, at * 2);
        }
        letters.append(letter);
        from[at] = start;
        to[at] = end;
    }
}
