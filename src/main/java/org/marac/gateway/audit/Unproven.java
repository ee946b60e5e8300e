package org.marac.gateway.audit;

/** What was claimed of the log does not hold. The message names the rule that was broken. */
public final class Unproven extends Exception {
    private static final long serialVersionUID = 1;

    Unproven(String rule) {
        super(rule);
    }
}
