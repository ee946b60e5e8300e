package org.marac.gateway.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.marac.gateway.model.Digest;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.protocol.ProtocolShelf;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.DetachedSignatures;
import org.marac.gateway.seal.PinnedCertificates;
import org.marac.gateway.seal.Trust;
import org.marac.gateway.seal.TrustDirectory;

/**
 * An area's protocol directory with everything that judges it: the shelf, the trust it is judged by, the policy that
 * reads its conditions. The gateway's own, or the copy in an export.
 */
public final class SignedArea {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final Supplier<Trust> trust;
    private final Supplier<Certificates> certificates;
    private final Policy policy = new Policy();
    private final ProtocolShelf shelf;

    /**
     * Reads the directory.
     *
     * @param directory holds {@code trust/} and {@code v<N>/}
     * @param first SHA-256 of version 1, if the operator pins it
     */
    public SignedArea(Path directory, Optional<Digest> first, Clock clock) {
        Path trustDirectory = directory.resolve("trust");
        this.trust = new TrustDirectory(trustDirectory, LOOK_AGAIN, clock);
        Certificates pinned = Certificates.read(trustDirectory.resolve("certificates"));
        this.certificates = () -> pinned;
        DetachedSignatures signatures = new DetachedSignatures(trust, clock);
        this.shelf = new ProtocolShelf(
                directory,
                first,
                signatures::problem,
                new PinnedCertificates(trust, certificates)::check,
                policy::findings);
    }

    /** Who has signed which version? */
    public ProtocolShelf shelf() {
        return shelf;
    }

    /** The certificates that a version names and that are not there, or not as they were. */
    public List<Digest> missing() {
        return shelf.certificates().stream()
                .filter(digest -> !certificates.get().holds(digest))
                .sorted(Comparator.comparing(Digest::hex))
                .toList();
    }

    /** May this go to them? */
    public Policy policy() {
        return policy;
    }

    /** Roots and revocation lists. */
    public Supplier<Trust> trust() {
        return trust;
    }

    /** Where certificates are found. */
    public Supplier<Certificates> certificates() {
        return certificates;
    }
}
