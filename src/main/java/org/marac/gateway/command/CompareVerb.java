package org.marac.gateway.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.marac.gateway.audit.AuditFilter;
import org.marac.gateway.audit.AuditReading;
import org.marac.gateway.audit.Unproven;
import org.marac.gateway.audit.Verification;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.policy.Comparison;
import org.marac.gateway.policy.Policy;
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
    public Integer call() throws Unproven {
        Policy policy = new Policy();
        Trial trial = new Trial(policy::findings);
        Protocol old = trial.version(before);
        Protocol made = trial.version(after);
        Comparison comparison = new Comparison(policy, old, made);
        say("Clauses", comparison.clauses());
        say(
                "Sharings",
                comparison.flows().stream()
                        .map(change -> change.difference() + " [" + change.where() + "]")
                        .toList());
        if (from.isPresent() || to.isPresent()) {
            replay(comparison);
        }
        return 0;
    }

    private void replay(Comparison comparison) throws Unproven {
        List<Decided> decided = export.isPresent() ? exported(export.get()) : logged();
        List<Comparison.Change> changes = decided.stream()
                .flatMap(one -> comparison.again(one.index, one.question, one.decision).stream())
                .toList();
        say(
                "Of " + decided.size() + " decisions of the period",
                changes.stream()
                        .map(change -> change.where() + ", " + change.difference())
                        .toList());
        System.out.println(count(changes, "newly permitted", d -> !d.permitted().isEmpty())
                + ", " + count(changes, "newly held", d -> !d.held().isEmpty())
                + ", "
                + count(
                        changes,
                        "no longer permitted, or with less",
                        d -> !d.refused().isEmpty() && d.held().isEmpty()));
    }

    private static String count(List<Comparison.Change> changes, String what, Predicate<Comparison.Difference> which) {
        return changes.stream().map(Comparison.Change::difference).filter(which).count() + " " + what;
    }

    private List<Decided> logged() {
        List<Decided> decided = new ArrayList<>();
        AuditFilter period = new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                from,
                to,
                Optional.empty());
        try (Database database = storehouse.attach()) {
            AuditReading reading = new AuditReading(AuditVerbs.key(storehouse.data));
            database.transactions().read(connection -> {
                reading.list(
                        connection,
                        period,
                        listed -> Decided.of(
                                        listed.logged().position().index(),
                                        listed.logged().entry())
                                .ifPresent(decided::add));
                return 0;
            });
        }
        return decided;
    }

    /** The decisions of an export are believed as far as its log holds together. */
    private List<Decided> exported(Path folder) throws Unproven {
        List<Decided> decided = new ArrayList<>();
        Verification verification = new Verification(
                (protocol, sender, recipient, at, question, recorded) -> {
                    boolean within = from.map(first -> !question.at().isBefore(first))
                                    .orElse(true)
                            && to.map(last -> question.at().isBefore(last)).orElse(true);
                    if (recipient.isEmpty() && within) {
                        decided.add(new Decided(decided.size(), question, recorded));
                    }
                    return List.of();
                },
                Optional.empty());
        if (!verification.verify(folder).holds()) {
            throw new IllegalStateException("The log of the export does not hold; see: audit verify");
        }
        return decided;
    }

    private static void say(String heading, List<String> lines) {
        System.out.println(heading + ":");
        (lines.isEmpty() ? List.of("nothing changes") : lines).forEach(line -> System.out.println("  " + line));
        System.out.println();
    }

    private record Decided(long index, Question question, Decision decision) {
        static Optional<Decided> of(long index, Entry entry) {
            if (entry instanceof Entry.Admitted admitted) {
                return Optional.of(new Decided(index, admitted.question(), admitted.decision()));
            }
            return entry instanceof Entry.TurnedAway turned
                            && turned.question().isPresent()
                            && turned.decision().isPresent()
                    ? Optional.of(new Decided(
                            index, turned.question().get(), turned.decision().get()))
                    : Optional.empty();
        }
    }
}
