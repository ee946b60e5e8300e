package org.marac.gateway.seal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.marac.gateway.seal.Recipients.Recipient;

/**
 * Puts on the outer layer: AuthEnvelopedData (RFC 5083) with AES-256-GCM, a fresh content key and a fresh ephemeral key each time, in DER. Elliptic
 * curves by ECDH with SHA-256 key derivation and AES-256 wrap, RSA by OAEP with SHA-256.
 */
final class Closing {
    private final SecureRandom random = new SecureRandom();

    byte[] close(byte[] content, List<Recipient> recipients) {
        try {
            CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
            for (Recipient recipient : recipients) {
                generator.addRecipientInfoGenerator(wrapping(recipient));
            }
            OutputAEADEncryptor encryptor =
                    (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                            .setProvider(Providers.AES_GCM)
                            .setSecureRandom(random)
                            .build();
            return generator
                    .generate(new CMSProcessableByteArray(content), encryptor)
                    .toASN1Structure()
                    .getEncoded(ASN1Encoding.DER);
        } catch (CMSException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The gateway cannot seal a message", e);
        }
    }

    private RecipientInfoGenerator wrapping(Recipient recipient) throws GeneralSecurityException {
        if (recipient.curve().isEmpty()) {
            return new JceKeyTransRecipientInfoGenerator(recipient.certificate(), Oaep.SHA256)
                    .setProvider(Providers.BOUNCY_CASTLE);
        }
        KeyPair ephemeral = ephemeral(recipient.curve().get());
        return new JceKeyAgreeRecipientInfoGenerator(
                        CMSAlgorithm.ECDH_SHA256KDF,
                        ephemeral.getPrivate(),
                        ephemeral.getPublic(),
                        CMSAlgorithm.AES256_WRAP)
                .addRecipient(recipient.certificate())
                .setSecureRandom(random)
                .setProvider(Providers.BOUNCY_CASTLE);
    }

    private KeyPair ephemeral(ASN1ObjectIdentifier curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Providers.BOUNCY_CASTLE);
        generator.initialize(new ECGenParameterSpec(curve.getId()), random);
        return generator.generateKeyPair();
    }
}
