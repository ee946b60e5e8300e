package org.marac.gateway.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.marac.gateway.model.Digest;

/** Which certificate has this digest? The protocol names certificates by digest only; the certificates themselves lie in a directory. */
public final class Certificates {
    private static final int DEEPEST = 4;

    private final Map<Digest, X509Certificate> byDigest;

    Certificates(Map<Digest, X509Certificate> byDigest) {
        this.byDigest = Map.copyOf(byDigest);
    }

    /**
     * Reads every {@code *.crt} and {@code *.pem} file of the directory and those below it (PEM).
     *
     * @throws UncheckedIOException if the directory cannot be read
     * @throws IllegalArgumentException if a certificate cannot be read
     */
    public static Certificates read(Path directory) {
        Map<Digest, X509Certificate> found = new HashMap<>();
        for (Path file : files(directory)) {
            for (X509Certificate certificate : Pem.certificates(file)) {
                found.put(digest(certificate), certificate);
            }
        }
        return new Certificates(found);
    }

    /** Digest of the DER form of the only certificate of a PEM file: what the protocol pins. */
    public static Digest digestOf(Path file) {
        return digest(Pem.certificate(file));
    }

    /** Whether the certificate with this digest is here. */
    public boolean holds(Digest digest) {
        return byDigest.containsKey(digest);
    }

    /** Digests of the certificates that are of this key, in a fixed order; both are compared as SubjectPublicKeyInfo (RFC 5280). */
    public List<Digest> of(PublicKey key) {
        byte[] wanted = key.getEncoded();
        return byDigest.entrySet().stream()
                .filter(one -> Arrays.equals(one.getValue().getPublicKey().getEncoded(), wanted))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(Digest::hex))
                .toList();
    }

    Optional<X509Certificate> find(Digest digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    private static Digest digest(X509Certificate certificate) {
        try {
            return Digest.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("A certificate cannot be encoded", e);
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> found = Files.walk(directory, DEEPEST)) {
            return found.filter(f -> f.getFileName().toString().matches("[^.].*\\.(crt|pem)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate directory cannot be read", e);
        }
    }
}
