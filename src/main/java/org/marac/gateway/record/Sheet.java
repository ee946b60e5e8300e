package org.marac.gateway.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Memory;

/** A filing as rows: everything readable encrypted, everything searchable marked. */
record Sheet(CaseRecord.Filing filing, Marked marked, Memory memory, Found found) {

    /** The rows that are new to the case. */
    FilingRows rows(CaseKey key, KnownPeople already) {
        Header header = filing.message().header();
        String row = marked.message().toString();
        return new FilingRows(
                // Sorted: transactions that insert the same marks then wait for each other in one order.
                marked.kept().entrySet().stream()
                        .filter(mark -> !found.has(mark.getKey()))
                        .sorted(Map.Entry.comparingByKey())
                        .map(mark -> new FilingRows.KeyRow(
                                mark.getKey(), mark.getValue().orElse(null)))
                        .toList(),
                people(key, already),
                marked.message(),
                header.sender().value(),
                filing.message().kind().name(),
                filing.receivedAt(),
                key.encrypt(filing.view().toArray(), "message", "view", row),
                key.encrypt(filing.evidence().toArray(), "message", "evidence", row),
                filing.whole()
                        .map(whole -> key.encrypt(whole.toArray(), "message", "whole", row))
                        .orElse(null),
                memory.isEmpty() ? null : key.encrypt(Memories.bytes(memory), "message", "memory", row),
                marked.all(),
                filing.message() instanceof Correction correction
                        && correction.withdrawal().isPresent(),
                marked.corrects().orElse(null));
    }

    private List<FilingRows.PersonRow> people(CaseKey key, KnownPeople already) {
        List<FilingRows.PersonRow> rows = new ArrayList<>();
        int ordinal = already.all().size();
        for (Marked.Subject subject : marked.people()) {
            boolean known = already.all().stream().anyMatch(k -> k.covers(subject));
            if (!known) {
                String role = subject.who().role().name();
                byte[] content = key.encrypt(
                        Identity.of(subject.who().person()), "person", "content", Integer.toString(ordinal));
                rows.add(new FilingRows.PersonRow(
                        ordinal,
                        role,
                        subject.nhs(),
                        subject.surname(),
                        subject.name(),
                        subject.given(),
                        content,
                        Marked.likeness(subject)));
                ordinal++;
            }
        }
        return rows;
    }
}
