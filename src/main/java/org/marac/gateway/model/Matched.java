package org.marac.gateway.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a message's people beside what the message itself says: from the record, and by comparing with the
 * parties of the protocol.
 *
 * @param ties per agency, how people of the case are bound to it; agencies without ties are left out
 * @param guarded values of the case that the message does not repeat in a labelled field and whose recipients must be
 *     allowed their material
 */
public record Matched(Map<AgencyId, Set<Tie>> ties, List<Guarded> guarded) {
    public Matched {
        ties = Map.copyOf(ties);
        guarded = List.copyOf(guarded);
    }

    /** Nothing is known. */
    public static Matched nothing() {
        return new Matched(Map.of(), List.of());
    }
}
