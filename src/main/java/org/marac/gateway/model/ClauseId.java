package org.marac.gateway.model;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which numbered rule of the protocol? For example {@code C4.2}. Every decision names the clauses that made it.
 *
 * @param value a letter, then numbers separated by dots
 */
public record ClauseId(String value) implements Comparable<ClauseId> {
    private static final Pattern FORM = Pattern.compile("[A-Z][0-9]{1,3}(\\.[0-9]{1,3}){0,3}");

    public ClauseId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A clause id is a letter and numbers separated by dots");
        }
    }

    /** The order of a printed protocol: C2 before C10, C4.9 before C4.10. */
    @Override
    public int compareTo(ClauseId other) {
        int family = Character.compare(value.charAt(0), other.value.charAt(0));
        int numbers = Arrays.compare(numbers(), other.numbers());
        // Leading zeroes make two ids of the same numbers; the text keeps them apart, as equals does.
        return family != 0 ? family : numbers != 0 ? numbers : value.compareTo(other.value);
    }

    private int[] numbers() {
        return Arrays.stream(value.substring(1).split("\\."))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    @Override
    public String toString() {
        return value;
    }
}
