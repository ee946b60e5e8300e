package org.marac.gateway.seal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.marac.gateway.model.Digest;
import org.marac.gateway.seal.SignatureRejected.Reason;

/**
 * Whose certificate is it, and has the protocol pinned it? Certificates that passed are kept by digest, because reading the public key costs as much
 * as checking a signature with it. Only pinned certificates are kept, so strangers cannot fill the memory.
 */
final class KnownSigners {
    private static final int MOST_CERTIFICATES = 16;

    private final Map<Digest, Signer> known = new ConcurrentHashMap<>();
    private final SignerRules rules;

    KnownSigners(SignerRules rules) {
        this.rules = rules;
    }

    /**
     * A certificate the protocol names, with its key in the form that verifies fastest.
     *
     * @param strong whether the key is on the allow-list
     */
    record Signer(Digest digest, byte[] der, X509Certificate certificate, PublicKey key, boolean strong) {}

    /** The signer's certificate out of those that came with the signature, if it is pinned. */
    Signer find(SignedData data, SignerIdentifier id, Predicate<Digest> pinned) throws SignatureRejected, IOException {
        ASN1Set certificates = data.getCertificates();
        if (certificates == null || certificates.size() > MOST_CERTIFICATES) {
            throw new SignatureRejected(Reason.NOT_PINNED);
        }
        for (ASN1Encodable each : certificates) {
            if (each.toASN1Primitive() instanceof ASN1Sequence sequence) {
                Certificate certificate = Certificate.getInstance(sequence);
                if (isNamed(id, certificate)) {
                    byte[] der = certificate.getEncoded(ASN1Encoding.DER);
                    Digest digest = Digest.of(der);
                    if (pinned.test(digest)) {
                        return known.computeIfAbsent(digest, d -> read(d, der));
                    }
                }
            }
        }
        throw new SignatureRejected(Reason.NOT_PINNED);
    }

    private static boolean isNamed(SignerIdentifier id, Certificate certificate) {
        if (id.getId().toASN1Primitive() instanceof ASN1OctetString wanted) {
            Extension extension = certificate.getTBSCertificate().getExtensions() == null
                    ? null
                    : certificate.getTBSCertificate().getExtensions().getExtension(Extension.subjectKeyIdentifier);
            return extension != null && wanted.equals(extension.getParsedValue().toASN1Primitive());
        }
        IssuerAndSerialNumber wanted = IssuerAndSerialNumber.getInstance(id.getId());
        return wanted.getSerialNumber().equals(certificate.getSerialNumber())
                && wanted.getName().equals(certificate.getIssuer());
    }

    private Signer read(Digest digest, byte[] der) {
        X509Certificate certificate = Pem.certificate(der, "A signature");
        SubjectPublicKeyInfo key = Certificate.getInstance(der).getSubjectPublicKeyInfo();
        return new Signer(
                digest, der, certificate, publicKey(key), rules.strong().test(key));
    }

    /** The key as Bouncy Castle's own object, so that its verifier need not convert it each time. */
    static PublicKey publicKey(SubjectPublicKeyInfo key) {
        try {
            String algorithm = key.getAlgorithm().getAlgorithm().getId();
            return KeyFactory.getInstance(algorithm, Providers.BOUNCY_CASTLE)
                    .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("A certificate holds a key that cannot be read", e);
        }
    }
}
