package org.marac.gateway.seal;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party.PinnedCertificate.Use;

/** Is a certificate that the protocol pins good for its use at a moment? */
public final class CertificateStanding {
    private final Supplier<Trust> trust;
    private final Supplier<Certificates> certificates;

    /**
     * @param trust roots and revocation lists
     * @param certificates where the certificates themselves are found
     */
    public CertificateStanding(Supplier<Trust> trust, Supplier<Certificates> certificates) {
        this.trust = trust;
        this.certificates = certificates;
    }

    /**
     * Checks that the certificate is at hand, may be used so, is on a path to a root, valid and not revoked.
     *
     * @return empty when it is good; otherwise why not, a code
     * @throws RevocationUnknown if no current revocation list is at hand
     */
    public Optional<String> check(Digest certificate, Use use, Instant at) {
        Optional<X509Certificate> found = certificates.get().find(certificate);
        if (found.isEmpty()) {
            return Optional.of("certificate-not-at-hand");
        }
        if (!mayBeUsed(found.get(), use)) {
            return Optional.of(SignatureRejected.Reason.WRONG_KEY_USAGE.code());
        }
        try {
            trust.get().check(found.get(), certificate, at);
            return Optional.empty();
        } catch (SignatureRejected e) {
            if (e.reason() == SignatureRejected.Reason.CRL_STALE) {
                throw new RevocationUnknown();
            }
            return Optional.of(e.reason().code());
        }
    }

    private static boolean mayBeUsed(X509Certificate certificate, Use use) {
        return switch (use) {
            case SIGN -> KeyRules.maySign(certificate);
            case ENCRYPT -> KeyRules.mayEncrypt(certificate);
            // TLS itself checked the extended key usage when the peer showed it.
            case TLS -> true;
        };
    }
}
