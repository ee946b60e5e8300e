package org.marac.gateway.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.protocol.Calendar;
import org.marac.gateway.protocol.Checks;
import org.marac.gateway.protocol.ClockSetBack;
import org.marac.gateway.protocol.Pins;
import org.marac.gateway.protocol.ProtocolShelf;
import org.marac.gateway.protocol.SignerReading;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.DetachedSignatures;
import org.marac.gateway.seal.PinnedCertificates;
import org.marac.gateway.seal.RevocationUnknown;
import org.marac.gateway.seal.Trust;
import org.marac.gateway.seal.TrustDirectory;

/**
 * An area's protocol directory with everything that judges it: the shelf, the trust it is judged by, the policy that
 * reads its conditions. The gateway's own, or the copy in an export.
 */
public final class SignedArea {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Path certificateDirectory;
    private final Supplier<Trust> trust;
    private volatile Certificates certificates;
    private final Policy policy = new Policy();
    private final ProtocolShelf shelf;
    private String certificateState;

    /**
     * Reads the directory.
     *
     * @param directory holds {@code trust/} and {@code v<N>/}
     * @param pins what the operator pins
     */
    public SignedArea(Path directory, Pins pins, Clock clock) {
        Path trustDirectory = directory.resolve("trust");
        this.certificateDirectory = trustDirectory.resolve("certificates");
        this.trust = new TrustDirectory(trustDirectory, LOOK_AGAIN, System::nanoTime);
        this.certificateState = state(certificateDirectory);
        this.certificates = Certificates.read(certificateDirectory);
        DetachedSignatures signatures = new DetachedSignatures(trust, clock);
        this.shelf = new ProtocolShelf(
                directory,
                pins,
                new Checks(
                        signatures::problem,
                        p7s -> signer(signatures, p7s),
                        new PinnedCheck(new PinnedCertificates(trust, certificates()), trust, certificates()),
                        policy::findings));
    }

    /** The directory as it is now, for a question about it alone. */
    public static SignedArea read(Path directory) {
        return new SignedArea(directory, Pins.NONE, Clock.systemUTC());
    }

    /**
     * Looks at the directory again: new certificates first, then the versions that may name them.
     *
     * @throws UncheckedIOException if it cannot be read; what was known stays
     * @throws IllegalArgumentException if a certificate cannot be read; what was known stays
     */
    synchronized void look(Instant at) {
        String state = state(certificateDirectory);
        if (!state.equals(certificateState)) {
            certificates = Certificates.read(certificateDirectory);
            certificateState = state;
        }
        shelf.look(at);
    }

    /** The version in force; empty also while nobody knows whose certificate is revoked, or what time it is. */
    Optional<InForce> inForceIfKnown(Instant at) {
        try {
            return shelf.inForce(at);
        } catch (RevocationUnknown | ClockSetBack e) {
            return Optional.empty();
        }
    }

    /** Who has signed which version? */
    public ProtocolShelf shelf() {
        return shelf;
    }

    /** The certificates that a version names and that are not there, or not as they were. */
    public List<Digest> missing() {
        return shelf.certificates().stream()
                .filter(digest -> !certificates.holds(digest))
                .sorted(Comparator.comparing(Digest::hex))
                .toList();
    }

    /** May this go to them? The calendar first: what is far past its review is not shared at all. */
    public Decision decide(Protocol protocol, Question question) {
        return Calendar.late(protocol, question).orElseGet(() -> policy.decide(protocol, question));
    }

    /** The clauses. */
    public Policy policy() {
        return policy;
    }

    /** Roots and revocation lists. */
    public Supplier<Trust> trust() {
        return trust;
    }

    /** Where certificates are found. */
    public Supplier<Certificates> certificates() {
        return () -> certificates;
    }

    private static Optional<SignerReading.Signer> signer(DetachedSignatures signatures, Bytes p7s) {
        return signatures
                .facts(p7s)
                .map(facts -> new SignerReading.Signer(
                        facts.name(), facts.certificate(), facts.from(), facts.until(), facts.claimed()));
    }

    private static String state(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(SignedArea::stateOf)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate directory cannot be read", e);
        }
    }

    private static String stateOf(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate directory cannot be read", e);
        }
    }
}
