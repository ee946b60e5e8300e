package org.marac.gateway.seal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** Reads and writes the PEM files (RFC 7468) of certificates, revocation lists and PKCS#8 keys. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    private Pem() {}

    /** All certificates of a file, in order. */
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        for (byte[] der : blocks(file, "CERTIFICATE")) {
            found.add(certificate(der, file));
        }
        return found;
    }

    /** The only certificate of a file. */
    static X509Certificate certificate(Path file) {
        List<X509Certificate> found = certificates(file);
        if (found.size() != 1) {
            throw new IllegalArgumentException(file + " must hold exactly one certificate");
        }
        return found.get(0);
    }

    /** All revocation lists of a file. */
    static List<X509CRL> revocationLists(Path file) {
        List<X509CRL> found = new ArrayList<>();
        for (byte[] der : blocks(file, "X509 CRL")) {
            try {
                found.add((X509CRL) factory().generateCRL(new ByteArrayInputStream(der)));
            } catch (CRLException e) {
                throw new IllegalArgumentException(file + " holds a revocation list that cannot be read", e);
            }
        }
        return found;
    }

    /** The only private key of a file: unencrypted PKCS#8, an elliptic curve, Ed25519 or RSA. */
    static PrivateKey privateKey(Path file) {
        List<byte[]> found = blocks(file, "PRIVATE KEY");
        if (found.size() != 1) {
            throw new IllegalArgumentException(file + " must hold exactly one unencrypted PKCS#8 private key");
        }
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(found.get(0));
            String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
            return KeyFactory.getInstance(algorithm, Providers.BOUNCY_CASTLE)
                    .generatePrivate(new PKCS8EncodedKeySpec(found.get(0)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may quote bytes of the key: it is left out on purpose.
            throw new IllegalArgumentException(file + " holds a private key that cannot be read");
        }
    }

    static X509Certificate certificate(byte[] der, Object where) {
        try {
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(where + " holds a certificate that cannot be read", e);
        }
    }

    static void write(Path file, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private static List<byte[]> blocks(Path file, String label) {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(read(file));
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
            }
        }
        return blocks;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("Every Java platform has X.509", e);
        }
    }
}
