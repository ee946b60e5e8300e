package org.marac.gateway.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.policy.Policy;

/**
 * An area's folder made for one test, with signatures anyone can write: a signature file says who signs which digest. What
 * real signatures must withstand is tested with the seal room.
 */
final class Area {
    static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final Policy POLICY = new Policy();

    final Path folder;
    final Set<String> revoked = new HashSet<>();
    final Map<String, Instant> expiring = new HashMap<>();
    final Set<Digest> badCertificates = new HashSet<>();
    /** What certificates are judged by: another one says that a list was read again. */
    Object basis = new Object();

    int checks;

    Area(Path folder) {
        this.folder = folder;
    }

    /** The example's first version, with a quorum of three. */
    static String first() {
        return Shelves.wenburyText().replace("quorum: 8", "quorum: 3");
    }

    /** A version that follows another. */
    static String next(String before, int version, String effective) {
        return before.replaceFirst(
                        "(?m)^version: .*\n(previous: .*\n)?",
                        "version: " + version + "\nprevious: \""
                                + Bytes.utf8(before).digest().hex() + "\"\n")
                .replaceFirst("(?m)^effective: .*$", "effective: " + effective);
    }

    Area version(int number, String text, String... signers) {
        write("v" + number + "/protocol.yaml", Bytes.utf8(text));
        for (String signer : signers) {
            sign(number, text, signer);
        }
        return this;
    }

    Area sign(int number, String text, String signer) {
        write("v" + number + "/signatures/" + signer + ".p7s", signature(signer, Bytes.utf8(text)));
        return this;
    }

    Area withdraw(int number, String text, String agency, String from) {
        return state(
                number,
                agency,
                Statement.withdrawal(new AgencyId(agency), ref(number, text), Instant.parse(from)),
                agency);
    }

    Area suspend(int number, String text, String agency, String from, String until) {
        return state(
                number,
                agency,
                Statement.suspension(
                        new AgencyId(agency), ref(number, text), Instant.parse(from), Instant.parse(until)),
                "wenbury-police");
    }

    /** Writes a statement under a name, signed by an agency. */
    Area state(int number, String name, Statement statement, String signer) {
        String place = "v" + number + "/" + statement.kind().folder() + "/" + name;
        write(place + ".yaml", statement.bytes());
        write(place + ".p7s", signature(signer, statement.bytes()));
        return this;
    }

    static ProtocolRef ref(int number, String text) {
        return new ProtocolRef("wenbury-marac", number, Bytes.utf8(text).digest());
    }

    void write(String name, Bytes bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProtocolShelf shelf() {
        return shelf(Pins.NONE);
    }

    ProtocolShelf shelf(Pins pins) {
        return new ProtocolShelf(
                folder, pins, new Checks(this::check, p7s -> Optional.empty(), new PinnedOnes(), POLICY::findings));
    }

    static Bytes signature(String agency, Bytes content) {
        return Bytes.utf8(agency + " " + content.digest().hex());
    }

    private Optional<String> check(Bytes content, Bytes p7s, Party party, Instant at) {
        checks++;
        String agency = party.id().value();
        if (!p7s.equals(signature(agency, content))) {
            return Optional.of("bad-signature");
        }
        if (revoked.contains(agency)) {
            return Optional.of("revoked");
        }
        return Optional.ofNullable(expiring.get(agency))
                .filter(end -> !at.isBefore(end))
                .map(end -> "expired");
    }

    private final class PinnedOnes implements CertificateCheck {
        @Override
        public Optional<String> check(Digest digest, Use use, Instant at) {
            return badCertificates.contains(digest) ? Optional.of("revoked") : Optional.empty();
        }

        @Override
        public Object basis() {
            return basis;
        }
    }
}
