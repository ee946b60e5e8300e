package org.marac.gateway.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.marac.gateway.audit.AuditFilter;
import org.marac.gateway.audit.AuditReading;
import org.marac.gateway.audit.GateCheck;
import org.marac.gateway.audit.Logged;
import org.marac.gateway.audit.Verification;
import org.marac.gateway.policy.Comparison;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.policy.Replay;
import org.marac.gateway.protocol.Trial;
import org.marac.gateway.storage.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What would change if one version took the place of another, in words and on what was really decided. */
@Command(
        name = "compare",
        description = "Says what another version would change, and decides a period of the log again under it.")
final class CompareVerb implements Callable<Integer> {
    /** Of each kind of change, so many places in the log are named. */
    private static final int SHOWN = 10;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "the folder of the version that stands, v1")
    Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "the folder of the version that is proposed, v2")
    Path after = Path.of("");

    @Option(
            names = "--from",
            description = "decides again what was decided not before, for example 2026-11-01T00:00:00Z")
    Optional<Instant> from = Optional.empty();

    @Option(names = "--to", description = "and before")
    Optional<Instant> to = Optional.empty();

    @Option(names = "--export", description = "an export to read the decisions from, instead of the gateway's own log")
    Optional<Path> export = Optional.empty();

    @Mixin
    Storehouse storehouse = new Storehouse();

    @Override
    public Integer call() {
        Policy policy = new Policy();
        Trial trial = new Trial(policy::findings);
        Comparison comparison = new Comparison(policy, trial.version(before), trial.version(after));
        say("Terms", comparison.terms());
        say("Clauses", comparison.clauses());
        say(
                "Sharings",
                comparison.flows().stream()
                        .map(change -> change.difference() + " [" + change.where() + "]")
                        .toList());
        if (from.isPresent() || to.isPresent()) {
            replayed(new Replay(comparison, this::isOfPeriod));
        }
        return 0;
    }

    private boolean isOfPeriod(Instant at) {
        return from.map(first -> !at.isBefore(first)).orElse(true)
                && to.map(at::isBefore).orElse(true);
    }

    private void replayed(Replay replay) {
        Consumer<Logged> heard = logged -> replay.hear(logged.position().index(), logged.entry());
        if (export.isPresent()) {
            exported(export.get(), heard);
        } else {
            logged(heard);
        }
        say(
                replay.decisions() + " decisions of the period, decided again",
                replay.changes().stream()
                        .map(change -> change.where() + ", " + change.difference())
                        .toList());
        if (!replay.rows().isEmpty()) {
            System.out.println(table(replay.rows()).text());
        }
        if (!replay.remarks().isEmpty()) {
            say("Of these", replay.remarks());
        }
        say("Not decided again", replay.left(), "everything was");
    }

    private static Table table(List<Replay.Row> rows) {
        Table table = new Table("newly", "from", "to", "by", "reason", "until now by", "times", "index");
        rows.forEach(row -> table.row(
                row.newly().name().toLowerCase(Locale.ROOT),
                row.from().value(),
                row.to().value(),
                EntryText.clauses(row.by()),
                row.reason().orElse(""),
                EntryText.clauses(row.untilNow()),
                Integer.toString(row.indexes().size()),
                indexes(row.indexes())));
        return table;
    }

    private static String indexes(List<Long> indexes) {
        return indexes.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(" "))
                + (indexes.size() > SHOWN ? " ..." : "");
    }

    private void logged(Consumer<Logged> heard) {
        try (Database database = storehouse.attach()) {
            AuditReading reading = new AuditReading(AuditVerbs.key(storehouse.data));
            database.transactions().read(connection -> {
                reading.list(connection, AuditFilter.all(), listed -> heard.accept(listed.logged()));
                return 0;
            });
        }
    }

    /** The entries of an export are believed as far as its log holds together. */
    private static void exported(Path folder, Consumer<Logged> heard) {
        if (!new Verification(GateCheck.NONE, Optional.empty())
                .verify(folder, heard)
                .holds()) {
            throw new IllegalStateException("The log of the export does not hold; see: audit verify");
        }
    }

    private static void say(String heading, List<String> lines) {
        say(heading, lines, "nothing changes");
    }

    private static void say(String heading, List<String> lines, String none) {
        System.out.println(heading + ":");
        (lines.isEmpty() ? List.of(none) : lines).forEach(line -> System.out.println("  " + line));
        System.out.println();
    }
}
