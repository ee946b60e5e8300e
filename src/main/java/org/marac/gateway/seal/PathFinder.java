package org.marac.gateway.seal;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.marac.gateway.seal.Trust.Standing;

/**
 * Builds the path from a certificate to a root (RFC 5280 section 6, by the JDK) and reads the revocation lists of every issuer on it. The
 * lists are read here and not by the JDK because a signature of last year is judged with today's list: a list that came later knows more about
 * that day, not less.
 */
final class PathFinder {
    private static final int MAXIMUM_INTERMEDIATES = 3;
    private static final int CRL_SIGN = 6;

    private final Set<TrustAnchor> anchors = new HashSet<>();
    private final List<X509Certificate> intermediates;
    private final List<X509CRL> lists;

    PathFinder(List<X509Certificate> roots, List<X509Certificate> intermediates, List<X509CRL> lists) {
        roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
        this.intermediates = List.copyOf(intermediates);
        this.lists = lists.stream()
                .sorted(Comparator.comparing(X509CRL::getThisUpdate).reversed())
                .toList();
        List<X509Certificate> issuers =
                Stream.concat(roots.stream(), intermediates.stream()).toList();
        lists.forEach(list -> checkSigned(list, issuers));
    }

    /** What is known of the certificate; a security exception when there is no path that is valid at the moment. */
    Standing standing(X509Certificate certificate, Instant at) throws GeneralSecurityException {
        PKIXCertPathBuilderResult result = build(certificate, at);
        X509Certificate root = result.getTrustAnchor().getTrustedCert();
        if (at.isAfter(root.getNotAfter().toInstant())) {
            throw new GeneralSecurityException("The root has expired");
        }
        List<X509Certificate> path = new ArrayList<>();
        result.getCertPath().getCertificates().forEach(c -> path.add((X509Certificate) c));
        Instant known = Instant.MAX;
        Instant from = root.getNotBefore().toInstant();
        Instant until = root.getNotAfter().toInstant();
        Optional<Instant> revoked = Optional.empty();
        for (X509Certificate each : path) {
            if (!KeyRules.stronglySigned(each)) {
                throw new GeneralSecurityException("A certificate of the path is signed with a weak algorithm");
            }
            from = latest(from, each.getNotBefore().toInstant());
            until = earliest(until, each.getNotAfter().toInstant());
            Optional<X509CRL> list = listOf(each);
            known = earliest(known, list.map(l -> l.getNextUpdate().toInstant()).orElse(Instant.MIN));
            Optional<Instant> entry = list.flatMap(l -> revokedFrom(l, each));
            if (entry.isPresent()) {
                revoked = Optional.of(earliest(revoked.orElse(Instant.MAX), entry.get()));
            }
        }
        return new Standing(from, until, known, revoked);
    }

    private PKIXCertPathBuilderResult build(X509Certificate certificate, Instant at) throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(certificate);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        List<X509Certificate> candidates = new ArrayList<>(intermediates);
        candidates.add(certificate);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(candidates)));
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(MAXIMUM_INTERMEDIATES);
        parameters.setDate(Date.from(at));
        return (PKIXCertPathBuilderResult)
                CertPathBuilder.getInstance("PKIX", "SUN").build(parameters);
    }

    /** The newest list of the certificate's issuer. */
    private Optional<X509CRL> listOf(X509Certificate certificate) {
        return lists.stream()
                .filter(l -> l.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
                .findFirst();
    }

    /** The earlier of the revocation and, where the issuer says it, the moment since which the key cannot be relied on. */
    private static Optional<Instant> revokedFrom(X509CRL list, X509Certificate certificate) {
        X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
        return Optional.ofNullable(entry)
                .map(e -> earliest(
                        e.getRevocationDate().toInstant(), InvalidityDate.of(e).orElse(Instant.MAX)));
    }

    private static void checkSigned(X509CRL list, List<X509Certificate> issuers) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        if (list.getNextUpdate() == null || critical != null && !critical.isEmpty()) {
            throw new IllegalArgumentException(
                    "A revocation list must name its next update and be a full list without critical extensions");
        }
        if (issuers.stream().noneMatch(issuer -> signed(list, issuer))) {
            throw new IllegalArgumentException(
                    "A revocation list is signed by none of the certificates of the trust directory");
        }
    }

    private static boolean signed(X509CRL list, X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        if (!issuer.getSubjectX500Principal().equals(list.getIssuerX500Principal())
                || usage == null
                || !usage[CRL_SIGN]) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earliest(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
