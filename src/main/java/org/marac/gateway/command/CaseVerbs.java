package org.marac.gateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.protocol.DecisionCase;
import org.marac.gateway.protocol.Trial;

/** Runs the decision tables of an area's versions: what the signatories expect against what would be decided. */
final class CaseVerbs {
    private CaseVerbs() {}

    /** Adds a row for each version that has tables, and one for each case decided otherwise; whether all hold. */
    static boolean check(Path area, Table table) {
        boolean holds = true;
        for (Path folder : versions(area)) {
            try {
                holds &= version(folder, table);
            } catch (IllegalArgumentException e) {
                // Of a version that does not read, the check of its protocol says so as well.
                table.row("fails", folder.getFileName() + " cases", String.valueOf(e.getMessage()));
                holds = false;
            }
        }
        return holds;
    }

    private static boolean version(Path folder, Table table) {
        Policy policy = new Policy();
        Trial trial = new Trial(policy::findings);
        if (!Files.isDirectory(folder.resolve("cases"))) {
            return true;
        }
        Protocol protocol = trial.version(folder);
        List<DecisionCase> cases = trial.cases(folder, protocol);
        String about = folder.getFileName() + " cases";
        boolean holds = true;
        Set<ClauseId> tried = new TreeSet<>();
        for (DecisionCase one : cases) {
            tried.addAll(policy.applying(protocol, one.question()));
            for (String difference : one.differences(policy.decide(protocol, one.question()))) {
                table.row("fails", about, one.file() + ", " + one.name() + ": " + difference);
                holds = false;
            }
        }
        if (holds) {
            table.row("holds", about, cases.size() + " cases are decided as they are written");
        }
        String untried = protocol.clauses().stream()
                .map(Clause::id)
                .filter(id -> !tried.contains(id))
                .map(ClauseId::value)
                .collect(Collectors.joining(" "));
        if (!untried.isEmpty()) {
            table.row("open", about, "no case tries " + untried);
        }
        return holds;
    }

    private static List<Path> versions(Path area) {
        try (Stream<Path> folders = Files.list(area)) {
            return folders.filter(folder ->
                            String.valueOf(folder.getFileName()).matches("v[1-9][0-9]*") && Files.isDirectory(folder))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The versions cannot be listed", e);
        }
    }
}
