package org.marac.gateway.model;

import java.util.Optional;

/**
 * How a message was answered: what every retry of it is told again.
 *
 * @param outcome whether it was admitted or refused
 * @param refusal why not, when refused
 * @param receipt the signed receipt's exact bytes; empty only where no agency was identified
 * @param position the entry in the audit log
 */
public record Answered(Outcome outcome, Optional<Refusal> refusal, Optional<Bytes> receipt, Position position) {

    /** How it ended; the names in receipts are in lower case. */
    public enum Outcome {
        ACCEPTED,
        HELD,
        REFUSED
    }
}
