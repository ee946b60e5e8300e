package org.marac.gateway.seal;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.seal.SignatureRejected.Reason;

/**
 * What a signer signed besides the content (RFC 5652 section 11): the content's type and digest, and which certificate is meant (RFC 5035),
 * so that another certificate of the same key cannot be put in its place. Each exactly once, with one value.
 */
final class SignedAttributes {
    private final ASN1Set set;
    private final AttributeTable table;

    private SignedAttributes(ASN1Set set, AttributeTable table) {
        this.set = set;
        this.table = table;
    }

    static SignedAttributes of(SignerInfo signer) throws SignatureRejected {
        ASN1Set set = signer.getAuthenticatedAttributes();
        if (set == null) {
            throw new SignatureRejected(Reason.NO_SIGNING_CERTIFICATE_ATTRIBUTE);
        }
        SignedAttributes attributes = new SignedAttributes(set, new AttributeTable(set));
        attributes.checkType();
        attributes.checkProtection(signer);
        return attributes;
    }

    /** The exact bytes the signature is over. */
    byte[] encoded() throws IOException {
        return SignerCheck.der(set);
    }

    /** Whether the signer says anything of its certificate. */
    boolean namesCertificate() {
        return table.getAll(PKCSObjectIdentifiers.id_aa_signingCertificateV2).size() > 0;
    }

    /** When it was signed, as the signer says; empty when that is not said once and for all. */
    Optional<Instant> signingTime() {
        return only(CMSAttributes.signingTime)
                .map(value -> Time.getInstance(value).getDate().toInstant());
    }

    /** The first certificate the signer names must be this one. */
    void checkCertificate(byte[] certificate) throws SignatureRejected {
        Optional<ASN1Encodable> value = only(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (value.isEmpty()) {
            throw new SignatureRejected(Reason.NO_SIGNING_CERTIFICATE_ATTRIBUTE);
        }
        ESSCertIDv2[] named = SigningCertificateV2.getInstance(value.get()).getCerts();
        Optional<String> digest =
                named.length == 0 ? Optional.empty() : SignatureAlgorithm.digest(named[0].getHashAlgorithm());
        if (digest.isEmpty()
                || !MessageDigest.isEqual(named[0].getCertHash(), SignerCheck.digest(digest.get(), certificate))
                || !names(named[0].getIssuerSerial(), Certificate.getInstance(certificate))) {
            throw new SignatureRejected(Reason.NO_SIGNING_CERTIFICATE_ATTRIBUTE);
        }
    }

    void checkContent(byte[] digest) throws SignatureRejected {
        Optional<ASN1Encodable> signed = only(CMSAttributes.messageDigest);
        if (signed.isEmpty()
                || !MessageDigest.isEqual(
                        ASN1OctetString.getInstance(signed.get()).getOctets(), digest)) {
            throw new SignatureRejected(Reason.BAD_SIGNATURE);
        }
    }

    private void checkType() throws SignatureRejected {
        if (only(CMSAttributes.contentType)
                .filter(type -> CMSObjectIdentifiers.data.equals(type.toASN1Primitive()))
                .isEmpty()) {
            throw new SignatureRejected(Reason.BAD_SIGNATURE);
        }
    }

    /** RFC 6211: where the signer says which algorithms it used, they must be those. */
    private void checkProtection(SignerInfo signer) throws SignatureRejected {
        if (table.getAll(CMSAttributes.cmsAlgorithmProtect).size() == 0) {
            return;
        }
        CMSAlgorithmProtection said = only(CMSAttributes.cmsAlgorithmProtect)
                .map(CMSAlgorithmProtection::getInstance)
                .orElseThrow(() -> new SignatureRejected(Reason.BAD_SIGNATURE));
        if (!said.getDigestAlgorithm()
                        .getAlgorithm()
                        .equals(signer.getDigestAlgorithm().getAlgorithm())
                || !signer.getDigestEncryptionAlgorithm().equals(said.getSignatureAlgorithm())) {
            throw new SignatureRejected(Reason.BAD_SIGNATURE);
        }
    }

    private Optional<ASN1Encodable> only(ASN1ObjectIdentifier type) {
        if (table.getAll(type).size() != 1) {
            return Optional.empty();
        }
        ASN1Set values = table.get(type).getAttrValues();
        return values.size() == 1 ? Optional.of(values.getObjectAt(0)) : Optional.empty();
    }

    private static boolean names(@Nullable IssuerSerial issuer, Certificate certificate) {
        return issuer == null
                || issuer.getSerial().equals(certificate.getSerialNumber())
                        && issuer.getIssuer().equals(new GeneralNames(new GeneralName(certificate.getIssuer())));
    }
}
