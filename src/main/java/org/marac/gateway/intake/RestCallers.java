package org.marac.gateway.intake;

import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;

/** Who calls at the REST door, by the certificate mutual TLS proved? */
public interface RestCallers {
    /** The agency whose TLS certificate it is, if it is good now; whether or not it has signed. */
    Optional<AgencyId> owner(Digest certificate);

    /** The same, if it has signed the version in force, has not withdrawn, and receives by this door. */
    Optional<AgencyId> recipient(Digest certificate);
}
