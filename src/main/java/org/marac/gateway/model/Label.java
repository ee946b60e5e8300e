package org.marac.gateway.model;

/** A confidentiality label that came with the message. Labels make it stricter, never laxer; their absence means nothing. */
public enum Label {
    /** HL7 v3 Confidentiality: restricted. */
    R,
    /** HL7 v3 Confidentiality: very restricted. */
    V,
    /** No disclosure to patient, family or carers without authorisation. */
    NOPAT,
    /** Sexual assault, abuse or domestic violence sensitivity. */
    SDV,
    REDACTED,
    /** HL7 v3 ActReason: test data. It is read and decided on, and never carried out: nobody gets it and nothing is filed. */
    HTEST
}
