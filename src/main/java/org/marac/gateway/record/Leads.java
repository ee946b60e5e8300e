package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.Role;

/** To which case does a message belong, and to which others do its people lead? */
final class Leads {
    private static final String FIND = "select k.mark, c.case_ref, c.wrapped_key, k.role"
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
        List<Found.Lead> leads = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setArray(
                    1, connection.createArrayOf("uuid", marked.kept().keySet().toArray()));
            select.setArray(2, connection.createArrayOf("uuid", marked.bonds().toArray()));
            select.setArray(
                    3, connection.createArrayOf("uuid", marked.answered().toArray()));
            select.setArray(4, connection.createArrayOf("uuid", people.toArray()));
            select.setArray(5, connection.createArrayOf("uuid", people.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    leads.add(new Found.Lead(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getBytes(3),
                            Optional.ofNullable(row.getString(4))
                                    .map(Role::valueOf)
                                    .orElse(null)));
                }
            }
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
