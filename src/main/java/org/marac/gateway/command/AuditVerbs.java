package org.marac.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.marac.gateway.audit.AuditFilter;
import org.marac.gateway.audit.AuditReading;
import org.marac.gateway.audit.Export;
import org.marac.gateway.audit.Result;
import org.marac.gateway.audit.Shown;
import org.marac.gateway.audit.SignedCheckpoint;
import org.marac.gateway.audit.Unproven;
import org.marac.gateway.audit.Verification;
import org.marac.gateway.audit.Verified;
import org.marac.gateway.audit.VerifierKey;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Position;
import org.marac.gateway.storage.Database;
import org.marac.gateway.wiring.SignedArea;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who shared what with whom, why, and provably. */
@Command(
        name = "audit",
        description = "Reads, exports and verifies the audit log.",
        subcommands = {
            AuditVerbs.ListVerb.class,
            AuditVerbs.ShowVerb.class,
            AuditVerbs.ExportVerb.class,
            AuditVerbs.VerifyVerb.class
        })
final class AuditVerbs {
    private AuditVerbs() {}

    static VerifierKey key(Path data) {
        try {
            return VerifierKey.parse(
                    Files.readString(data.resolve("audit").resolve("vkey")).strip());
        } catch (IOException | Unproven e) {
            throw new IllegalStateException("The data directory holds no key of an audit log", e);
        }
    }

    @Command(name = "list", description = "Lists entries: who, to whom, what came of it, under which clause.")
    static final class ListVerb implements Callable<Integer> {
        @Mixin
        Storehouse storehouse = new Storehouse();

        @Option(names = "--agency", description = "the sender")
        Optional<String> agency = Optional.empty();

        @Option(names = "--recipient", description = "an agency it was permitted, denied, disclosed or delivered to")
        Optional<String> recipient = Optional.empty();

        @Option(
                names = "--outcome",
                description =
                        "admitted, refused, permitted, denied, disclosed, recalled, delivered, undelivered or noted")
        Optional<String> outcome = Optional.empty();

        @Option(names = "--clause", description = "a clause that made it so")
        Optional<String> clause = Optional.empty();

        @Option(names = "--case", description = "the pseudonym of a case")
        Optional<String> caseRef = Optional.empty();

        @Option(names = "--from", description = "not before, for example 2026-11-21T00:00:00Z")
        Optional<Instant> from = Optional.empty();

        @Option(names = "--until", description = "before")
        Optional<Instant> until = Optional.empty();

        @Option(
                names = "--material",
                description =
                        "a kind of data that was there, such as ADDRESS_SAFE or ADDRESS_SAFE/VICTIM: with --outcome"
                                + " disclosed, who was shown it")
        Optional<String> material = Optional.empty();

        @Option(names = "--csv", description = "as RFC 4180 CSV")
        boolean csv;

        @Override
        public Integer call() {
            Table table = EntryText.table();
            try (Database database = storehouse.attach()) {
                AuditReading reading = new AuditReading(key(storehouse.data));
                database.transactions().read(connection -> {
                    reading.list(connection, filter(), listed -> EntryText.rows(listed, filter(), table));
                    return 0;
                });
            }
            System.out.print(csv ? table.csv() : table.text());
            return 0;
        }

        private AuditFilter filter() {
            Optional<Result> result = outcome.map(word -> Result.of(word)
                    .orElseThrow(() -> new IllegalArgumentException("There is no such outcome: " + word)));
            return new AuditFilter(
                    agency.map(AgencyId::new),
                    recipient.map(AgencyId::new),
                    result,
                    clause.map(ClauseId::new),
                    caseRef,
                    from,
                    until,
                    material.map(AuditFilter.Wanted::parse));
        }
    }

    @Command(
            name = "show",
            description = "Shows one entry: the decision, its clauses in words, what was withheld, the proof.")
    static final class ShowVerb implements Callable<Integer> {
        @Mixin
        Storehouse storehouse = new Storehouse();

        @Mixin
        Area area = new Area();

        @Parameters(paramLabel = "INDEX", description = "the entry's index")
        long index;

        @Override
        public Integer call() {
            Optional<Shown> shown;
            try (Database database = storehouse.attach()) {
                AuditReading reading = new AuditReading(key(storehouse.data));
                shown = database.transactions().read(connection -> reading.show(connection, new Position(index)));
            }
            if (shown.isEmpty()) {
                System.out.println("The log has no entry " + index);
                return 1;
            }
            System.out.print(EntryText.of(shown.get(), area.read().shelf()));
            return 0;
        }
    }

    @Command(name = "export", description = "Writes the log, and the protocol it speaks of, for anyone to verify.")
    static final class ExportVerb implements Callable<Integer> {
        @Mixin
        Storehouse storehouse = new Storehouse();

        @Mixin
        Area area = new Area();

        @Parameters(paramLabel = "DIR", description = "where to; holds no export yet")
        Path directory = Path.of("export");

        @Override
        public Integer call() throws IOException {
            try (Database database = storehouse.attach()) {
                Export export = new Export(key(storehouse.data));
                SignedCheckpoint checkpoint = database.transactions().read(connection -> written(export, connection));
                area.copyTo(directory.resolve("protocol"));
                System.out.println("Exported " + checkpoint.checkpoint().size() + " entries. Verify with: audit verify "
                        + directory);
            }
            return 0;
        }

        private SignedCheckpoint written(Export export, java.sql.Connection connection) {
            try {
                return export.write(connection, directory);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("The export cannot be written", e);
            }
        }
    }

    @Command(
            name = "verify",
            description =
                    "Verifies an export: every entry re-hashed, every tile and checkpoint, every gate asked again.")
    static final class VerifyVerb implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "the export")
        Path directory = Path.of("export");

        @Option(names = "--vkey", description = "the log's key as you hold it, from elsewhere than the export")
        Optional<String> held = Optional.empty();

        private SignedArea protocol() {
            return SignedArea.read(directory.resolve("protocol"));
        }

        @Override
        public Integer call() throws Unproven {
            Optional<VerifierKey> key =
                    held.isPresent() ? Optional.of(VerifierKey.parse(held.get())) : Optional.empty();
            SignedArea area = protocol();
            Verified verified = new Verification(new Gate(area), key).verify(directory);
            List<Digest> missing = area.missing();
            verified.findings().forEach(finding -> System.out.println(finding.text()));
            if (verified.unlisted() > 0) {
                System.out.println("and " + verified.unlisted() + " more");
            }
            missing.forEach(certificate ->
                    System.out.println("the certificate that the protocol names as " + certificate + " is not there"));
            boolean holds = verified.holds() && missing.isEmpty();
            System.out.println(
                    holds
                            ? "OK: " + verified.entries() + " entries, every one re-hashed, every gate asked again"
                            : "NOT OK: " + (verified.findings().size() + verified.unlisted() + missing.size())
                                    + " findings");
            return holds ? 0 : 1;
        }
    }
}
