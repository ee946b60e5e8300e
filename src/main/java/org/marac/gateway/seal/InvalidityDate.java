package org.marac.gateway.seal;

import java.security.cert.X509CRLEntry;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/** Since when can a revoked key no longer be relied on, if the issuer says so (RFC 5280 section 5.3.2)? */
final class InvalidityDate {
    private InvalidityDate() {}

    static Optional<Instant> of(X509CRLEntry entry) {
        byte[] extension = entry.getExtensionValue(Extension.invalidityDate.getId());
        if (extension == null) {
            return Optional.empty();
        }
        try {
            byte[] time = ASN1OctetString.getInstance(extension).getOctets();
            return Optional.of(ASN1GeneralizedTime.getInstance(time).getDate().toInstant());
        } catch (ParseException | IllegalArgumentException e) {
            // An unreadable date must not make a revoked certificate look better than it is.
            return Optional.of(Instant.EPOCH);
        }
    }
}
