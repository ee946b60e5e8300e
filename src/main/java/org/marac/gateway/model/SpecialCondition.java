package org.marac.gateway.model;

/**
 * Under which condition may special categories (UK GDPR Article 9), criminal-offence data (Article 10) or, by a competent
 * authority, sensitive data (Data Protection Act 2018 section 35) be shared?
 */
public enum SpecialCondition {
    /** Article 9(2)(a): the victim's explicit consent; never of a public authority, which has a task to rely on. */
    EXPLICIT_CONSENT,
    /** Article 9(2)(g) with Schedule 1 paragraph 6: a function conferred by law. */
    STATUTORY_FUNCTION,
    /** Article 9(2)(g) with Schedule 1 paragraph 10: preventing or detecting unlawful acts. */
    UNLAWFUL_ACTS,
    /** Article 9(2)(g) with Schedule 1 paragraph 18: safeguarding; needs one of its three reasons. */
    SAFEGUARDING,
    /** Section 35 with Schedule 8 paragraph 1: a competent authority's statutory purposes. */
    LAW_ENFORCEMENT_FUNCTION
}
