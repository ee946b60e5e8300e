package org.marac.gateway.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Sealed;

/**
 * What waits to leave? Sealed disclosures, put in by the transaction that decided them. How they leave is said by {@link
 * Lending}.
 */
public final class Outbox {
    // One statement for both: each statement is a round trip that other messages wait for.
    private static final String ENQUEUE = "with posted as (insert into outbox"
            + " (recipient, door, disclosure, sealed, covered, sha256, case_ref, urgent, said, created_at, next_attempt)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " returning recipient, door, disclosure) insert into sent (message_ref, recipient, door, disclosure)"
            + " select ?, recipient, door, disclosure from posted";
    private static final String COUNT = "select count(*) from outbox where state = ?";

    /**
     * A disclosure to deliver.
     *
     * @param id its place in the outbox
     * @param recipient for whom
     * @param door by which door
     * @param disclosure index of its entry in the audit log
     * @param sealed the exact bytes, already sealed for the recipient
     * @param sha256 their digest
     * @param attempts how many attempts there were, this one included
     * @param covered the whole as the door carries it, under the gateway's own key, where that is not the sealed bytes
     * @param caseRef pseudonym of its case
     */
    public record Due(
            long id,
            AgencyId recipient,
            Door door,
            long disclosure,
            Bytes sealed,
            Digest sha256,
            int attempts,
            Optional<Bytes> covered,
            String caseRef) {
        static final String COLUMNS = Label.COLUMNS + ", o.sealed, o.covered, o.case_ref";

        static Due of(ResultSet row) throws SQLException {
            Label label = Label.of(row);
            return new Due(
                    label.id(),
                    label.recipient(),
                    label.door(),
                    label.disclosure(),
                    Bytes.of(row.getBytes("sealed")),
                    label.sha256(),
                    label.attempts(),
                    Optional.ofNullable(row.getBytes("covered")).map(Bytes::of),
                    row.getString("case_ref"));
        }

        /** What stands on it. */
        public Label label() {
            return new Label(id, recipient, door, disclosure, sha256, attempts);
        }

        Lane lane() {
            return new Lane(recipient, door);
        }
    }

    /**
     * What stands on a disclosure, without its bytes.
     *
     * @param id its place in the outbox
     * @param recipient for whom
     * @param door by which door
     * @param disclosure index of its entry in the audit log
     * @param sha256 digest of the sealed bytes
     * @param attempts how many attempts there were
     */
    public record Label(long id, AgencyId recipient, Door door, long disclosure, Digest sha256, int attempts) {
        static final String COLUMNS = "o.id, o.recipient, o.door, o.disclosure, o.sha256, o.attempts";

        static Label of(ResultSet row) throws SQLException {
            return new Label(
                    row.getLong("id"),
                    new AgencyId(row.getString("recipient")),
                    Door.valueOf(row.getString("door")),
                    row.getLong("disclosure"),
                    Digest.wrap(row.getBytes("sha256")),
                    row.getInt("attempts"));
        }
    }

    /** One way to one recipient: nobody else waits for it. */
    public record Lane(AgencyId recipient, Door door) {}

    /**
     * A disclosure to put in.
     *
     * @param recipient for whom
     * @param door by which door
     * @param message pseudonym of the message it is a view of
     * @param caseRef pseudonym of its case
     * @param urgent whether it is an emergency
     * @param said whether the sender was told that it goes there
     * @param disclosure index of its entry in the audit log
     * @param sealed the exact bytes
     * @param since when it was decided
     */
    public record Posted(
            AgencyId recipient,
            Door door,
            String message,
            String caseRef,
            boolean urgent,
            boolean said,
            long disclosure,
            Sealed sealed,
            Instant since) {}

    /** Puts sealed disclosures in, in order. */
    public void enqueue(Connection connection, List<Posted> posted) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ENQUEUE)) {
            for (Posted one : posted) {
                insert.setString(1, one.recipient().value());
                insert.setString(2, one.door().name());
                insert.setLong(3, one.disclosure());
                insert.setBytes(4, one.sealed().bytes().toArray());
                insert.setObject(5, one.sealed().covered().map(Bytes::toArray).orElse(null), Types.BINARY);
                insert.setBytes(6, one.sealed().bytes().digest().toArray());
                insert.setString(7, one.caseRef());
                insert.setBoolean(8, one.urgent());
                insert.setBoolean(9, one.said());
                insert.setTimestamp(10, Timestamp.from(one.since()));
                insert.setTimestamp(11, Timestamp.from(one.since()));
                insert.setString(12, one.message());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** How many wait to leave. */
    public long waiting(Connection connection) throws SQLException {
        return count(connection, "waiting");
    }

    /** How many were set aside. */
    public long undeliverable(Connection connection) throws SQLException {
        return count(connection, "undeliverable");
    }

    private static long count(Connection connection, String state) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            select.setString(1, state);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
