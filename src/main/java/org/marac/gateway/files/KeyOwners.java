package org.marac.gateway.files;

import java.security.PublicKey;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;

/**
 * Whose key is this? An agency shows at the SFTP server the key of a TLS certificate that the protocol pins for it, so that
 * pinning, revocation and expiry count here as everywhere.
 */
public interface KeyOwners {
    /** Who holds the private key to it, if the certificate it is of is good now; whether or not the agency has signed. */
    Optional<Holder> of(PublicKey key);

    /** Whose certificate this is, if it is good now; whether or not the agency has signed. */
    Optional<AgencyId> owner(Digest certificate);

    /** Whether the agency of this certificate has signed, has not withdrawn, and receives its disclosures as files. */
    boolean receives(Digest certificate);

    /**
     * Who proved to hold a key.
     *
     * @param agency whose it is
     * @param certificate digest of the certificate with the key
     */
    record Holder(AgencyId agency, Digest certificate) {
        /** Whether the certificate is still the agency's and good: what was proved at login is not proved for ever. */
        boolean isIn(KeyOwners owners) {
            return owners.owner(certificate).equals(Optional.of(agency));
        }
    }
}
