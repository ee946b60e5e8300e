package org.marac.gateway.protocol;

/**
 * We cannot tell what is in force: the clock stands before entries the audit log already holds, by more than clocks may
 * differ. Nothing is decided, nobody let in and nothing leaves until it is right; what was not acknowledged is tried again.
 */
public final class ClockSetBack extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClockSetBack() {
        super("The clock stands before the last entry of the audit log");
    }
}
