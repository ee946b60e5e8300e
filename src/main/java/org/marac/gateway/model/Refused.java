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
    private final transient Optional<ProtocolRef> protocol;

    public Refused(Refusal refusal) {
        this(refusal, Optional.empty(), Optional.empty());
    }

    private Refused(Refusal refusal, Optional<AgencyId> sender, Optional<ProtocolRef> protocol) {
        // No stack trace: a refusal is an ordinary answer, and building one costs more than the check that made it.
        super(refusal.code().code(), null, false, false);
        this.refusal = refusal;
        this.sender = sender;
        this.protocol = protocol;
    }

    /** A refusal of an agency whose channel proved who it is, although it may not send: it can be answered. */
    public static Refused of(AgencyId sender, ProtocolRef protocol, Refusal refusal) {
        return new Refused(refusal, Optional.of(sender), Optional.of(protocol));
    }

    /** The agency the channel proved, where the refusing step is the one that identifies the sender. */
    public Optional<AgencyId> sender() {
        return sender;
    }

    /** The version under which it was refused, where that step knew it. */
    public Optional<ProtocolRef> protocol() {
        return protocol;
    }

    public Refusal refusal() {
        return refusal;
    }
}
