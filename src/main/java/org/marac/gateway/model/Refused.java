package org.marac.gateway.model;

/**
 * Carries a refusal from the room that decided it to the one place that records and answers it. Not a failure: a step
 * that <em>could not</em> throws an unchecked exception instead, and the message is tried again.
 */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public Refused(Refusal refusal) {
        // No stack trace: a refusal is an ordinary answer, and building one costs more than the check that made it.
        super(refusal.code().code(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
