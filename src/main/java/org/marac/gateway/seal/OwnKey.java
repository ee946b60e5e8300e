package org.marac.gateway.seal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * A private key with the certificate that belongs to it.
 *
 * @param certificate what others know of it
 * @param holder the certificate in the form the CMS classes take
 * @param key the secret; Bouncy Castle's own object, so that its operations need not convert it each time
 */
record OwnKey(X509Certificate certificate, X509CertificateHolder holder, PrivateKey key) {

    /** Reads PEM files; refuses a key that is too weak or is not the certificate's. */
    static OwnKey read(Path certificateFile, Path keyFile) {
        X509Certificate certificate = Pem.certificate(certificateFile);
        PrivateKey key = Pem.privateKey(keyFile);
        try {
            X509CertificateHolder holder = new X509CertificateHolder(certificate.getEncoded());
            OwnKey own = new OwnKey(certificate, holder, key);
            if (!KeyRules.strong(holder.getSubjectPublicKeyInfo())) {
                throw new IllegalArgumentException(certificateFile + " has a key outside the allow-list");
            }
            if (!KeyPairs.belong(key, holder.getSubjectPublicKeyInfo())) {
                throw new IllegalArgumentException(keyFile + " is not the key of " + certificateFile);
            }
            return own;
        } catch (CertificateEncodingException | IOException e) {
            throw new IllegalArgumentException(certificateFile + " cannot be read", e);
        }
    }

    void require(Predicate<X509Certificate> usage, String verb) {
        if (!usage.test(certificate)) {
            throw new IllegalArgumentException("The key usage of the certificate does not let it " + verb);
        }
    }

    byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was read can be written", e);
        }
    }

    @Override
    public String toString() {
        return "OwnKey[" + certificate.getSubjectX500Principal().getName() + "]";
    }
}
