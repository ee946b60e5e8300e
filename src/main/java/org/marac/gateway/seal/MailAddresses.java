package org.marac.gateway.seal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** To which addresses was a certificate given? */
final class MailAddresses {
    private static final Integer RFC822_NAME = 1;

    private MailAddresses() {}

    /** In lower case. RFC 8550 section 3: the rfc822Names; the subject's e-mail address only where there is none. */
    static Set<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            Set<String> mail = lower(
                    names == null
                            ? Stream.of()
                            : names.stream()
                                    .filter(name -> RFC822_NAME.equals(name.get(0)))
                                    .map(name -> String.valueOf(name.get(1))));
            return mail.isEmpty() ? lower(subject(certificate)) : mail;
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    private static Stream<String> subject(X509Certificate certificate) {
        RDN[] found = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.EmailAddress);
        return Stream.of(found)
                .filter(rdn -> !rdn.isMultiValued())
                .map(rdn -> IETFUtils.valueToString(rdn.getFirst().getValue()));
    }

    private static Set<String> lower(Stream<String> addresses) {
        return addresses.map(address -> address.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
