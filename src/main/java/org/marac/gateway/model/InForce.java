package org.marac.gateway.model;

import java.util.Set;

/**
 * The protocol version in force at a moment, and who has validly signed it.
 *
 * @param protocol the version
 * @param signatories agencies with a valid signature on exactly this version, not withdrawn, their certificates valid at that moment
 */
public record InForce(Protocol protocol, Set<AgencyId> signatories) {
    public InForce {
        signatories = Set.copyOf(signatories);
    }
}
