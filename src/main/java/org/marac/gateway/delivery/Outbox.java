package org.marac.gateway.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Sealed;

/**
 * What waits to leave? Sealed disclosures, put in by the transaction that decided them and taken out when the recipient's
 * door has them. What is taken is lent for a while: a gateway that dies while delivering loses nothing, and the
 * disclosure is taken again. A disclosure may so arrive twice, never not at all. What is of one case leaves to one recipient in
 * order, and nothing of another case waits for it.
 */
public final class Outbox {
    // One statement for both: each statement is a round trip that other messages wait for.
    private static final String ENQUEUE = "with posted as (insert into outbox"
            + " (recipient, door, disclosure, sealed, covered, sha256, case_ref, urgent, said, created_at, next_attempt)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " returning recipient, door, disclosure) insert into sent (message_ref, recipient, door, disclosure)"
            + " select ?, recipient, door, disclosure from posted";
    /** Of all advisory locks of the database the one of taking: "MARACout" in ASCII. */
    private static final long TAKING = 0x4d415241436f7574L;

    private static final String ALONE = "select pg_try_advisory_xact_lock(?)";
    // What is set back or lent holds up what is of the same case; what was set aside does not: it may wait for ever.
    private static final String TAKE = "with due as materialized (select id from outbox o where state = 'waiting'"
            + " and next_attempt <= ? and door <> 'REST' and not (recipient || ' ' || door) = any(?)"
            + " and not exists (select from outbox e where e.recipient = o.recipient and e.door = o.door"
            + " and e.case_ref = o.case_ref and e.id < o.id and e.state = 'waiting' and e.next_attempt > ?)"
            + " order by id limit ? for update skip locked)"
            + " update outbox o set attempts = o.attempts + 1, next_attempt = ? from due where o.id = due.id"
            + " returning " + Due.COLUMNS;
    private static final String DELIVERED = "delete from outbox where id = any(?) returning id";
    private static final String FAILED = "update outbox set next_attempt = ? where id = ? and state = 'waiting'";
    private static final String SET_ASIDE =
            "update outbox set state = 'undeliverable', reason = ?, set_aside_at = ? where id = ? and state = 'waiting'";
    private static final String POSTPONE =
            "update outbox set next_attempt = ?, attempts = attempts - 1 where id = any(?) and state = 'waiting'";
    private static final String COUNT = "select count(*) from outbox where state = ?";

    private final Duration loan;

    /** @param loan for how long a disclosure that was taken is not given out again; longer than a delivery can take */
    public Outbox(Duration loan) {
        this.loan = loan;
    }

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
        static final String COLUMNS =
                "o.id, o.recipient, o.door, o.disclosure, o.sealed, o.sha256, o.attempts, o.covered, o.case_ref";

        static Due of(ResultSet row) throws SQLException {
            return new Due(
                    row.getLong("id"),
                    new AgencyId(row.getString("recipient")),
                    Door.valueOf(row.getString("door")),
                    row.getLong("disclosure"),
                    Bytes.of(row.getBytes("sealed")),
                    Digest.wrap(row.getBytes("sha256")),
                    row.getInt("attempts"),
                    Optional.ofNullable(row.getBytes("covered")).map(Bytes::of),
                    row.getString("case_ref"));
        }

        Lane lane() {
            return new Lane(recipient, door);
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

    /**
     * Lends the oldest disclosures that are due, to this caller alone; none while another gateway node takes. A disclosure
     * that can be seen here is in the audit log: its entry was committed by the same transaction.
     *
     * @param max how many at most
     * @param shut whose are left alone for now
     */
    public List<Due> take(Connection connection, int max, Instant now, Set<Lane> shut) throws SQLException {
        if (!isAlone(connection)) {
            return List.of();
        }
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setTimestamp(1, Timestamp.from(now));
            take.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            shut.stream()
                                    .map(lane ->
                                            lane.recipient() + " " + lane.door().name())
                                    .toArray()));
            take.setTimestamp(3, Timestamp.from(now));
            take.setInt(4, max);
            take.setTimestamp(5, Timestamp.from(now.plus(loan)));
            List<Due> due = new ArrayList<>();
            try (ResultSet row = take.executeQuery()) {
                while (row.next()) {
                    due.add(Due.of(row));
                }
            }
            due.sort((a, b) -> Long.compare(a.id(), b.id()));
            return due;
        }
    }

    /** Two that take at once would each see the other's as not yet taken, and one could overtake what is of the same case. */
    private static boolean isAlone(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALONE)) {
            select.setLong(1, TAKING);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /**
     * Takes delivered disclosures out.
     *
     * @return the ids of those that were still in; the others another gateway node took out before
     */
    public Set<Long> delivered(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELIVERED)) {
            delete.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            Set<Long> out = new HashSet<>();
            try (ResultSet row = delete.executeQuery()) {
                while (row.next()) {
                    out.add(row.getLong(1));
                }
            }
            return out;
        }
    }

    /** Sets a disclosure back to be tried again then; however often that is, it is tried again. */
    public void failed(Connection connection, long id, Instant next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FAILED)) {
            update.setTimestamp(1, Timestamp.from(next));
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    /**
     * Sets aside what its recipient's system will never take: kept and not lost.
     *
     * @param reason what the system said, a code
     * @return whether it was not set aside or superseded before
     */
    public boolean setAside(Connection connection, long id, String reason, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET_ASIDE)) {
            update.setString(1, reason);
            update.setTimestamp(2, Timestamp.from(at));
            update.setLong(3, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Sets what was taken and not tried back until then; it does not count as an attempt. */
    public void postpone(Connection connection, List<Long> ids, Instant until) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(POSTPONE)) {
            update.setTimestamp(1, Timestamp.from(until));
            update.setArray(2, connection.createArrayOf("int8", ids.toArray()));
            update.executeUpdate();
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
