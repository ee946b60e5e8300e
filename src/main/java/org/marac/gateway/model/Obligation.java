package org.marac.gateway.model;

/** A duty that comes with a permit; HL7 v3 ActCode ObligationPolicy and RefrainPolicy codes. */
public enum Obligation {
    /** Leave out what the clause does not name. */
    REDACT,
    /** Disclose the minimum necessary. */
    MINEC,
    /** No use beyond the purpose, no onward disclosure without the originator's agreement. */
    NOREUSE,
    /** Keep encrypted at rest. */
    ENCRYPT,
    /** Hide from patient and tenant portals, printed summaries and family members' records. */
    NOPAT,
    /** Delete when the retention period ends. */
    DELAU,
    /** Comply with the protocol's handling rules. */
    CPLYPOL
}
