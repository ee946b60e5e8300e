package org.marac.gateway.model;

import java.util.regex.Pattern;

/**
 * Which agency? The identifier a party of the protocol has in every version of it, for example {@code wenbury-police}.
 *
 * @param value lower-case letters, digits and hyphens, at most 63 characters, starting with a letter
 */
public record AgencyId(String value) implements Comparable<AgencyId> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public AgencyId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("An agency id is lower-case letters, digits and hyphens");
        }
    }

    /** Whether this can be the id of an agency. */
    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(AgencyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
