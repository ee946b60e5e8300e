package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party.PinnedCertificate.Use;

/** Is a certificate that the protocol pins good at this moment? Answered by the room that knows cryptography. */
@FunctionalInterface
public interface CertificateCheck {
    /**
     * Checks path, validity, key usage and revocation of the certificate with this digest.
     *
     * <p>Throws an unchecked exception where it cannot know, for example because the revocation list is out of date: then
     * nothing is decided and the message is tried again.
     *
     * @return empty when it is good; otherwise why not, a code such as {@code certificate-rejected}
     */
    Optional<String> check(Digest certificate, Use use, Instant at);

    /**
     * What the answers rest on: another object as soon as something was read, for example a new revocation list, by which they may
     * be others. Answers given on what it was before count no more.
     */
    default Object basis() {
        return this;
    }
}
