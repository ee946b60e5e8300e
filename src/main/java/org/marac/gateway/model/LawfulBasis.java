package org.marac.gateway.model;

/** On which lawful basis? UK GDPR Article 6(1) or the Data Protection Act 2018 Part 3 for law-enforcement processing. */
public enum LawfulBasis {
    /** Article 6(1)(c): legal obligation. */
    LEGAL_OBLIGATION,
    /** Article 6(1)(d): vital interests. */
    VITAL_INTERESTS,
    /** Article 6(1)(e): public task. */
    PUBLIC_TASK,
    /** Article 6(1)(ea): recognised legitimate interests; never a public authority in its tasks. */
    RECOGNISED_LEGITIMATE_INTERESTS,
    /** Article 6(1)(f): legitimate interests. */
    LEGITIMATE_INTERESTS,
    /** Data Protection Act 2018 Part 3: law-enforcement purposes of a competent authority. */
    LAW_ENFORCEMENT
}
