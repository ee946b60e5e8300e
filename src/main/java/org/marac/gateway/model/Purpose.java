package org.marac.gateway.model;

/** For what? The purpose limitation (clause type P6): a recipient's entitlement is per purpose. */
public enum Purpose {
    REFERRAL,
    RESEARCH,
    MEETING,
    ACTION,
    FLAG,
    TRANSFER,
    /** Domestic homicide, safeguarding adult or serious case review. */
    REVIEW,
    AGGREGATE,
    /** Someone asks what is held about themselves (UK GDPR Article 15, Data Protection Act 2018 section 45). */
    SUBJECT_ACCESS
}
