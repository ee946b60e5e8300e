package org.marac.gateway.model;

/** A duty that comes with a permit; HL7 v3 ActCode ObligationPolicy and RefrainPolicy codes. */
public enum Obligation {
    /** Leave out what the clause does not name. */
    REDACT("What is marked as withheld was left out on purpose. Do not fill it in from elsewhere."),
    /** Disclose the minimum necessary. */
    MINEC("Show it to nobody who does not need it."),
    /** No use beyond the purpose, no onward disclosure without the originator's agreement. */
    NOREUSE("Use it for the stated purpose alone, and ask the originator before you pass any of it on."),
    /** Keep encrypted at rest. */
    ENCRYPT("Keep it encrypted, in a restricted area and not on the open file."),
    /** Hide from patient and tenant portals, printed summaries and family members' records. */
    NOPAT(
            "Hide it from online access, portals and printed summaries, and keep it out of the records of family members."
                    + " Never write it into the alleged perpetrator's record unless somebody has weighed that risk and said so."),
    /** Delete when the retention period ends. */
    DELAU("Delete it when the agreed period ends."),
    /** Comply with the protocol's handling rules. */
    CPLYPOL("Handle it as the protocol says.");

    private final String instruction;

    Obligation(String instruction) {
        this.instruction = instruction;
    }

    /** The duty in words, for whoever opens what was sent. */
    public String instruction() {
        return instruction;
    }
}
