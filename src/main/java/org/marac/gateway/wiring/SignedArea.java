package org.marac.gateway.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.protocol.ProtocolShelf;
import org.marac.gateway.seal.CertificateStanding;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.DetachedSignatures;
import org.marac.gateway.seal.Trust;

/**
 * An area's protocol directory with everything that judges it: the shelf, the trust it is judged by, the policy that
 * reads its conditions. The gateway's own, or the copy in an export.
 */
public final class SignedArea {
    private final Supplier<Trust> trust;
    private final Supplier<Certificates> certificates;
    private final CertificateStanding standing;
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
        this.trust = new Reread<>(trustDirectory, Trust::read, clock);
        this.certificates = new Reread<>(trustDirectory.resolve("certificates"), Certificates::read, clock);
        this.standing = new CertificateStanding(trust, certificates);
        DetachedSignatures signatures = new DetachedSignatures(trust, clock);
        this.shelf = new ProtocolShelf(
                directory,
                first,
                (content, p7s, party, at) -> signatures.verdict(content, p7s, d -> party.pins(Use.SIGN, d), at),
                standing::check,
                policy::findings);
    }

    /** Who has signed which version? */
    public ProtocolShelf shelf() {
        return shelf;
    }

    /** May this go to them? */
    public Policy policy() {
        return policy;
    }

    /** Is a pinned certificate good? */
    public CertificateStanding standing() {
        return standing;
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
