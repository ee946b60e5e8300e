package org.marac.gateway.seal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSException;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * Takes off the outer layer: AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084). Everything that is not on the allow-list is refused
 * before a key is touched, and the content is decrypted whole before anyone sees a byte of it: the tag comes last.
 */
final class Opening {
    private static final int MOST_RECIPIENTS = 64;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int KEY_BYTES = 32;

    private final List<Opener> openers;

    Opening(Keyring keyring) {
        this.openers = keyring.opening().stream().map(Opener::of).toList();
    }

    /** The decrypted content. Whatever fails after the algorithms were accepted gives one and the same refusal. */
    byte[] open(byte[] cms) throws Refused {
        try {
            AuthEnvelopedData data = read(cms);
            EncryptedContentInfo content = data.getAuthEncryptedContentInfo();
            Opener.Wrapped wrapped = ours(data.getRecipientInfos());
            GCMParameters parameters =
                    gcm(content.getContentEncryptionAlgorithm(), data.getMac().getOctets());
            if (!wrapped.allowed()) {
                throw new Refused(Refusal.of(RefusalCode.WEAK_ALGORITHM, "key-encryption"));
            }
            return decrypt(wrapped, data, content, parameters);
        } catch (RuntimeException e) {
            // Bouncy Castle answers hostile structures with unchecked exceptions of many kinds: none of them is a
            // message.
            throw unreadable();
        }
    }

    private static AuthEnvelopedData read(byte[] cms) throws Refused {
        if (!Der.isWellFormed(cms)) {
            throw unreadable();
        }
        ContentInfo info = ContentInfo.getInstance(cms);
        if (info.getContentType().equals(CMSObjectIdentifiers.envelopedData)
                || info.getContentType().equals(CMSObjectIdentifiers.authenticatedData)
                || info.getContentType().equals(CMSObjectIdentifiers.encryptedData)) {
            throw new Refused(Refusal.of(RefusalCode.WEAK_ALGORITHM, "not-auth-enveloped-data"));
        }
        if (!info.getContentType().equals(CMSObjectIdentifiers.authEnvelopedData)) {
            throw unreadable();
        }
        AuthEnvelopedData data = AuthEnvelopedData.getInstance(info.getContent());
        if (!data.getVersion().hasValue(0)
                || !data.getAuthEncryptedContentInfo().getContentType().equals(CMSObjectIdentifiers.data)) {
            throw unreadable();
        }
        return data;
    }

    Opener.Wrapped ours(ASN1Set recipients) throws Refused {
        if (recipients.size() > MOST_RECIPIENTS) {
            throw unreadable();
        }
        Optional<Opener.Wrapped> ours = Optional.empty();
        for (ASN1Encodable each : recipients) {
            RecipientInfo recipient = RecipientInfo.getInstance(each);
            if (Opener.isShared(recipient)) {
                // A password or a shared key beside ours is a second, unknown way to the content.
                throw new Refused(Refusal.of(RefusalCode.WEAK_ALGORITHM, "password-or-shared-key-recipient"));
            }
            for (Opener opener : openers) {
                ours = ours.isPresent() ? ours : opener.find(recipient);
            }
        }
        return ours.orElseThrow(() -> new Refused(Refusal.of(RefusalCode.NOT_FOR_US, "no-recipient-is-us")));
    }

    private static GCMParameters gcm(AlgorithmIdentifier algorithm, byte[] tag) throws Refused {
        if (!algorithm.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_GCM)) {
            throw new Refused(Refusal.of(RefusalCode.WEAK_ALGORITHM, "content-encryption"));
        }
        GCMParameters parameters = GCMParameters.getInstance(algorithm.getParameters());
        if (parameters == null
                || parameters.getNonce().length != NONCE_BYTES
                || parameters.getIcvLen() != TAG_BYTES
                || tag.length != TAG_BYTES) {
            throw new Refused(Refusal.of(RefusalCode.WEAK_ALGORITHM, "gcm-parameters"));
        }
        return parameters;
    }

    private static byte[] decrypt(
            Opener.Wrapped wrapped, AuthEnvelopedData data, EncryptedContentInfo content, GCMParameters parameters)
            throws Refused {
        try {
            SecretKey key = wrapped.unwrap(content.getContentEncryptionAlgorithm());
            if (key.getEncoded().length != KEY_BYTES) {
                throw undecryptable();
            }
            byte[] attributes = data.getAuthAttrs() == null
                    ? new byte[0]
                    : data.getAuthAttrs().getEncoded(ASN1Encoding.DER);
            return Gcm.open(
                    key,
                    parameters.getNonce(),
                    attributes,
                    content.getEncryptedContent().getOctets(),
                    data.getMac().getOctets());
        } catch (GeneralSecurityException | CMSException | IOException e) {
            throw undecryptable();
        } catch (RuntimeException e) {
            // The unwrapping of a hostile key throws unchecked exceptions too; telling them apart would help only an
            // attacker.
            throw undecryptable();
        }
    }

    static Refused undecryptable() {
        return new Refused(Refusal.of(RefusalCode.BAD_SIGNATURE, "cannot-be-decrypted"));
    }

    static Refused unreadable() {
        return new Refused(Refusal.of(RefusalCode.UNREADABLE, "not-cms"));
    }
}
