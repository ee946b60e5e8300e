package org.marac.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
        description = "Checks and signs the information-sharing protocol.",
        subcommands = {ProtocolVerbs.CheckVerb.class, ProtocolVerbs.SignVerb.class, CompareVerb.class})
final class ProtocolVerbs {
    private ProtocolVerbs() {}

    @Command(name = "check", description = "Explains every version, signature and rule of an area's directory.")
    static final class CheckVerb implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "the area's protocol directory")
        Path directory = Path.of("protocol-config/wenbury");

        @Override
        public Integer call() {
            Clock clock = Clock.systemUTC();
            Explanation explanation =
                    new SignedArea(directory, Optional.empty(), clock).shelf().explain(clock.instant());
            Table table = new Table("verdict", "about", "says");
            explanation
                    .lines()
                    .forEach(line -> table.row(
                            line.verdict().name().toLowerCase(java.util.Locale.ROOT), line.about(), line.says()));
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

        @Option(names = "--trust", description = "the area's trust directory")
        Optional<Path> trust = Optional.empty();

        @Override
        public Integer call() throws IOException {
            AgencyId signatory = new AgencyId(agency);
            Trust roots = Trust.read(trust.orElse(directory.resolve("..").resolve("trust")));
            Bytes protocol = Bytes.of(Files.readAllBytes(directory.resolve("protocol.yaml")));
            Bytes signature = new DetachedSignatures(() -> roots, Clock.systemUTC()).sign(protocol, key, certificate);
            Path file = directory.resolve("signatures").resolve(signatory + ".p7s");
            Files.createDirectories(file.getParent());
            Files.write(file, signature.toArray());
            System.out.println("Signed sha256 " + protocol.digest() + " as " + file);
            return 0;
        }
    }
}
