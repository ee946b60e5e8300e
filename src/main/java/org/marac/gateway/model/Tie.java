package org.marac.gateway.model;

/**
 * How a person of a case is bound to an agency that might receive something about it, so that a clause can keep it from
 * eyes it must not meet (a perpetrator who works there) or from an address book it must not enter (a perpetrator who is
 * its tenant). Names nobody.
 *
 * @param who the person's role in the case
 * @param bond how they are bound
 */
public record Tie(Role who, Bond bond) implements Comparable<Tie> {

    /** How someone is bound to an agency. */
    public enum Bond {
        /** Works for it. */
        EMPLOYEE,
        /** Is one of the officers the protocol names there, or the name is so near that a person must look. */
        OFFICER,
        NEAR_OFFICER,
        /** Lives with someone who works for it, or is close to them. */
        CLOSE_TO_STAFF,
        TENANT,
        PATIENT,
        CLIENT,
        PUPIL,
        /** Has moved away: the agency is of the old area, or of any other than the one where the case has gone. */
        MOVED_AWAY,
        /** Has moved to where this MARAC is. */
        MOVED_HERE
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException where there is no such role or bond
     */
    public static Tie parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("Not a tie");
        }
        return new Tie(Role.valueOf(text.substring(0, slash)), Bond.valueOf(text.substring(slash + 1)));
    }

    /** For example {@code ALLEGED_PERPETRATOR/TENANT}. */
    @Override
    public String toString() {
        return who.name() + "/" + bond.name();
    }

    @Override
    public int compareTo(Tie other) {
        return toString().compareTo(other.toString());
    }
}
