package org.marac.gateway.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.marac.gateway.model.Party.PinnedCertificate.Use;

/** Which keys are strong enough, and is a certificate made for this use? Allow-lists: what is not named is refused. */
final class KeyRules {
    private static final int RSA_LEAST_BITS = 3072;
    private static final int MAIL_LEAST_BITS = 2048;
    /** A larger modulus only costs us time. */
    private static final int RSA_MOST_BITS = 8192;

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    private static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private static final Set<String> ISSUER_SIGNATURES = Set.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha512WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.id_RSASSA_PSS.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA256.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA384.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA512.getId(),
            EdECObjectIdentifiers.id_Ed25519.getId());

    private KeyRules() {}

    /** P-256, P-384, Ed25519 or RSA of 3072 to 8192 bits. */
    static boolean strong(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return curve(key).isPresent();
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(key, RSA_LEAST_BITS);
        }
        return algorithm.equals(EdECObjectIdentifiers.id_Ed25519);
    }

    /** For mail also RSA from 2048 bits: what public authorities certify for people's mail (RFC 8551 section 4.2). */
    static boolean strongForMail(SubjectPublicKeyInfo key) {
        return strong(key)
                || key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
                        && rsa(key, MAIL_LEAST_BITS);
    }

    /** The named curve, when it is P-256 or P-384; explicit curve parameters are never accepted. */
    static Optional<ASN1ObjectIdentifier> curve(SubjectPublicKeyInfo key) {
        if (!key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return Optional.empty();
        }
        return Optional.ofNullable(key.getAlgorithm().getParameters())
                .map(Object::toString)
                .filter(
                        Set.of(SECObjectIdentifiers.secp256r1.getId(), SECObjectIdentifiers.secp384r1.getId())
                                ::contains)
                .map(ASN1ObjectIdentifier::new);
    }

    /** Whether the issuer's signature on it uses SHA-2 or Ed25519: SHA-1 and MD5 would let others forge a certificate. */
    static boolean stronglySigned(X509Certificate certificate) {
        return ISSUER_SIGNATURES.contains(certificate.getSigAlgOID());
    }

    /** Whether the certificate is made for the use. */
    static boolean may(Use use, X509Certificate certificate) {
        return switch (use) {
            case SIGN -> maySign(certificate);
            case ENCRYPT -> mayEncrypt(certificate);
            case MAIL -> maySignMail(certificate);
            case TLS -> hasUsage(certificate, DIGITAL_SIGNATURE) && hasPurpose(certificate, CLIENT_AUTHENTICATION);
        };
    }

    /** Key usage digitalSignature, and an extended key usage, where there is one, that a signed document may have. */
    static boolean maySign(X509Certificate certificate) {
        return hasUsage(certificate, DIGITAL_SIGNATURE)
                && hasPurpose(certificate, EMAIL_PROTECTION, DOCUMENT_SIGNING, ANY_PURPOSE);
    }

    /** Key usage digitalSignature, and an extended key usage, where there is one, for mail (RFC 8550 section 4.4). */
    static boolean maySignMail(X509Certificate certificate) {
        return hasUsage(certificate, DIGITAL_SIGNATURE) && hasPurpose(certificate, EMAIL_PROTECTION, ANY_PURPOSE);
    }

    /** Key usage keyAgreement for elliptic curves, keyEncipherment for RSA. */
    static boolean mayEncrypt(X509Certificate certificate) {
        boolean rsa = "RSA".equals(certificate.getPublicKey().getAlgorithm());
        return hasUsage(certificate, rsa ? KEY_ENCIPHERMENT : KEY_AGREEMENT);
    }

    private static boolean hasUsage(X509Certificate certificate, int bit) {
        boolean[] usage = certificate.getKeyUsage();
        return usage != null && usage[bit] && certificate.getBasicConstraints() < 0;
    }

    /** Whether an extended key usage is one of these, or there is none at all. */
    private static boolean hasPurpose(X509Certificate certificate, String... any) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || List.of(any).stream().anyMatch(purposes::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean rsa(SubjectPublicKeyInfo key, int least) {
        try {
            BigInteger modulus = RSAPublicKey.getInstance(key.parsePublicKey()).getModulus();
            return modulus.bitLength() >= least && modulus.bitLength() <= RSA_MOST_BITS;
        } catch (IOException e) {
            return false;
        }
    }
}
