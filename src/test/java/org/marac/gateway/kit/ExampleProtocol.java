package org.marac.gateway.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.protocol.Statement;
import org.marac.gateway.seal.DetachedSignatures;
import org.marac.gateway.seal.Trust;

/** A copy of the example area that a test may change, and the example agencies' keys to sign with. */
public final class ExampleProtocol {
    /** Chair and quorum of the example: eight in all. */
    public static final List<String> QUORUM = List.of(
            "wenbury-police",
            "wenbury-marac",
            "wenbury-hospital",
            "wenbury-gp",
            "wenbury-childrens-services",
            "wenbury-adult-services",
            "wenbury-probation",
            "haven-idva");

    private static final Path EXAMPLE = Path.of("protocol-config/wenbury");
    private static final Path KEYS = Path.of("certs-example/agencies");

    private final Path area;
    private final DetachedSignatures pen;

    private ExampleProtocol(Path area) {
        this.area = area;
        Trust trust = Trust.read(EXAMPLE.resolve("trust"));
        this.pen = new DetachedSignatures(() -> trust, Clock.systemUTC());
    }

    /** Copies the example area. */
    public static ExampleProtocol copiedTo(Path area) {
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            for (Path file : files.sorted().toList()) {
                Path copy = area.resolve(EXAMPLE.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ExampleProtocol(area);
    }

    /** Where it lies. */
    public Path area() {
        return area;
    }

    /** The text of a version. */
    public String text(String folder) {
        try {
            return Files.readString(area.resolve(folder).resolve("protocol.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a version that follows another. */
    public static String next(String before, int version, String effective) {
        return before.replaceFirst(
                        "(?m)^version: .*\n(previous: .*\n)?",
                        "version: " + version + "\nprevious: \""
                                + Bytes.utf8(before).digest().hex() + "\"\n")
                .replaceFirst("(?m)^effective: .*$", "effective: " + effective);
    }

    /** Puts a version there, signed by these agencies with their example keys. */
    public void put(String folder, String text, List<String> signers) {
        write(area.resolve(folder).resolve("protocol.yaml"), Bytes.utf8(text));
        signers.forEach(agency -> write(
                area.resolve(folder).resolve("signatures").resolve(agency + ".p7s"),
                signature(agency, Bytes.utf8(text))));
    }

    /** An agency withdraws from the version in the folder, with its example key. */
    public void withdraw(String folder, String agency, String from) {
        Bytes text = Bytes.utf8(text(folder));
        int version = Integer.parseInt(folder.substring(1));
        Statement statement = Statement.withdrawal(
                new AgencyId(agency), new ProtocolRef("wenbury-marac", version, text.digest()), Instant.parse(from));
        Path withdrawals = area.resolve(folder).resolve("withdrawals");
        write(withdrawals.resolve(agency + ".yaml"), statement.bytes());
        write(withdrawals.resolve(agency + ".p7s"), signature(agency, statement.bytes()));
    }

    /** An agency's signature over the bytes. */
    public Bytes signature(String agency, Bytes content) {
        return pen.sign(
                content,
                KEYS.resolve(agency).resolve("sign.key"),
                KEYS.resolve(agency).resolve("sign.crt"));
    }

    /** Writes a file. */
    public void write(Path file, Bytes bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder and all in it. */
    public void remove(String folder) {
        try (Stream<Path> files = Files.walk(area.resolve(folder))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
