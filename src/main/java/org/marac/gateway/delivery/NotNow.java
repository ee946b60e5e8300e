package org.marac.gateway.delivery;

/** A recipient's door answered that it cannot take this one now: it is tried again, and others need not wait for it. */
final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param why in our own words, for the operator */
    NotNow(String why) {
        super(why);
    }
}
