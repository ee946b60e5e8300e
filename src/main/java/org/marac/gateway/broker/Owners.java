package org.marac.gateway.broker;

import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;

/** Whose certificate is this? */
@FunctionalInterface
public interface Owners {
    /**
     * @param certificate digest of a DER client certificate whose key the peer proved to hold
     * @return the agency that may use it for TLS now; empty for a stranger's, an expired or a revoked one
     */
    Optional<AgencyId> owner(Digest certificate);

    /**
     * Of which agency does this certificate make its holder the alternate contact?
     *
     * @return empty for everyone else, the agency itself included
     */
    default Optional<AgencyId> alternateOf(Digest certificate) {
        return Optional.empty();
    }
}
