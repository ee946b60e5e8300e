package org.marac.gateway.model;

import java.util.List;

/**
 * What the protocol says to a question: one ruling for every other party, in the protocol's order.
 *
 * @param protocol the version that decided
 * @param rulings per possible recipient
 */
public record Decision(ProtocolRef protocol, List<Ruling> rulings) {
    public Decision {
        rulings = List.copyOf(rulings);
    }

    /** What waits for a person. */
    public List<Ruling.Hold> holds() {
        return rulings.stream()
                .filter(Ruling.Hold.class::isInstance)
                .map(Ruling.Hold.class::cast)
                .toList();
    }

    /** The recipients it may go to. */
    public List<Ruling.Permit> permits() {
        return rulings.stream()
                .filter(Ruling.Permit.class::isInstance)
                .map(Ruling.Permit.class::cast)
                .toList();
    }
}
