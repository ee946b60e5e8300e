package org.marac.gateway.seal;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A signature algorithm of the allow-list: ECDSA with SHA-2, RSASSA-PSS with SHA-2 and MGF1 of the same digest (RFC 4056), Ed25519
 * (RFC 8419). RSA PKCS#1 v1.5 and SHA-1 are not on it.
 *
 * @param digest JCA name of the digest over the content
 * @param name JCA name of the signature
 * @param parameters of RSASSA-PSS; empty otherwise
 */
record SignatureAlgorithm(String digest, String name, Optional<AlgorithmParameterSpec> parameters) {
    private static final int LEAST_SALT = 32;
    private static final int MOST_SALT = 512;

    private static final Map<ASN1ObjectIdentifier, String> DIGESTS = Map.of(
            NISTObjectIdentifiers.id_sha256, "SHA-256",
            NISTObjectIdentifiers.id_sha384, "SHA-384",
            NISTObjectIdentifiers.id_sha512, "SHA-512");

    private static final Map<ASN1ObjectIdentifier, String> RSA = Map.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA-256",
            PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA-384",
            PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA-512");

    private static final Map<ASN1ObjectIdentifier, String> ECDSA = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA-256",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA-384",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA-512");

    /** The algorithm of a signer, if both its digest and its signature are on the allow-list and belong together. */
    static Optional<SignatureAlgorithm> of(AlgorithmIdentifier digest, AlgorithmIdentifier signature) {
        Optional<String> named = digest(digest);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        ASN1ObjectIdentifier oid = signature.getAlgorithm();
        if (named.get().equals(ECDSA.get(oid))) {
            return Optional.of(ecdsa(named.get()));
        }
        if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return pss(named.get(), signature);
        }
        // RFC 8419 section 3.1: with Ed25519 the content's digest is SHA-512.
        return oid.equals(EdECObjectIdentifiers.id_Ed25519) && "SHA-512".equals(named.get())
                ? Optional.of(new SignatureAlgorithm("SHA-512", "Ed25519", Optional.empty()))
                : Optional.empty();
    }

    /**
     * The algorithm of a mail's signer: what {@link #of} takes, and RSASSA-PKCS1-v1_5 with SHA-2, because no common mail program signs with an
     * RSA key in another way (RFC 8551 section 2.2).
     */
    static Optional<SignatureAlgorithm> ofMail(AlgorithmIdentifier digest, AlgorithmIdentifier signature) {
        ASN1ObjectIdentifier oid = signature.getAlgorithm();
        return of(digest, signature)
                .or(() -> digest(digest)
                        .filter(named -> oid.equals(PKCSObjectIdentifiers.rsaEncryption) || named.equals(RSA.get(oid)))
                        .map(named ->
                                new SignatureAlgorithm(named, named.replace("-", "") + "withRSA", Optional.empty())));
    }

    /** The JCA name of a digest of the allow-list. */
    static Optional<String> digest(AlgorithmIdentifier algorithm) {
        return Optional.ofNullable(DIGESTS.get(algorithm.getAlgorithm()));
    }

    static SignatureAlgorithm ecdsa(String digest) {
        return new SignatureAlgorithm(digest, digest.replace("-", "") + "withECDSA", Optional.empty());
    }

    static SignatureAlgorithm pss(String digest, int salt) {
        AlgorithmParameterSpec spec = new PSSParameterSpec(
                digest, "MGF1", new MGF1ParameterSpec(digest), salt, PSSParameterSpec.TRAILER_FIELD_BC);
        return new SignatureAlgorithm(digest, digest.replace("-", "") + "withRSAandMGF1", Optional.of(spec));
    }

    private static Optional<SignatureAlgorithm> pss(String digest, AlgorithmIdentifier signature) {
        RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(signature.getParameters());
        if (parameters == null
                || !parameters.getMaskGenAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)) {
            return Optional.empty();
        }
        Optional<String> masked = digest(
                AlgorithmIdentifier.getInstance(parameters.getMaskGenAlgorithm().getParameters()));
        int salt = parameters.getSaltLength().intValueExact();
        boolean allowed =
                digest(parameters.getHashAlgorithm()).filter(digest::equals).isPresent()
                        && masked.filter(digest::equals).isPresent()
                        && parameters.getTrailerField().intValueExact() == 1
                        && salt >= LEAST_SALT
                        && salt <= MOST_SALT;
        return allowed ? Optional.of(pss(digest, salt)) : Optional.empty();
    }

    /** Whether it is the key's signature over the bytes. A key of another kind is an answer of no. */
    boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(name, Providers.BOUNCY_CASTLE);
            verifier.initVerify(key);
            if (parameters.isPresent()) {
                verifier.setParameter(parameters.get());
            }
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (SignatureException | java.security.InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle lacks " + name, e);
        }
    }
}
