package org.marac.gateway.hold;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Waiting;

/**
 * What waits for a person? Disclosures that may go once someone with the right office has looked. Nothing here ends by
 * itself: time only makes {@link #overdue} name it. The caller opens and commits the transaction.
 */
public final class Holds {
    private static final String RAISE = "insert into hold (id, message_ref, case_ref, sender, recipient, assurance,"
            + " reason, clauses, emergency, entry, raised_at, due_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String WAITING = "select * from hold where state = 'waiting' order by due_at, id limit ?";
    private static final String FIND = "select * from hold where id = ?";
    private static final String OVERDUE = "select * from hold where state = 'waiting' and due_at <= ?"
            + " order by due_at limit ? for update skip locked";
    private static final String ESCALATE = "update hold set escalations = escalations + 1, due_at = ? where id = ?";
    private static final String SETTLE = "update hold set state = ?, settled_at = ? where id = ? and state = 'waiting'";
    private static final String OTHERS = "select count(*) from hold where message_ref = ? and state = 'waiting'";
    private static final String OF_MESSAGES =
            "select * from hold where message_ref = any(?) and state = 'waiting' order by id for update";
    private static final String COUNT =
            "select count(*), count(*) filter (where escalations > 0) from hold where state = 'waiting'";

    /**
     * How much waits.
     *
     * @param waiting all of it
     * @param overdue that on which nobody decided in time
     */
    public record Count(long waiting, long overdue) {}

    /** Keeps what waits, in the transaction of the messages it belongs to. */
    public void raise(Connection connection, List<Waiting> all) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(RAISE)) {
            for (Waiting waiting : all) {
                bind(connection, insert, waiting);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(Connection connection, PreparedStatement insert, Waiting waiting) throws SQLException {
        insert.setObject(1, UUID.fromString(waiting.id()));
        insert.setString(2, waiting.messageRef());
        insert.setString(3, waiting.caseRef());
        insert.setString(4, waiting.sender().value());
        insert.setString(5, waiting.recipient().value());
        insert.setString(6, waiting.assurance().name());
        insert.setString(7, waiting.reason());
        insert.setArray(
                8,
                connection.createArrayOf(
                        "text", waiting.clauses().stream().map(ClauseId::value).toArray()));
        insert.setBoolean(9, waiting.emergency());
        insert.setLong(10, waiting.raised().index());
        insert.setTimestamp(11, Timestamp.from(waiting.since()));
        insert.setTimestamp(12, Timestamp.from(waiting.due()));
    }

    /** What waits, the most urgent first. */
    public List<Waiting> waiting(Connection connection, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WAITING)) {
            select.setInt(1, most);
            return all(select);
        }
    }

    /** What waits, or waited, under this id. */
    public Optional<Waiting> find(Connection connection, UUID id) throws SQLException {
        return find(connection, FIND, id);
    }

    /** The same, and nobody else can end it before this transaction does. */
    public Optional<Waiting> lock(Connection connection, UUID id) throws SQLException {
        return find(connection, FIND + " for update", id);
    }

    /** What nobody has decided on in time, for this transaction to escalate. */
    public List<Waiting> overdue(Connection connection, Instant now, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OVERDUE)) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setInt(2, most);
            return all(select);
        }
    }

    /** What waits of these messages, and nobody else ends it before this transaction does. */
    public List<Waiting> lock(Connection connection, List<String> messages) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_MESSAGES)) {
            select.setArray(1, connection.createArrayOf("text", messages.toArray()));
            return all(select);
        }
    }

    /** Another office is asked. */
    public void escalate(Connection connection, Waiting waiting, Instant due) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ESCALATE)) {
            update.setTimestamp(1, Timestamp.from(due));
            update.setObject(2, UUID.fromString(waiting.id()));
            update.executeUpdate();
        }
    }

    /**
     * Ends it.
     *
     * @return whether nothing of its message waits any more
     * @throws IllegalStateException where it had ended before; lock it first
     */
    public boolean settle(Connection connection, Waiting waiting, Waiting.State state, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SETTLE)) {
            update.setString(1, word(state));
            update.setTimestamp(2, Timestamp.from(at));
            update.setObject(3, UUID.fromString(waiting.id()));
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("What waits ends once");
            }
        }
        try (PreparedStatement select = connection.prepareStatement(OTHERS)) {
            select.setString(1, waiting.messageRef());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getLong(1) == 0;
            }
        }
    }

    /** How much waits. */
    public Count count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT);
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Count(row.getLong(1), row.getLong(2));
        }
    }

    private static Optional<Waiting> find(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, id);
            return all(select).stream().findFirst();
        }
    }

    private static List<Waiting> all(PreparedStatement select) throws SQLException {
        List<Waiting> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(waiting(row));
            }
        }
        return all;
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getString("id"),
                row.getString("message_ref"),
                row.getString("case_ref"),
                new AgencyId(row.getString("sender")),
                new AgencyId(row.getString("recipient")),
                Assurance.valueOf(row.getString("assurance")),
                row.getString("reason"),
                Arrays.stream((String[]) row.getArray("clauses").getArray())
                        .map(ClauseId::new)
                        .toList(),
                row.getBoolean("emergency"),
                new Position(row.getLong("entry")),
                row.getTimestamp("raised_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getInt("escalations"),
                Waiting.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)));
    }

    private static String word(Waiting.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
