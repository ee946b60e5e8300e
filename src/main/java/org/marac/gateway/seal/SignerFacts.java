package org.marac.gateway.seal;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.Certificate;
import org.marac.gateway.model.Digest;

/**
 * What a signature says of itself, for people to read.
 *
 * @param name the subject of its certificate (RFC 2253)
 * @param certificate SHA-256 of the certificate's DER form
 * @param from since when the certificate is valid
 * @param until until when
 * @param claimed when it was signed, as the signer says (RFC 5652 section 11.3)
 */
public record SignerFacts(String name, Digest certificate, Instant from, Instant until, Optional<Instant> claimed) {

    static Optional<SignerFacts> read(byte[] p7s) {
        try {
            SignedData data =
                    SignedData.getInstance(ContentInfo.getInstance(p7s).getContent());
            ASN1Set certificates = data.getCertificates();
            if (data.getSignerInfos().size() != 1 || certificates == null || certificates.size() != 1) {
                return Optional.empty();
            }
            byte[] der = Certificate.getInstance(certificates.getObjectAt(0)).getEncoded();
            X509Certificate certificate = Pem.certificate(der, "A signature");
            SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
            return Optional.of(new SignerFacts(
                    certificate.getSubjectX500Principal().getName(),
                    Digest.of(der),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    claimed(signer)));
        } catch (java.io.IOException | RuntimeException e) {
            // Bouncy Castle answers hostile structures with unchecked exceptions of many kinds; such a file says
            // nothing.
            return Optional.empty();
        }
    }

    private static Optional<Instant> claimed(SignerInfo signer) {
        ASN1Set signed = signer.getAuthenticatedAttributes();
        return Optional.ofNullable(signed)
                .map(set -> new AttributeTable(set).get(CMSAttributes.signingTime))
                .map(Attribute::getAttrValues)
                .filter(values -> values.size() == 1)
                .map(values -> (ASN1Encodable) values.getObjectAt(0))
                .map(value -> Time.getInstance(value).getDate().toInstant());
    }
}
