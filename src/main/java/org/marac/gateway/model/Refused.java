package org.marac.gateway.model;

import java.util.Optional;

/**
 * Carries a refusal from the room that decided it to the one place that records and answers it. Not a failure: a step
 * that <em>could not</em> throws an unchecked exception instead, and the message is tried again.
 */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;
    private final transient Optional<AgencyId> sender;

    public Refused(Refusal refusal) {
        this(refusal, Optional.empty());
    }

    private Refused(Refusal refusal, Optional<AgencyId> sender) {
        // No stack trace: a refusal is an ordinary answer, and building one costs more than the check that made it.
        super(refusal.code().code(), null, false, false);
        this.refusal = refusal;
        this.sender = sender;
    }

    /** A refusal of an agency whose channel proved who it is, although it may not send: it can be answered. */
    public static Refused of(AgencyId sender, Refusal refusal) {
        return new Refused(refusal, Optional.of(sender));
    }

    /** The agency the channel proved, where the refusing step is the one that identifies the sender. */
    public Optional<AgencyId> sender() {
        return sender;
    }

    public Refusal refusal() {
        return refusal;
    }
}
