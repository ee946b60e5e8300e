package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Seen;

/** To which case does a message belong, and to which others do its people lead? */
final class Leads {
    // Two statements in one round trip: the second sees what was committed while the first waited.
    private static final String ALONE = "select count(pg_advisory_xact_lock(k)) from unnest(?::bigint[]) k; ";
    private static final String FIND = "select k.mark, c.case_ref, c.wrapped_key, c.version, k.role"
            + " from (select mark, case_ref, null as role from case_key where mark = any(?)"
            + " union all select bond, case_ref, null from case_key where bond = any(?)"
            + " union all select message_ref, case_ref, null from message where message_ref = any(?)"
            + " union all select nhs, case_ref, role from person where nhs = any(?)"
            + " union all select name, case_ref, role from person where name = any(?)) k"
            + " join marac_case c on c.case_ref = k.case_ref";

    private final CaseTables tables;

    Leads(CaseTables tables) {
        this.tables = tables;
    }

    /**
     * What the message's marks lead to.
     *
     * @param people exact marks of people, where other cases of theirs are asked for too
     */
    Found find(Connection connection, Marked marked, List<UUID> people) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            set(connection, select, 1, marked, people);
            try (ResultSet row = select.executeQuery()) {
                return found(row);
            }
        }
    }

    /**
     * What the marks of the message and of everyone in it lead to, when nobody else is filing anything about any of them; and
     * nobody will before this transaction ends.
     */
    Found findAlone(Connection connection, Marked marked) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALONE + FIND)) {
            // Sorted: transactions about the same people then wait for each other in one order.
            Object[] locks = Stream.concat(marked.exact().stream(), marked.bonds().stream())
                    .map(UUID::getMostSignificantBits)
                    .distinct()
                    .sorted()
                    .toArray();
            select.setArray(1, connection.createArrayOf("int8", locks));
            set(connection, select, 2, marked, marked.exact());
            select.execute();
            select.getMoreResults();
            try (ResultSet row = select.getResultSet()) {
                return found(row);
            }
        }
    }

    /** On what a decision on the message rests, where that is still so. */
    Optional<Grounds> grounds(Connection connection, Marked marked, Optional<Seen> seen) throws SQLException {
        Found found = findAlone(connection, marked);
        return Grounds.of(
                seen, found.used(marked, choose(connection, marked, found)).values());
    }

    private static void set(Connection connection, PreparedStatement select, int from, Marked marked, List<UUID> people)
            throws SQLException {
        List<? extends Collection<UUID>> marks =
                List.of(marked.kept().keySet(), marked.bonds(), marked.answered(), people, people);
        for (int i = 0; i < marks.size(); i++) {
            select.setArray(
                    from + i, connection.createArrayOf("uuid", marks.get(i).toArray()));
        }
    }

    private static Found found(ResultSet row) throws SQLException {
        List<Found.Lead> leads = new ArrayList<>();
        while (row.next()) {
            leads.add(new Found.Lead(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getBytes(3),
                    row.getLong(4),
                    Optional.ofNullable(row.getString(5)).map(Role::valueOf).orElse(null)));
        }
        return new Found(leads);
    }

    /**
     * What is corrected decides, whomever the correction names. Otherwise the pair decides, unless something else says that
     * they are other people of the same name or number: nothing is ever merged by likeness. What the sender calls the same
     * conversation, or the message it answers, decides only where no pair does, and only a case of the same victim: some
     * systems give every message the same conversation.
     */
    Optional<Found.Case> choose(Connection connection, Marked marked, Found found) throws SQLException {
        if (marked.corrects().isPresent()) {
            return found.first(List.of(marked.corrects().get()));
        }
        for (Found.Case byPair : found.all(marked.pairMarks())) {
            if (tables.people(connection, byPair.caseRef()).mayBeThoseOf(marked)) {
                return Optional.of(byPair);
            }
        }
        for (UUID lead : marked.threads()) {
            Optional<Found.Case> thread = found.first(List.of(lead));
            if (thread.isPresent()
                    && tables.people(connection, thread.get().caseRef()).mayHaveTheVictimOf(marked)) {
                return thread;
            }
        }
        return Optional.empty();
    }
}
