package org.marac.gateway.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a message's people beside what the message itself says: from the record, and by comparing with the
 * parties of the protocol.
 *
 * @param ties per agency, how people of the case are bound to it; agencies without ties are left out
 * @param guarded values of the case, and of cases linked with it, whose recipients must be allowed their material
 * @param recalled the materials of those values that a clause may allow someone; what is of a linked case no clause can
 * @param said the ties that the message itself speaks of, which is all that its sender may be told of
 * @param seen what of the record this rests on; empty where the record was not asked
 */
public record Matched(
        Map<AgencyId, Set<Tie>> ties,
        List<Guarded> guarded,
        Set<Material> recalled,
        Map<AgencyId, Set<Tie>> said,
        Optional<Seen> seen) {
    public Matched {
        ties = Map.copyOf(ties);
        guarded = List.copyOf(guarded);
        recalled = Set.copyOf(recalled);
        said = Map.copyOf(said);
    }

    /** Nothing is known, and nobody asked. */
    public static Matched nothing() {
        return new Matched(Map.of(), List.of(), Set.of(), Map.of(), Optional.empty());
    }

    /** Whether the record knows nothing that bears on who receives what. */
    public boolean isAllSaid() {
        return recalled.isEmpty() && ties.equals(said);
    }
}
