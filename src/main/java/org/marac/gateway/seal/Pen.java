package org.marac.gateway.seal;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.CollectionStore;

/** Signs with one key: CMS SignedData (RFC 5652) in DER, one signer, its certificate inside, signing-certificate-v2 attribute (CAdES-BES). */
final class Pen {
    private final OwnKey own;
    private final String algorithm;
    private final Attribute signingCertificate;
    private final DigestCalculatorProvider digests;

    /** Where is the signed content: within the CMS, or a file beside it? */
    enum Content {
        INSIDE,
        BESIDE
    }

    Pen(OwnKey own) {
        this.own = own;
        this.algorithm = algorithm(own);
        this.signingCertificate = signingCertificate(own);
        this.digests = jdkDigests();
    }

    /** The name of its digest in mail (RFC 8551 section 3.5.3.2). */
    String micalg() {
        return switch (algorithm) {
            case "SHA384withECDSA" -> "sha-384";
            case "Ed25519" -> "sha-512";
            default -> "sha-256";
        };
    }

    /** The DER form of the signature over the bytes. */
    byte[] sign(byte[] content, Content where, Instant at) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(digests)
                    .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes(at)))
                    .build(
                            new JcaContentSignerBuilder(algorithm)
                                    .setProvider(Providers.BOUNCY_CASTLE)
                                    .build(own.key()),
                            own.holder()));
            generator.addCertificates(new CollectionStore<>(List.of(own.holder())));
            return generator
                    .generate(new CMSProcessableByteArray(content), where == Content.INSIDE)
                    .toASN1Structure()
                    .getEncoded(ASN1Encoding.DER);
        } catch (CMSException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("The gateway cannot sign with its own key", e);
        }
    }

    private AttributeTable attributes(Instant at) {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(signingCertificate);
        attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
        return new AttributeTable(attributes);
    }

    private static Attribute signingCertificate(OwnKey own) {
        try {
            ESSCertIDv2 id = new ESSCertIDv2(
                    SignerCheck.digest("SHA-256", own.holder().getEncoded()),
                    new IssuerSerial(
                            new GeneralNames(new GeneralName(own.holder().getIssuer())),
                            own.holder().getSerialNumber()));
            return new Attribute(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(new SigningCertificateV2(id)));
        } catch (IOException e) {
            throw new IllegalArgumentException("The signing certificate cannot be encoded", e);
        }
    }

    private static String algorithm(OwnKey own) {
        return switch (own.key().getAlgorithm()) {
            case "EC", "ECDSA" ->
                KeyRules.curve(own.holder().getSubjectPublicKeyInfo())
                                .filter(SECObjectIdentifiers.secp384r1::equals)
                                .isPresent()
                        ? "SHA384withECDSA"
                        : "SHA256withECDSA";
            case "RSA" -> "SHA256withRSAandMGF1";
            default -> "Ed25519";
        };
    }

    /** The platform's default provider: the JDK, whose SHA-2 is several times faster. */
    private static DigestCalculatorProvider jdkDigests() {
        try {
            return new JcaDigestCalculatorProviderBuilder().build();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("Every Java platform has SHA-2", e);
        }
    }
}
