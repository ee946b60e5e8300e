package org.marac.gateway.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.marac.gateway.model.Digest;
import org.marac.gateway.seal.SignatureRejected.Reason;

/**
 * Whom do we trust to name agencies, and whom have they revoked? The roots, intermediate certificates and revocation lists of a trust
 * directory, as they were when it was read; to take up a new revocation list, read the directory again. What was once found about a certificate
 * is remembered with the moments between which it holds.
 */
public final class Trust {
    private final List<X509Certificate> roots;
    private final PathFinder paths;
    private final Map<Digest, Standing> standings = new ConcurrentHashMap<>();

    Trust(List<X509Certificate> roots, List<X509Certificate> intermediates, List<X509CRL> lists) {
        this.roots = List.copyOf(roots);
        this.paths = new PathFinder(roots, intermediates, lists);
    }

    /**
     * Reads every {@code *.crt}, {@code *.pem} and {@code *.crl} file directly in the directory (PEM). A self-issued certificate is a root,
     * any other an intermediate. Every revocation list must be signed by one of them.
     *
     * @throws UncheckedIOException if the directory cannot be read
     * @throws IllegalArgumentException if it holds no root, or a file that cannot be read or a list nobody here signed
     */
    public static Trust read(Path directory) {
        List<X509Certificate> roots = new ArrayList<>();
        List<X509Certificate> intermediates = new ArrayList<>();
        List<X509CRL> lists = new ArrayList<>();
        for (Path file : files(directory)) {
            lists.addAll(Pem.revocationLists(file));
            for (X509Certificate certificate : Pem.certificates(file)) {
                boolean root = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
                (root ? roots : intermediates).add(certificate);
            }
        }
        if (roots.isEmpty()) {
            throw new IllegalArgumentException(directory + " holds no root certificate");
        }
        return new Trust(roots, intermediates, lists);
    }

    /** Whether it is an example certificate, whose private key everyone has: its subject or issuer says so. */
    static boolean isExample(X509Certificate certificate) {
        return (certificate.getSubjectX500Principal().getName()
                        + certificate.getIssuerX500Principal().getName())
                .contains(ExampleCertificates.MARK);
    }

    /** Accepts a certificate that is valid, on a path to a root, and not revoked, all at the moment. */
    void check(X509Certificate certificate, Digest digest, Instant at) throws SignatureRejected {
        if (at.isBefore(certificate.getNotBefore().toInstant())
                || at.isAfter(certificate.getNotAfter().toInstant())) {
            throw new SignatureRejected(Reason.EXPIRED);
        }
        Standing standing = standings.get(digest);
        if (standing == null || !standing.holdsAt(at)) {
            standing = find(certificate, at);
            standings.put(digest, standing);
        }
        if (standing.revokedFrom().filter(from -> !at.isBefore(from)).isPresent()) {
            throw new SignatureRejected(Reason.REVOKED);
        }
        if (at.isAfter(standing.knownUntil())) {
            throw new SignatureRejected(Reason.CRL_STALE);
        }
    }

    private Standing find(X509Certificate certificate, Instant at) throws SignatureRejected {
        try {
            return paths.standing(certificate, at);
        } catch (GeneralSecurityException e) {
            throw new SignatureRejected(Reason.NO_PATH);
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(f -> f.getFileName().toString().matches("[^.].*\\.(crt|pem|crl)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The trust directory cannot be read", e);
        }
    }

    /**
     * What is known of a certificate and those above it.
     *
     * @param from since when all of the path is valid
     * @param until until when all of the path is valid
     * @param knownUntil until when the revocation lists of the path are current
     * @param revokedFrom since when the certificate or one above it is revoked
     */
    record Standing(Instant from, Instant until, Instant knownUntil, Optional<Instant> revokedFrom) {
        boolean holdsAt(Instant at) {
            return !at.isBefore(from) && !at.isAfter(until);
        }
    }
}
