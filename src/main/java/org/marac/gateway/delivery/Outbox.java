package org.marac.gateway.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
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

/**
 * What waits to leave? Sealed disclosures, put in by the transaction that decided them and taken out when the recipient's
 * door has them. What is taken is lent for a while: a gateway that dies while delivering loses nothing, and the
 * disclosure is taken again. A disclosure may so arrive twice, never not at all.
 */
public final class Outbox {
    // One statement for both: each statement is a round trip that other messages wait for.
    private static final String ENQUEUE = "with posted as (insert into outbox"
            + " (recipient, door, disclosure, sealed, sha256, created_at, next_attempt) values (?, ?, ?, ?, ?, ?, ?)"
            + " returning recipient, door, disclosure) insert into sent (message_ref, recipient, door, disclosure)"
            + " select ?, recipient, door, disclosure from posted";
    private static final String TAKE = "with due as materialized (select id from outbox where state = 'waiting'"
            + " and next_attempt <= ? and door <> 'REST' and not (recipient || ' ' || door) = any(?)"
            + " order by id limit ? for update skip locked)"
            + " update outbox o set attempts = o.attempts + 1, next_attempt = ? from due where o.id = due.id"
            + " returning o.id, o.recipient, o.door, o.disclosure, o.sealed, o.sha256, o.attempts";
    private static final String DELIVERED = "delete from outbox where id = any(?) returning id";
    private static final String FAILED = "update outbox set next_attempt = ?,"
            + " state = case when attempts >= ? and state = 'waiting' then 'undeliverable' else state end where id = ? returning state";
    // What was never lent out was handed to nobody; what was may be on its way at this moment.
    private static final String SUPERSEDE = "update outbox set state = 'superseded' where disclosure in"
            + " (select disclosure from sent where message_ref = any(?)) and state <> 'superseded'";
    private static final String UNSENT =
            "delete from outbox where state = 'superseded' and attempts = 0 and disclosure in"
                    + " (select disclosure from sent where message_ref = any(?)) returning disclosure";
    private static final String SENT = "select s.recipient, s.door, s.disclosure,"
            + " exists (select from outbox o where o.disclosure = s.disclosure) from sent s"
            + " where s.message_ref = any(?) order by s.disclosure";
    private static final String FORGET = "delete from sent where disclosure = any(?)";
    private static final String MAILBOX = "select id, recipient, door, disclosure, sealed, sha256, attempts, created_at"
            + " from outbox where recipient = ? and door = 'REST' and state = 'waiting'";
    private static final String SHOW =
            "update outbox set attempts = attempts + 1 where recipient = ? and disclosure = ?"
                    + " and door = 'REST' and state = 'waiting'"
                    + " returning id, recipient, door, disclosure, sealed, sha256, attempts";
    private static final String POSTPONE =
            "update outbox set next_attempt = ?, attempts = attempts - 1 where id = any(?) and state = 'waiting'";
    private static final String UNTOLD =
            "select o.id, o.recipient, o.door, o.disclosure, o.sealed, o.sha256, o.attempts,"
                    + " o.created_at, s.message_ref from outbox o join sent s on s.disclosure = o.disclosure"
                    + " and s.recipient = o.recipient where o.told_at is null and o.state <> 'superseded' and o.created_at <= ?"
                    + " order by o.id limit ? for update of o skip locked";
    private static final String TOLD = "update outbox set told_at = ? where id = ?";
    private static final String WAITING = "select count(*) from outbox where state = ?";

    private final int attempts;
    private final Duration loan;

