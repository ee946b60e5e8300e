package org.marac.gateway.seal;

import java.security.GeneralSecurityException;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cms.CMSException;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * Takes the encryption off a mail: AuthEnvelopedData with AES-256-GCM as sealed messages have it, or EnvelopedData (RFC 5652 section 6) with AES in CBC
 * mode, the most that common mail programs can. CBC proves nothing of what it hides; a mail's signature stands inside and is
 * asked after, nobody is answered before it was found good, and nothing of a mail is ever shown or fetched.
 */
final class MailOpening {
    private static final int BLOCK = 16;
    private static final Map<ASN1ObjectIdentifier, Integer> CBC_KEY_BYTES = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, 16,
            NISTObjectIdentifiers.id_aes192_CBC, 24,
            NISTObjectIdentifiers.id_aes256_CBC, 32);

    private final Opening opening;

    MailOpening(Opening opening) {
        this.opening = opening;
    }

    /** The decrypted content; one and the same refusal for whatever fails after the algorithms were accepted. */
    byte[] open(byte[] der) throws Refused {
        try {
            ContentInfo info = ContentInfo.getInstance(der);
            if (!info.getContentType().equals(CMSObjectIdentifiers.envelopedData)) {
                return opening.open(der);
            }
            EnvelopedData data = EnvelopedData.getInstance(info.getContent());
            EncryptedContentInfo content = data.getEncryptedContentInfo();
            Integer keyBytes =
                    CBC_KEY_BYTES.get(content.getContentEncryptionAlgorithm().getAlgorithm());
            Opener.Wrapped wrapped = opening.ours(data.getRecipientInfos());
            if (keyBytes == null) {
                throw new Refused(Refusal.of(RefusalCode.WEAK_ALGORITHM, "content-encryption"));
            }
            if (!wrapped.allowed()) {
                throw new Refused(Refusal.of(RefusalCode.WEAK_ALGORITHM, "key-encryption"));
            }
            return decrypt(wrapped, content, keyBytes);
        } catch (RuntimeException e) {
            // Bouncy Castle answers hostile structures with unchecked exceptions of many kinds: none of them is a
            // message.
            throw Opening.unreadable();
        }
    }

    private static byte[] decrypt(Opener.Wrapped wrapped, EncryptedContentInfo content, int keyBytes) throws Refused {
        try {
            SecretKey key = wrapped.unwrap(content.getContentEncryptionAlgorithm());
            byte[] start = ASN1OctetString.getInstance(
                            content.getContentEncryptionAlgorithm().getParameters())
                    .getOctets();
            if (key.getEncoded().length != keyBytes || start.length != BLOCK) {
                throw Opening.undecryptable();
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", Providers.AES_GCM);
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(start));
            return cipher.doFinal(content.getEncryptedContent().getOctets());
        } catch (GeneralSecurityException | CMSException e) {
            throw Opening.undecryptable();
        } catch (RuntimeException e) {
            // The unwrapping of a hostile key throws unchecked exceptions too.
            throw Opening.undecryptable();
        }
    }
}
