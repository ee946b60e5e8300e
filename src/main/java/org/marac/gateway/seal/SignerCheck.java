package org.marac.gateway.seal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.seal.SignatureRejected.Reason;

/**
 * Is this a signature by exactly one signer the protocol names, and good at that moment? The one check for sealed messages and for signatures
 * on the protocol. It does not rely on a library's "verify all signers", which is true of no signers at all; it walks the structure
 * itself, every step an allow-list, the costly steps last.
 */
final class SignerCheck {
    private final SignerRules rules;
    private final KnownSigners signers;
    private final Verification verification;

    /** For sealed messages and signatures on the protocol. */
    SignerCheck(Verification verification) {
        this(SignerRules.SEALED, verification);
    }

    /**
     * @param rules what is asked of this kind of signature
     * @param verification the arithmetic of the signature itself
     */
    SignerCheck(SignerRules rules, Verification verification) {
        this.rules = rules;
        this.signers = new KnownSigners(rules);
        this.verification = verification;
    }

    /** Is it the key's signature over the bytes? */
    @FunctionalInterface
    interface Verification {
        boolean verifies(SignatureAlgorithm algorithm, PublicKey key, byte[] signed, byte[] signature);

        /** The digest of what was signed. */
        default byte[] digest(String algorithm, byte[] content) {
            return SignerCheck.digest(algorithm, content);
        }
    }

    /**
     * What was signed, and by which certificate.
     *
     * @param content the exact bytes
     * @param signer digest of the signing certificate
     * @param certificate that certificate
     * @param claimed when, as the signer says
     */
    record Signed(byte[] content, Digest signer, X509Certificate certificate, Optional<Instant> claimed) {}

    /**
     * Checks a SignedData.
     *
     * @param cms DER ContentInfo
     * @param detached the content beside it; empty when the content is inside
     * @param pinned whether a certificate may sign this
     * @param trust roots and revocation lists
     * @param at the moment for which the certificate must be good
     */
    Signed check(byte[] cms, Optional<Bytes> detached, Predicate<Digest> pinned, Trust trust, Instant at)
            throws SignatureRejected {
        try {
            SignedData data = read(cms);
            SignerInfo signer = onlySigner(data);
            checkOutside(data, signer);
            byte[] content = content(data, detached);
            KnownSigners.Signer known = signers.find(data, signer.getSID(), pinned);
            SignatureAlgorithm algorithm = algorithm(signer, known);
            SignedAttributes attributes = SignedAttributes.of(signer);
            if (rules.namesCertificate() || attributes.namesCertificate()) {
                attributes.checkCertificate(known.der());
            }
            if (!rules.maySign().test(known.certificate())) {
                throw new SignatureRejected(Reason.WRONG_KEY_USAGE);
            }
            trust.check(known.certificate(), known.digest(), at);
            attributes.checkContent(verification.digest(algorithm.digest(), content));
            if (!verification.verifies(
                    algorithm,
                    known.key(),
                    attributes.encoded(),
                    signer.getEncryptedDigest().getOctets())) {
                throw new SignatureRejected(Reason.BAD_SIGNATURE);
            }
            return new Signed(content, known.digest(), known.certificate(), attributes.signingTime());
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle answers hostile structures with unchecked exceptions of many kinds; whatever it could not
            // read is not CMS.
            throw new SignatureRejected(Reason.NOT_CMS);
        }
    }

    private static SignedData read(byte[] cms) throws SignatureRejected {
        if (!Der.isWellFormed(cms)) {
            throw new SignatureRejected(Reason.NOT_CMS);
        }
        ContentInfo info = ContentInfo.getInstance(cms);
        if (!info.getContentType().equals(CMSObjectIdentifiers.signedData)) {
            throw new SignatureRejected(Reason.NOT_CMS);
        }
        SignedData data = SignedData.getInstance(info.getContent());
        if (!data.getEncapContentInfo().getContentType().equals(CMSObjectIdentifiers.data)) {
            throw new SignatureRejected(Reason.NOT_CMS);
        }
        return data;
    }

    private static SignerInfo onlySigner(SignedData data) throws SignatureRejected {
        ASN1Set signers = data.getSignerInfos();
        if (signers.size() != 1) {
            throw new SignatureRejected(signers.size() == 0 ? Reason.NO_SIGNER : Reason.SEVERAL_SIGNERS);
        }
        return SignerInfo.getInstance(signers.getObjectAt(0));
    }

    /**
     * What stands outside the signature must be what RFC 5652 section 5.1 and 5.3 demand of such a file, so that nobody can
     * change even a bit of it that says nothing.
     */
    private static void checkOutside(SignedData data, SignerInfo signer) throws SignatureRejected {
        boolean byKey = signer.getSID().isTagged();
        int version = byKey ? 3 : 1;
        ASN1Set digests = data.getDigestAlgorithms();
        if (!signer.getVersion().hasValue(version)
                || !data.getVersion().hasValue(version)
                || digests.size() != 1
                || !AlgorithmIdentifier.getInstance(digests.getObjectAt(0)).equals(signer.getDigestAlgorithm())) {
            throw new SignatureRejected(Reason.NOT_CMS);
        }
    }

    private static byte[] content(SignedData data, Optional<Bytes> detached) throws SignatureRejected {
        ASN1Encodable inside = data.getEncapContentInfo().getContent();
        if (detached.isPresent()) {
            if (inside != null) {
                throw new SignatureRejected(Reason.CONTENT_INSIDE);
            }
            return detached.get().toArray();
        }
        if (inside == null) {
            throw new SignatureRejected(Reason.CONTENT_MISSING);
        }
        return ASN1OctetString.getInstance(inside).getOctets();
    }

    private SignatureAlgorithm algorithm(SignerInfo signer, KnownSigners.Signer known) throws SignatureRejected {
        Optional<SignatureAlgorithm> algorithm =
                rules.algorithm().apply(signer.getDigestAlgorithm(), signer.getDigestEncryptionAlgorithm());
        if (algorithm.isEmpty() || !known.strong()) {
            throw new SignatureRejected(Reason.WEAK_ALGORITHM);
        }
        return algorithm.get();
    }

    /** By the JDK, whose SHA-2 uses the processor's instructions. */
    static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }

    static byte[] der(ASN1Set set) throws IOException {
        return set.getEncoded(ASN1Encoding.DER);
    }
}
