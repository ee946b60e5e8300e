package org.marac.gateway.seal;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate;

/**
 * For which keys is a message to an agency sealed? All its pinned encryption certificates that are good at the moment,
 * so that it can change keys in its own time.
 */
final class Recipients {
    private final Map<Digest, Recipient> known = new ConcurrentHashMap<>();

    /**
     * One key to seal for.
     *
     * @param certificate as Bouncy Castle's object, whose public key its key agreement takes without converting it
     * @param curve of an elliptic-curve key; empty for RSA
     * @param fit whether key and key usage are on the allow-list
     */
    record Recipient(X509Certificate certificate, Optional<ASN1ObjectIdentifier> curve, boolean fit) {
        static Recipient of(X509Certificate certificate) {
            SubjectPublicKeyInfo key =
                    SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
            boolean fit = KeyRules.strong(key) && KeyRules.mayEncrypt(certificate);
            return new Recipient(bouncy(certificate), KeyRules.curve(key), fit);
        }
    }

    List<Recipient> of(Party party, Certificates certificates, Trust trust, Instant now) {
        List<Recipient> good = new ArrayList<>();
        for (PinnedCertificate pinned : party.certificates()) {
            if (pinned.use() == PinnedCertificate.Use.ENCRYPT) {
                certificates
                        .find(pinned.sha256())
                        .filter(c -> isTrusted(c, pinned.sha256(), trust, now))
                        .map(c -> known.computeIfAbsent(pinned.sha256(), d -> Recipient.of(c)))
                        .filter(Recipient::fit)
                        .ifPresent(good::add);
            }
        }
        if (good.isEmpty()) {
            throw new NoRecipientKey(party.id());
        }
        return good;
    }

    private static boolean isTrusted(X509Certificate certificate, Digest digest, Trust trust, Instant now) {
        try {
            trust.check(certificate, digest, now);
            return true;
        } catch (SignatureRejected e) {
            return false;
        }
    }

    private static X509Certificate bouncy(X509Certificate certificate) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509", Providers.BOUNCY_CASTLE)
                    .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("A certificate of a recipient cannot be read", e);
        }
    }
}
