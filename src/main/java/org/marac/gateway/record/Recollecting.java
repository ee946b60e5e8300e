package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Role;

/**
 * What is remembered of a message's people? Of its own case and every other case of the same victim; and, apart from
 * these, of the cases in which someone of it has another part.
 */
final class Recollecting {
    private static final String MEMORIES = "select case_ref, message_ref, memory, corrected_by is not null from message"
            + " where case_ref = any(?) and memory is not null order by received_at";

    private final KeyCustody custody;
    private final Leads leads;
    private final CaseTables tables;
    private final Candidates candidates;

    Recollecting(KeyCustody custody, Leads leads, CaseTables tables, Candidates candidates) {
        this.custody = custody;
        this.leads = leads;
        this.tables = tables;
        this.candidates = candidates;
    }

    Recalled of(Connection connection, Marked marked) throws SQLException {
        Found found = leads.find(connection, marked, marked.exact());
        Optional<Found.Case> chosen = leads.choose(connection, marked, found);
        Map<UUID, Found.Case> cases = found.used(marked, chosen);
        if (cases.isEmpty()) {
            return Recalled.nothing();
        }
        Set<UUID> own = new HashSet<>(found.inPart(marked.victim(), Role.VICTIM));
        Set<UUID> others = others(connection, marked, chosen, cases.keySet(), own);
        chosen.ifPresent(one -> own.add(one.caseRef()));
        for (Found.Case same : candidates.same(connection, chosen)) {
            cases.put(same.caseRef(), same);
            own.add(same.caseRef());
            others.remove(same.caseRef());
        }
        return read(connection, cases, own, new Mistakes(others, marked.corrects()));
    }

    /** What is remembered of a case, whoever asks. */
    Recalled of(Connection connection, Found.Case one) throws SQLException {
        Map<UUID, Found.Case> cases = Map.of(one.caseRef(), one);
        return read(connection, cases, cases.keySet(), new Mistakes(Set.of(), Optional.empty()));
    }

    /**
     * The cases whose people only look the same: what is known of those people is nothing to this case.
     *
     * @param own loses the cases of which the victim only looks the same
     */
    private Set<UUID> others(
            Connection connection, Marked marked, Optional<Found.Case> chosen, Collection<UUID> cases, Set<UUID> own)
            throws SQLException {
        Set<UUID> others = new HashSet<>();
        // Without a number nothing contradicts.
        boolean numbered = marked.people().stream().anyMatch(subject -> subject.nhs() != null);
        for (UUID caseRef : numbered ? cases : List.<UUID>of()) {
            if (chosen.filter(one -> one.caseRef().equals(caseRef)).isPresent()) {
                continue;
            }
            KnownPeople people = tables.people(connection, caseRef);
            if (people.contradict(marked)) {
                others.add(caseRef);
            }
            if (people.contradictTheVictimOf(marked)) {
                own.remove(caseRef);
            }
        }
        return others;
    }

    /**
     * Whose people are not remembered, though their places stay guarded.
     *
     * @param cases of which the people only look the same
     * @param corrected what is being corrected
     */
    private record Mistakes(Set<UUID> cases, Optional<UUID> corrected) {
        boolean has(UUID caseRef, UUID message) {
            return cases.contains(caseRef) || corrected.filter(message::equals).isPresent();
        }
    }

    private Recalled read(Connection connection, Map<UUID, Found.Case> cases, Set<UUID> own, Mistakes mistakes)
            throws SQLException {
        Map<UUID, CaseKey> keys = new HashMap<>();
        cases.forEach((caseRef, one) -> keys.put(caseRef, CaseKey.unwrap(custody, caseRef, one.wrappedKey())));
        Map<Map.Entry<Bytes, Boolean>, Memory> ofOwn = new LinkedHashMap<>();
        Map<Map.Entry<Bytes, Boolean>, Memory> ofLinked = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(MEMORIES)) {
            select.setArray(1, connection.createArrayOf("uuid", cases.keySet().toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID caseRef = row.getObject(1, UUID.class);
                    UUID message = row.getObject(2, UUID.class);
                    boolean mistaken = row.getBoolean(4) || mistakes.has(caseRef, message);
                    byte[] memory = Objects.requireNonNull(keys.get(caseRef))
                            .decrypt(row.getBytes(3), "message", "memory", message.toString());
                    // What an agency says again and again is remembered once.
                    (own.contains(caseRef) ? ofOwn : ofLinked)
                            .computeIfAbsent(Map.entry(Bytes.of(memory), mistaken), again -> memory(memory, mistaken));
                }
            }
        }
        return new Recalled(List.copyOf(ofOwn.values()), List.copyOf(ofLinked.values()), Grounds.seen(cases.values()));
    }

    /** A place that was named by mistake may still be somebody's home, and stays guarded. */
    private static Memory memory(byte[] stored, boolean mistaken) {
        Memory memory = Memories.read(stored);
        return mistaken ? new Memory(memory.guarded(), List.of(), Optional.empty()) : memory;
    }
}
