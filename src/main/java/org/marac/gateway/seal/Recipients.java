package org.marac.gateway.seal;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate;

/** For which keys is a message to an agency sealed? All its pinned encryption certificates that are good at the moment, so that it can change keys in its own time. */
final class Recipients {
    private final Map<Digest, X509Certificate> fast = new ConcurrentHashMap<>();

    List<X509Certificate> of(Party party, Certificates certificates, Trust trust, Instant now) {
        List<X509Certificate> good = new ArrayList<>();
        for (PinnedCertificate pinned : party.certificates()) {
            if (pinned.use() == PinnedCertificate.Use.ENCRYPT) {
                certificates
                        .find(pinned.sha256())
                        .filter(c -> isGood(c, pinned.sha256(), trust, now))
                        .ifPresent(c -> good.add(fast.computeIfAbsent(pinned.sha256(), d -> bouncy(c))));
            }
        }
        if (good.isEmpty()) {
            throw new NoRecipientKey(party.id());
        }
        return good;
    }

    private static boolean isGood(X509Certificate certificate, Digest digest, Trust trust, Instant now) {
        if (!KeyRules.mayEncrypt(certificate)
                || !KeyRules.strong(SubjectPublicKeyInfo.getInstance(
                        certificate.getPublicKey().getEncoded()))) {
            return false;
        }
        try {
            trust.check(certificate, digest, now);
            return true;
        } catch (SignatureRejected e) {
            return false;
        }
    }

    /** The same certificate as Bouncy Castle's object, whose public key its key agreement takes without converting it. */
    private static X509Certificate bouncy(X509Certificate certificate) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509", Providers.BOUNCY_CASTLE)
                    .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("A certificate of a recipient cannot be read", e);
        }
    }
}
