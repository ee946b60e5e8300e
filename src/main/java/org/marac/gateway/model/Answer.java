package org.marac.gateway.model;

/** An answer to a yes/no question. Don't know and not asked are not no. */
public enum Answer {
    YES,
    NO,
    UNKNOWN,
    NOT_ASKED
}
