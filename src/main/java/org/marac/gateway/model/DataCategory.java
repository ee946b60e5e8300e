package org.marac.gateway.model;

/**
 * What kind of data is it? Every property of the canonical message carries one; minimisation, documentation and the
 * auditor's "what was withheld" all read the same labels. {@link #UNCLASSIFIED} counts as higher than all others.
 */
public enum DataCategory {
    /** Ids, times, sender, purpose, marking: what every recipient needs to handle the message at all. */
    ENVELOPE,
    /** The professional who referred, and how to reach them. */
    REFERRER,
    VICTIM_IDENTITY,
    /** The victim's usual address, telephone and e-mail: perhaps known to the alleged perpetrator. */
    VICTIM_ADDRESS,
    PERPETRATOR_IDENTITY,
    PERPETRATOR_ADDRESS,
    CHILD,
    /** Where a child goes to school: where a child can be found. */
    SCHOOL,
    RISK,
    NARRATIVE,
    CONSENT,
    /** Who is feared, who it is safe and not safe to talk to. */
    EXCLUSION,
    /** Language, disability, ethnicity: what a service must know to serve. */
    DIVERSITY,
    EMPLOYMENT,
    HOUSING,
    /** An address the alleged perpetrator must never learn: refuge, new home. */
    ADDRESS_SAFE,
    CONTACT_SAFE,
    HEALTH,
    MENTAL_HEALTH,
    SUBSTANCE,
    SEXUAL_VIOLENCE,
    CRIMINAL_OFFENCE,
    /** Police intelligence, handling code P: lawful sharing permitted. */
    POLICE_INTEL_P,
    /** Police intelligence, handling code C: lawful sharing permitted with conditions; never automatic. */
    POLICE_INTEL_C,
    IMMIGRATION,
    THIRD_PARTY,
    INFORMANT,
    LEGAL_PRIVILEGED,
    COURT_RESTRICTED,
    ORIENTATION,
    STAFF_SAFETY,
    /** No label: treated as the highest category and never disclosed. */
    UNCLASSIFIED
}
