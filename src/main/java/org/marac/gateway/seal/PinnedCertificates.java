package org.marac.gateway.seal;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.seal.SignatureRejected.Reason;

/** Is a certificate that the protocol pins good at this moment, for this use? */
public final class PinnedCertificates {
    private final Supplier<Trust> trust;
    private final Supplier<Certificates> certificates;

    /**
     * The question's two sources.
     *
     * @param trust roots and revocation lists, asked every time
     * @param certificates where the certificates of the pinned digests lie, asked every time
     */
    public PinnedCertificates(Supplier<Trust> trust, Supplier<Certificates> certificates) {
        this.trust = trust;
        this.certificates = certificates;
    }

    /**
     * Checks that it is at hand, strong, made for the use, valid, on a path to a root and not revoked (RFC 5280).
     *
     * @return empty when it is good; otherwise the code of the first reason why not, as {@link Reason#code()}
     * @throws RevocationUnknown if no current revocation list is at hand: that says nothing of the certificate
     */
    public Optional<String> check(Digest certificate, Use use, Instant at) {
        try {
            X509Certificate found =
                    certificates.get().find(certificate).orElseThrow(() -> new SignatureRejected(Reason.NOT_PINNED));
            var key = SubjectPublicKeyInfo.getInstance(found.getPublicKey().getEncoded());
            if (use == Use.MAIL ? !KeyRules.strongForMail(key) : !KeyRules.strong(key)) {
                throw new SignatureRejected(Reason.WEAK_ALGORITHM);
            }
            if (!KeyRules.may(use, found)) {
                throw new SignatureRejected(Reason.WRONG_KEY_USAGE);
            }
            trust.get().check(found, certificate, at);
            return Optional.empty();
        } catch (SignatureRejected e) {
            if (e.reason() == Reason.CRL_STALE) {
                throw new RevocationUnknown();
            }
            return Optional.of(e.reason().code());
        }
    }
}
