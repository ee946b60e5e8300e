package org.marac.gateway.seal;

import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientOperator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipient;

/**
 * Opens what was sealed for an elliptic-curve key: ephemeral-static ECDH with the SHA-2 key derivation of X9.63 and AES-256 key wrap (RFC 5753).
 * OpenSSL derives with SHA-1 unless told {@code -keyopt ecdh_kdf_md:sha256}; that is not on the list.
 */
final class CurveOpener extends Opener {
    private static final Set<ASN1ObjectIdentifier> AGREEMENTS = Set.of(
            SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme,
            SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme,
            SECObjectIdentifiers.dhSinglePass_stdDH_sha512kdf_scheme);

    private final Agreement agreement;
    private final AlgorithmIdentifier curve;

    CurveOpener(OwnKey own) {
        super(own.holder());
        this.curve = own.holder().getSubjectPublicKeyInfo().getAlgorithm();
        this.agreement = new Agreement(own);
    }

    @Override
    Optional<Wrapped> find(RecipientInfo recipient) {
        if (recipient.getInfo() instanceof KeyAgreeRecipientInfo info) {
            for (ASN1Encodable each : info.getRecipientEncryptedKeys()) {
                RecipientEncryptedKey wrapped = RecipientEncryptedKey.getInstance(each);
                if (isUs(wrapped.getIdentifier())) {
                    return Optional.of(new Agreed(info, wrapped.getEncryptedKey()));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isUs(KeyAgreeRecipientIdentifier id) {
        return id.getIssuerAndSerialNumber() != null
                ? isUs(id.getIssuerAndSerialNumber())
                : isUs(id.getRKeyID().getSubjectKeyIdentifier());
    }

    /** The sender may leave the curve out, as RFC 5753 has it, or name ours; parameters of its own are never taken. */
    private boolean onOurCurve(AlgorithmIdentifier originator) {
        ASN1Encodable parameters = originator.getParameters();
        return originator.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && (parameters == null
                        || parameters.equals(DERNull.INSTANCE)
                        || parameters.equals(curve.getParameters()));
    }

    private final class Agreed implements Wrapped {
        private final KeyAgreeRecipientInfo info;
        private final ASN1OctetString key;

        Agreed(KeyAgreeRecipientInfo info, ASN1OctetString key) {
            this.info = info;
            this.key = key;
        }

        @Override
        public boolean allowed() {
            AlgorithmIdentifier scheme = info.getKeyEncryptionAlgorithm();
            OriginatorPublicKey originator = info.getOriginator().getOriginatorKey();
            return AGREEMENTS.contains(scheme.getAlgorithm())
                    && scheme.getParameters() != null
                    && AlgorithmIdentifier.getInstance(scheme.getParameters())
                            .getAlgorithm()
                            .equals(NISTObjectIdentifiers.id_aes256_wrap)
                    && info.getVersion().hasValue(3)
                    && originator != null
                    && onOurCurve(originator.getAlgorithm());
        }

        @Override
        public SecretKey unwrap(AlgorithmIdentifier contentEncryption) throws CMSException {
            // Our own curve, whatever the sender's header says: a point that is not on it does not decode.
            SubjectPublicKeyInfo sender = new SubjectPublicKeyInfo(
                    curve,
                    info.getOriginator().getOriginatorKey().getPublicKeyData().getOctets());
            return agreement.unwrap(
                    info.getKeyEncryptionAlgorithm(), contentEncryption, sender, info.getUserKeyingMaterial(), key);
        }
    }

    /** The library's key agreement without its content cipher, for which the JDK is many times faster. */
    private static final class Agreement extends JceKeyAgreeRecipient {
        Agreement(OwnKey own) {
            super(own.key());
            setProvider(Providers.BOUNCY_CASTLE);
        }

        SecretKey unwrap(
                AlgorithmIdentifier scheme,
                AlgorithmIdentifier contentEncryption,
                SubjectPublicKeyInfo sender,
                ASN1OctetString material,
                ASN1OctetString key)
                throws CMSException {
            return aes(extractSecretKey(scheme, contentEncryption, sender, material, key.getOctets()));
        }

        @Override
        public RecipientOperator getRecipientOperator(
                AlgorithmIdentifier scheme,
                AlgorithmIdentifier contentEncryption,
                SubjectPublicKeyInfo sender,
                ASN1OctetString material,
                byte[] key) {
            throw new UnsupportedOperationException("The content is decrypted by the JDK");
        }
    }
}
