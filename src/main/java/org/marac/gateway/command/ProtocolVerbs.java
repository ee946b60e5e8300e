package org.marac.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.protocol.Explanation;
import org.marac.gateway.seal.DetachedSignatures;
import org.marac.gateway.seal.Trust;
import org.marac.gateway.wiring.SignedArea;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The signed protocol. */
@Command(
        name = "protocol",
        description = "Checks, signs and shows the information-sharing protocol.",
        subcommands = {
            ProtocolVerbs.CheckVerb.class,
            ProtocolVerbs.SignVerb.class,
            ProtocolRenderVerb.class,
            CompareVerb.class,
            ProtocolStatementVerbs.WithdrawVerb.class,
            ProtocolStatementVerbs.SuspendVerb.class,
            ProtocolReinstateVerb.class
        })
final class ProtocolVerbs {
    private ProtocolVerbs() {}

    @Command(name = "check", description = "Explains every version, signature and rule of an area's directory.")
    static final class CheckVerb implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "the area's protocol directory")
        Path directory = Path.of("protocol-config/wenbury");

        @Override
        public Integer call() {
            Explanation explanation =
                    SignedArea.read(directory).shelf().explain(Clock.systemUTC().instant());
            Table table = new Table("verdict", "about", "says");
            explanation
                    .lines()
                    .forEach(line ->
                            table.row(line.verdict().name().toLowerCase(Locale.ROOT), line.about(), line.says()));
            boolean decided = CaseVerbs.check(directory, table);
            System.out.print(table.text());
            return explanation.holds() && decided ? 0 : 1;
        }
    }

    @Command(
            name = "sign",
            description =
                    "Signs a version for an agency, as openssl cms -sign -binary -cades does: v<N>/signatures/<agency>.p7s")
    static final class SignVerb implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "the version's directory, with protocol.yaml")
        Path directory = Path.of(".");

        @Option(names = "--agency", required = true, description = "who signs")
        String agency = "";

        @Option(names = "--key", required = true, description = "the signatory's key, PEM")
        Path key = Path.of("");

        @Option(names = "--cert", required = true, description = "the signatory's certificate, PEM")
        Path certificate = Path.of("");

        @Override
        public Integer call() throws IOException {
            AgencyId signatory = new AgencyId(agency);
            Bytes protocol = Bytes.of(Files.readAllBytes(directory.resolve("protocol.yaml")));
            Path file = directory.resolve("signatures").resolve(signatory + ".p7s");
            write(file, signature(directory, protocol, key, certificate));
            System.out.println("Signed sha256 " + protocol.digest() + " as " + file);
            return 0;
        }
    }

    /** A signature over the bytes, by a key whose certificate the caller vouches for; the gateway checks it again. */
    static Bytes signature(Path version, Bytes content, Path key, Path certificate) {
        Path trust = version.toAbsolutePath().normalize().resolveSibling("trust");
        return new DetachedSignatures(() -> Trust.read(trust), Clock.systemUTC()).sign(content, key, certificate);
    }

    /** Writes the file whole: beside it first, so that a running gateway never reads half of it. */
    static void write(Path file, Bytes bytes) throws IOException {
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        Files.createDirectories(folder);
        Path beside = Files.createTempFile(folder, ".", ".tmp");
        Files.write(beside, bytes.toArray());
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
