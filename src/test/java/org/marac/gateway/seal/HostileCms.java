package org.marac.gateway.seal;

import static org.marac.gateway.seal.TestPki.attempt;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.CollectionStore;

/** Makes CMS that is well formed and still must not be taken. */
final class HostileCms {
    private final CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    private final List<org.bouncycastle.cert.X509CertificateHolder> certificates = new ArrayList<>();

    /** Adds a signer whose signing-certificate attribute names the given certificate, or none. */
    HostileCms signer(TestPki.Holder holder, String algorithm, Optional<byte[]> namedCertificate) {
        return attempt(() -> {
            JcaSignerInfoGeneratorBuilder builder =
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
            ASN1EncodableVector attributes = new ASN1EncodableVector();
            namedCertificate.ifPresent(der -> attributes.add(new Attribute(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new DERSet(new SigningCertificateV2(new ESSCertIDv2(SignerCheck.digest("SHA-256", der)))))));
            builder.setSignedAttributeGenerator(
                    new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)));
            generator.addSignerInfoGenerator(builder.build(
                    TestPki.contentSigner(algorithm, holder.key()), holder.own().holder()));
            certificates.add(holder.own().holder());
            return this;
        });
    }

    HostileCms signer(TestPki.Holder holder) {
        return signer(holder, "SHA256withECDSA", Optional.of(holder.der()));
    }

    HostileCms certificate(TestPki.Holder holder) {
        certificates.add(holder.own().holder());
        return this;
    }

    byte[] over(byte[] content, boolean inside) {
        return attempt(() -> {
            generator.addCertificates(new CollectionStore<>(certificates));
            return generator
                    .generate(new CMSProcessableByteArray(content), inside)
                    .toASN1Structure()
                    .getEncoded(ASN1Encoding.DER);
        });
    }

    /** EnvelopedData: encrypted, but nobody can tell whether it was changed. */
    static byte[] enveloped(byte[] content, ASN1ObjectIdentifier cipher, X509Certificate recipient) {
        return attempt(() -> {
            CMSEnvelopedDataGenerator envelope = new CMSEnvelopedDataGenerator();
            envelope.addRecipientInfoGenerator(agreement(
                    org.bouncycastle.cms.CMSAlgorithm.ECDH_SHA256KDF,
                    org.bouncycastle.cms.CMSAlgorithm.AES256_WRAP,
                    recipient));
            return envelope.generate(
                            new CMSProcessableByteArray(content),
                            new JceCMSContentEncryptorBuilder(cipher)
                                    .setProvider(Providers.BOUNCY_CASTLE)
                                    .build())
                    .toASN1Structure()
                    .getEncoded(ASN1Encoding.DER);
        });
    }

    static byte[] authEnveloped(byte[] content, ASN1ObjectIdentifier cipher, RecipientInfoGenerator... recipients) {
        return attempt(() -> {
            CMSAuthEnvelopedDataGenerator envelope = new CMSAuthEnvelopedDataGenerator();
            for (RecipientInfoGenerator recipient : recipients) {
                envelope.addRecipientInfoGenerator(recipient);
            }
            return envelope.generate(new CMSProcessableByteArray(content), (OutputAEADEncryptor)
                            new JceCMSContentEncryptorBuilder(cipher)
                                    .setProvider(Providers.BOUNCY_CASTLE)
                                    .build())
                    .toASN1Structure()
                    .getEncoded(ASN1Encoding.DER);
        });
    }

    static RecipientInfoGenerator agreement(
            ASN1ObjectIdentifier scheme, ASN1ObjectIdentifier wrap, X509Certificate recipient) {
        return attempt(() -> {
            KeyPair ephemeral = TestPki.keys("P-256");
            return new JceKeyAgreeRecipientInfoGenerator(scheme, ephemeral.getPrivate(), ephemeral.getPublic(), wrap)
                    .addRecipient(recipient)
                    .setProvider(Providers.BOUNCY_CASTLE);
        });
    }
}
