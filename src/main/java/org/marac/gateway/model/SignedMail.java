package org.marac.gateway.model;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What was signed in a mail, and by whom.
 *
 * @param content the exact bytes
 * @param signer digest of the signing certificate
 * @param addresses to whom that certificate was given, in lower case: its rfc822Name, or the E of its subject where it has none (RFC 8550
 *     section 3)
 * @param claimed when, as the signer says
 */
public record SignedMail(Bytes content, Digest signer, Set<String> addresses, Optional<Instant> claimed) {
    public SignedMail {
        addresses = Set.copyOf(addresses);
    }
}
