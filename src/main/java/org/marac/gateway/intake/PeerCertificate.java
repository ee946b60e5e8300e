package org.marac.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.marac.gateway.model.Digest;

/** Which client certificate did mutual TLS prove? */
final class PeerCertificate {
    private PeerCertificate() {}

    /** Digest of its DER form. The connector lets nobody in without one. */
    static Digest of(HttpServletRequest request) {
        X509Certificate[] chain = (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
        try {
            return Digest.of(chain[0].getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that TLS accepted has a DER form", e);
        }
    }
}
