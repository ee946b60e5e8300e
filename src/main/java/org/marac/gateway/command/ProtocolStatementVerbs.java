package org.marac.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.protocol.ProtocolShelf;
import org.marac.gateway.protocol.Statement;
import org.marac.gateway.wiring.SignedArea;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Statements about an agency's part in a version: an agency's own withdrawal, the chair's suspension, coming back. */
final class ProtocolStatementVerbs {
    private ProtocolStatementVerbs() {}

    /** What each takes. */
    static final class Terms {
        @Parameters(paramLabel = "DIR", description = "the version's directory, with protocol.yaml")
        Path directory = Path.of(".");

        @Option(names = "--agency", required = true, description = "about which agency")
        String agency = "";

        @Option(names = "--from", description = "from when; now if not given, for example 2027-04-01T00:00:00Z")
        Optional<Instant> from = Optional.empty();

        @Option(names = "--key", description = "the signatory's key, PEM")
        Optional<Path> key = Optional.empty();

        @Option(names = "--cert", description = "the signatory's certificate, PEM")
        Optional<Path> certificate = Optional.empty();

        @Option(
                names = "--print",
                description = "only prints the statement: sign it elsewhere, then put both files in their place")
        boolean print;

        Instant begins() {
            return from.orElseGet(() -> Clock.systemUTC().instant());
        }

        AgencyId agency() {
            return new AgencyId(agency);
        }

        /** The version whose exact bytes lie in the directory; it must read soundly and name the agency. */
        Protocol version() throws IOException {
            Bytes bytes = Bytes.of(Files.readAllBytes(directory.resolve("protocol.yaml")));
            Path area = directory.toAbsolutePath().normalize().resolve("..").normalize();
            Protocol version = SignedArea.read(area).shelf().versions().stream()
                    .filter(protocol -> protocol.digest().equals(bytes.digest()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            directory + " holds no sound version: see protocol check " + area));
            if (version.party(agency()).isEmpty()) {
                throw new IllegalArgumentException("Version " + version.version() + " names no party " + agency);
            }
            return version;
        }

        int finish(Statement statement) throws IOException {
            if (print) {
                System.out.print(statement.bytes().text());
                return 0;
            }
            if (key.isEmpty() || certificate.isEmpty()) {
                throw new IllegalArgumentException("Either --key and --cert, or --print");
            }
            Bytes signature = ProtocolVerbs.signature(directory, statement.bytes(), key.get(), certificate.get());
            Path folder = directory.resolve(statement.kind().folder());
            String name = free(folder, statement.agency());
            ProtocolVerbs.write(folder.resolve(name + ".yaml"), statement.bytes());
            ProtocolVerbs.write(folder.resolve(name + ".p7s"), signature);
            System.out.println("The " + statement.kind().word() + " of " + statement.agency() + " from version "
                    + statement.version().version() + " counts from " + statement.from()
                    + statement.until().map(end -> " until " + end).orElse("") + ": " + folder.resolve(name + ".yaml"));
            later(statement);
            return 0;
        }

        /** Nothing that was declared before is written over. */
        private static String free(Path folder, AgencyId agency) {
            String name = agency.value();
            for (int next = 2; Files.exists(folder.resolve(name + ".yaml")); next++) {
                name = agency + "." + next;
            }
            return name;
        }

        private void later(Statement statement) {
            ProtocolRef from = statement.version();
            Path area = directory.toAbsolutePath().normalize().resolve("..").normalize();
            ProtocolShelf shelf = SignedArea.read(area).shelf();
            shelf.versions().stream()
                    .filter(next -> next.id().equals(from.id()) && next.version() > from.version())
                    .filter(next -> next.party(statement.agency()).isPresent())
                    .forEach(next -> System.out.println("Version " + next.version()
                            + " names it too: a statement counts for its own version only"));
        }
    }

    @Command(
            name = "withdraw",
            description = "An agency leaves a version: writes its statement and signs it with the agency's key.")
    static final class WithdrawVerb implements Callable<Integer> {
        @Mixin
        Terms terms = new Terms();

        @Override
        public Integer call() throws IOException {
            return terms.finish(
                    Statement.withdrawal(terms.agency(), terms.version().ref(), terms.begins()));
        }
    }

    @Command(
            name = "suspend",
            description = "The chair takes an agency out of a version for a time: writes the statement and signs it"
                    + " with the chair's key.")
    static final class SuspendVerb implements Callable<Integer> {
        @Mixin
        Terms terms = new Terms();

        @Option(names = "--until", required = true, description = "when it ends, for example 2027-05-01T00:00:00Z")
        Instant until = Instant.MAX;

        @Override
        public Integer call() throws IOException {
            return terms.finish(
                    Statement.suspension(terms.agency(), terms.version().ref(), terms.begins(), until));
        }
    }
}
