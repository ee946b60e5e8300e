package org.marac.gateway.seal;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.marac.gateway.model.Digest;

/** Is a certificate that the protocol pins good at a moment? Asked of certificates that a channel has proved and no signature carries. */
public final class PinnedCertificates {
    private final Supplier<Certificates> certificates;
    private final Supplier<Trust> trust;

    /**
     * The room with all its parts.
     *
     * @param certificates where a certificate is found by its digest; asked every time
     * @param trust roots and revocation lists; asked every time
     */
    public PinnedCertificates(Supplier<Certificates> certificates, Supplier<Trust> trust) {
        this.certificates = certificates;
        this.trust = trust;
    }

    /**
     * What is wrong with the certificate: the code of a {@link SignatureRejected.Reason}; empty where it is valid, on a path to a root and not
     * revoked, all at the moment.
     *
     * @throws RevocationUnknown if no current revocation list is at hand
     */
    public Optional<String> problem(Digest digest, Instant at) {
        Optional<X509Certificate> certificate = certificates.get().find(digest);
        if (certificate.isEmpty()) {
            return Optional.of(SignatureRejected.Reason.NOT_PINNED.code());
        }
        try {
            trust.get().check(certificate.get(), digest, at);
            return Optional.empty();
        } catch (SignatureRejected e) {
            if (e.reason() == SignatureRejected.Reason.CRL_STALE) {
                throw new RevocationUnknown();
            }
            return Optional.of(e.reason().code());
        }
    }
}
