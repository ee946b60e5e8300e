package org.marac.gateway.protocol;

/**
 * Why a version does not come into force.
 *
 * @param code for the audit log
 * @param says in words
 */
record Flaw(String code, String says) {
    static final Flaw UNSOUND = new Flaw("unsound", "it is not sound");
    static final Flaw PREDECESSOR_MISSING = new Flaw("predecessor-missing", "the version before it is missing");
    static final Flaw ANOTHER_PROTOCOL = new Flaw("another-protocol", "it is a version of another protocol");
    static final Flaw ANOTHER_PREDECESSOR = new Flaw(
            "another-predecessor", "it does not follow the version before it: the digest it names is another's");
    static final Flaw TOO_EARLY =
            new Flaw("effective-too-early", "it takes effect no later than the version before it");
    static final Flaw NOT_THE_PINNED =
            new Flaw("not-the-pinned-first", "it is not the first version the operator pinned");
    static final Flaw TWO_SUCCESSORS = new Flaw(
            "two-successors",
            "two different versions with this number have been signed by chair and quorum: neither comes into force");
    static final Flaw NOT_THE_ONE_KNOWN = new Flaw(
            "not-the-one-known", "another version with this number was in force before: this one never will be");
    static final Flaw CHAIR_MISSING = new Flaw("chair-missing", "the chair has not signed");

    /** Whether nothing is wrong but that signatures are still missing. */
    boolean signing() {
        return code.equals("chair-missing") || code.equals("quorum-missing");
    }

    static Flaw quorumMissing(int signed, int quorum) {
        return new Flaw("quorum-missing", "only " + signed + " of the quorum of " + quorum + " have signed");
    }
}
