package org.marac.gateway.model;

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

    @Override
    public int compareTo(ClauseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
