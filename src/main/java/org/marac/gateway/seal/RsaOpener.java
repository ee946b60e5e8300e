package org.marac.gateway.seal;

import java.util.Optional;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientOperator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipient;

/** Opens what was sealed for an RSA key: RSAES-OAEP with SHA-256 (RFC 3560); never PKCS#1 v1.5, whose padding can be tried out. */
final class RsaOpener extends Opener {
    private final Transport transport;

    RsaOpener(OwnKey own) {
        super(own.holder());
        this.transport = new Transport(own);
    }

    @Override
    Optional<Wrapped> find(RecipientInfo recipient) {
        if (recipient.getInfo() instanceof KeyTransRecipientInfo info && isUs(info)) {
            return Optional.of(new Transported(info));
        }
        return Optional.empty();
    }

    private boolean isUs(KeyTransRecipientInfo info) {
        return info.getRecipientIdentifier().getId().toASN1Primitive() instanceof ASN1OctetString id
                ? isUs(id)
                : isUs(IssuerAndSerialNumber.getInstance(
                        info.getRecipientIdentifier().getId()));
    }

    private final class Transported implements Wrapped {
        private final KeyTransRecipientInfo info;

        Transported(KeyTransRecipientInfo info) {
            this.info = info;
        }

        @Override
        public boolean allowed() {
            return Oaep.isAllowed(info.getKeyEncryptionAlgorithm());
        }

        @Override
        public SecretKey unwrap(AlgorithmIdentifier contentEncryption) throws CMSException {
            return transport.unwrap(info, contentEncryption);
        }
    }

    /** The library's key transport without its content cipher, for which the JDK is many times faster. */
    private static final class Transport extends JceKeyTransRecipient {
        Transport(OwnKey own) {
            super(own.key());
            setProvider(Providers.BOUNCY_CASTLE);
            setKeySizeValidation(true);
        }

        SecretKey unwrap(KeyTransRecipientInfo info, AlgorithmIdentifier contentEncryption) throws CMSException {
            return aes(extractSecretKey(
                    info.getKeyEncryptionAlgorithm(),
                    contentEncryption,
                    info.getEncryptedKey().getOctets()));
        }

        @Override
        public RecipientOperator getRecipientOperator(
                AlgorithmIdentifier transport, AlgorithmIdentifier contentEncryption, byte[] key) {
            throw new UnsupportedOperationException("The content is decrypted by the JDK");
        }
    }
}
