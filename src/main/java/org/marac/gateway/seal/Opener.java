package org.marac.gateway.seal;

import java.math.BigInteger;
import java.security.Key;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KEKRecipientInfo;
import org.bouncycastle.asn1.cms.PasswordRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.util.Arrays;

/** One of our decryption keys: is a recipient of the message this key, and what content key does it unwrap? */
abstract class Opener {
    private final X500Name issuer;
    private final BigInteger serial;
    private final byte[] keyId;

    Opener(X509CertificateHolder certificate) {
        this.issuer = certificate.getIssuer();
        this.serial = certificate.getSerialNumber();
        Extension extension = certificate.getExtension(Extension.subjectKeyIdentifier);
        this.keyId = extension == null
                ? new byte[0]
                : ASN1OctetString.getInstance(extension.getParsedValue()).getOctets();
    }

    static Opener of(OwnKey own) {
        return "RSA".equals(own.key().getAlgorithm()) ? new RsaOpener(own) : new CurveOpener(own);
    }

    /** The content key wrapped for us, if this recipient is us. */
    abstract Optional<Wrapped> find(RecipientInfo recipient);

    /** A content key wrapped for us. */
    interface Wrapped {
        /** Whether every algorithm that wraps it is on the allow-list. */
        boolean allowed();

        SecretKey unwrap(AlgorithmIdentifier contentEncryption) throws CMSException;
    }

    /** Whether the recipient is a password (PWRI) or a key shared beforehand (KEKRI). */
    static boolean isShared(RecipientInfo recipient) {
        ASN1Encodable info = recipient.getInfo();
        return info instanceof PasswordRecipientInfo || info instanceof KEKRecipientInfo;
    }

    boolean isUs(IssuerAndSerialNumber name) {
        return name.getSerialNumber().getValue().equals(serial)
                && name.getName().equals(issuer);
    }

    boolean isUs(ASN1OctetString subjectKeyId) {
        return keyId.length > 0 && Arrays.areEqual(keyId, subjectKeyId.getOctets());
    }

    static SecretKey aes(Key key) {
        return new SecretKeySpec(key.getEncoded(), "AES");
    }
}
