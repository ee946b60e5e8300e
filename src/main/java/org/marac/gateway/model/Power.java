package org.marac.gateway.model;

/** By which statutory power may it be disclosed? A power is not a duty, and leaves the lawful basis to be found. */
public enum Power {
    /** Crime and Disorder Act 1998 section 115: anyone may disclose to a relevant authority, and to nobody else. */
    CRIME_AND_DISORDER_S115
}
