package org.marac.gateway.wiring;

import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.record.Kept;
import org.marac.gateway.storage.Transactions;

/**
 * What of a table that a person had taken once more is nobody's yet? What is refused of a person's bytes is not kept as the
 * sender's, and what comes when too much is kept is kept by its evidence alone: then the table itself must stay. A row that is
 * kept for a person by itself is on the list, and its table need not be.
 */
record StillUnread(Transactions transactions, Kept kept) {

    /** Why the first of it was refused, and which row that is; empty where nothing of the table would be lost. */
    Optional<Refusal> of(List<RowAnswer> answers, boolean changed) {
        if (answers.isEmpty()) {
            return Optional.of(Refusal.of(RefusalCode.UNREADABLE, "no-rows"));
        }
        List<RowAnswer> refused =
                answers.stream().filter(answer -> answer.code().isPresent()).toList();
        return (changed ? refused : evidence(refused)).stream().findFirst().map(StillUnread::refusal);
    }

    /** Those of which only the evidence is kept. */
    private List<RowAnswer> evidence(List<RowAnswer> refused) {
        List<Long> entries = refused.stream()
                .flatMap(answer -> answer.logIndex().stream().boxed())
                .toList();
        Set<Long> evidence = transactions.read((Connection connection) -> kept.evidence(connection, entries));
        return refused.stream()
                .filter(answer -> answer.logIndex().stream().anyMatch(evidence::contains))
                .toList();
    }

    private static Refusal refusal(RowAnswer answer) {
        String code = answer.code().orElseThrow();
        String row = "row/" + answer.row();
        return Arrays.stream(RefusalCode.values())
                .filter(known -> known.code().equals(code))
                .findFirst()
                .map(known -> new Refusal(known, List.of(), answer.reason(), Optional.of(row)))
                // Of no row: a place that no mapping takes.
                .orElseGet(() -> new Refusal(
                        RefusalCode.UNREADABLE,
                        List.of(),
                        Optional.of(code),
                        answer.places().stream().findFirst()));
    }
}