    /**
     * @param attempts after how many failed attempts a disclosure is set aside as undeliverable
     * @param loan for how long a disclosure that was taken is not given out again; longer than a delivery can take
     */
    public Outbox(int attempts, Duration loan) {
        this.attempts = attempts;
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
     */
    public record Due(
            long id, AgencyId recipient, Door door, long disclosure, Bytes sealed, Digest sha256, int attempts) {
        Lane lane() {
            return new Lane(recipient, door);
        }
    }

    /** One way to one recipient: what goes there goes in order, and nobody else waits for it. */
    public record Lane(AgencyId recipient, Door door) {}

    /**
     * What has not been delivered in its time.
     *
     * @param due what it is
     * @param message pseudonym of the message it is a view of
     * @param since since when it waits
     */
    public record Overdue(Due due, String message, Instant since) {}

    /**
     * A disclosure to put in.
     *
     * @param recipient for whom
     * @param door by which door
     * @param message pseudonym of the message it is a view of
     * @param disclosure index of its entry in the audit log
     * @param sealed the exact bytes, already sealed for the recipient
     * @param since when it was decided
     */
    public record Posted(AgencyId recipient, Door door, String message, long disclosure, Bytes sealed, Instant since) {}

    /**
     * What was to leave and is superseded.
     *
     * @param recipient for whom
     * @param door by which door
     * @param disclosure index of its entry in the audit log
     * @param undelivered whether it was not handed over as far as is known
     * @param unseen whether nobody can have got it
     */
    public record Sent(AgencyId recipient, Door door, long disclosure, boolean undelivered, boolean unseen) {}

    /** Puts sealed disclosures in, in order. */
    public void enqueue(Connection connection, List<Posted> posted) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ENQUEUE)) {
            for (Posted one : posted) {
                insert.setString(1, one.recipient().value());
                insert.setString(2, one.door().name());
                insert.setLong(3, one.disclosure());
                insert.setBytes(4, one.sealed().toArray());
                insert.setBytes(5, one.sealed().digest().toArray());
                insert.setTimestamp(6, Timestamp.from(one.since()));
                insert.setTimestamp(7, Timestamp.from(one.since()));
                insert.setString(8, one.message());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Lends the oldest disclosures that are due, to this caller alone. A disclosure that can be seen here is in the
     * audit log: its entry was committed by the same transaction.
     *
     * @param max how many at most
     * @param shut whose are left alone for now
     */
    public List<Due> take(Connection connection, int max, Instant now, Set<Lane> shut) throws SQLException {
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
            take.setInt(3, max);
            take.setTimestamp(4, Timestamp.from(now.plus(loan)));
            List<Due> due = new ArrayList<>();
            try (ResultSet row = take.executeQuery()) {
                while (row.next()) {
                    due.add(due(row));
                }
            }
            due.sort((a, b) -> Long.compare(a.id(), b.id()));
            return due;
        }
    }

    /**
     * Nothing of these messages is handed over from now on. A view that is on its way at this very moment may still
     * arrive; it counts as seen.
     *
     * @param messages their pseudonyms
     * @return everyone they were to go to, in the order of the log
     */
    public List<Sent> supersede(Connection connection, List<String> messages) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SUPERSEDE)) {
            update.setArray(1, connection.createArrayOf("text", messages.toArray()));
            update.executeUpdate();
        }
        Set<Long> unseen = ids(connection, UNSENT, messages);
        List<Sent> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SENT)) {
            select.setArray(1, connection.createArrayOf("text", messages.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long disclosure = row.getLong(3);
                    boolean never = unseen.contains(disclosure);
                    all.add(new Sent(
                            new AgencyId(row.getString(1)),
                            Door.valueOf(row.getString(2)),
                            disclosure,
                            never || row.getBoolean(4),
                            never));
                }
            }
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setArray(1, connection.createArrayOf("int8", unseen.toArray()));
            delete.executeUpdate();
        }
        return all;
    }

    /**
     * Something that its recipient takes by itself.
     *
     * @param due what it is
     * @param since since when it waits
     */
    public record Lying(Due due, Instant since) {}

    /** What waits in the recipient's mailbox, the oldest first. */
    public List<Lying> lying(Connection connection, AgencyId recipient, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MAILBOX + " order by id limit ?")) {
            select.setString(1, recipient.value());
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                List<Lying> lying = new ArrayList<>();
                while (row.next()) {
                    lying.add(new Lying(due(row), row.getTimestamp("created_at").toInstant()));
                }
                return lying;
            }
        }
    }

    /**
     * What waits in the recipient's mailbox under this entry of the audit log. It stays there, and counts as an attempt: from
     * now on the recipient may know it.
     */
    public Optional<Due> show(Connection connection, AgencyId recipient, long disclosure) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SHOW)) {
            update.setString(1, recipient.value());
            update.setLong(2, disclosure);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(due(row)) : Optional.empty();
            }
        }
    }

    private static Set<Long> ids(Connection connection, String sql, List<String> messages) throws SQLException {
        Set<Long> ids = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", messages.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        return ids;
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

    /**
     * Sets a disclosure back to be tried again; after the last attempt sets it aside, kept and not lost.
     *
     * @return whether it is now undeliverable
     */
    public boolean failed(Connection connection, long id, Instant next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FAILED)) {
            update.setTimestamp(1, Timestamp.from(next));
            update.setInt(2, attempts);
            update.setLong(3, id);
            try (ResultSet row = update.executeQuery()) {
                return row.next() && "undeliverable".equals(row.getString(1));
            }
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

    /**
     * What has waited since then or longer, in a mailbox or on its way, and nobody was told, the oldest first. Nobody else
     * tells of it before the transaction ends.
     */
    public List<Overdue> untold(Connection connection, Instant since, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNTOLD)) {
            select.setTimestamp(1, Timestamp.from(since));
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                List<Overdue> overdue = new ArrayList<>();
                while (row.next()) {
                    overdue.add(new Overdue(
                            due(row),
                            row.getString("message_ref"),
                            row.getTimestamp("created_at").toInstant()));
                }
                return overdue;
            }
        }
    }

    /** The coordinator has been told. */
    public void told(Connection connection, long id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TOLD)) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setLong(2, id);
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
        try (PreparedStatement select = connection.prepareStatement(WAITING)) {
            select.setString(1, state);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getLong("id"),
                new AgencyId(row.getString("recipient")),
                Door.valueOf(row.getString("door")),
                row.getLong("disclosure"),
                Bytes.of(row.getBytes("sealed")),
                Digest.wrap(row.getBytes("sha256")),
                row.getInt("attempts"));
    }
}
