package org.marac.gateway.hold;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;

/** What waits for a person? Disclosures that may go once someone with the right role has looked. */
public final class Holds {
    private static final String RAISE = "insert into hold"
            + " (id, message_ref, case_ref, recipient, reason, clauses, emergency, entry, raised_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /**
     * What waits.
     *
     * @param id a random UUID; the log names it too
     * @param messageRef pseudonym of the message
     * @param caseRef pseudonym of the case
     * @param recipient to whom it would go
     * @param reason why a person must look, a code
     * @param clauses the clauses that ask for it
     * @param emergency whether the sender marked the message as an emergency
     * @param entry index of its entry in the audit log
     * @param at since when it waits
     */
    public record Raised(
            String id,
            String messageRef,
            String caseRef,
            AgencyId recipient,
            String reason,
            List<ClauseId> clauses,
            boolean emergency,
            long entry,
            Instant at) {
        public Raised {
            clauses = List.copyOf(clauses);
        }
    }

    /** Keeps what waits, in the transaction of the messages it belongs to. */
    public void raise(Connection connection, List<Raised> all) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(RAISE)) {
            for (Raised raised : all) {
                bind(connection, insert, raised);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(Connection connection, PreparedStatement insert, Raised raised) throws SQLException {
        insert.setObject(1, UUID.fromString(raised.id()));
        insert.setString(2, raised.messageRef());
        insert.setString(3, raised.caseRef());
        insert.setString(4, raised.recipient().value());
        insert.setString(5, raised.reason());
        insert.setArray(
                6,
                connection.createArrayOf(
                        "text", raised.clauses().stream().map(ClauseId::value).toArray()));
        insert.setBoolean(7, raised.emergency());
        insert.setLong(8, raised.entry());
        insert.setTimestamp(9, Timestamp.from(raised.at()));
    }
}
