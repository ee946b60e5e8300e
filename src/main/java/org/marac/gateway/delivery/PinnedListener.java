package org.marac.gateway.delivery;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.marac.gateway.model.Digest;

/**
 * Is whoever answers there who it should be? Its name is no proof and its issuer not enough: the certificate it shows must be one that the
 * protocol in force names for the agency, and good now, which is asked anew for each connection. The handshake proves that it has the key.
 */
final class PinnedListener extends X509ExtendedTrustManager {
    private final Predicate<Digest> theirs;

    private PinnedListener(Predicate<Digest> theirs) {
        this.theirs = theirs;
    }

    /**
     * TLS by which only they can be called.
     *
     * @param own the gateway's own certificate and key
     * @param theirs whether a certificate is the agency's
     */
    static SSLContext context(KeyManager[] own, Predicate<Digest> theirs) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {new PinnedListener(theirs)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be had", e);
        }
    }

    private void require(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !theirs.test(Digest.of(chain[0].getEncoded()))) {
            throw new CertificateException("The listener's certificate is not the agency's by the protocol");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("Nobody calls here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
