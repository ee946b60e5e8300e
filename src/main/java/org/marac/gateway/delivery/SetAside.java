package org.marac.gateway.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Undelivered;

/** What has not reached its recipient, and what does a person make of what its system will not have? */
public final class SetAside {
    private static final int MOST = 1_000;
    private static final String FIELDS = "select o.recipient, o.door, o.disclosure, o.case_ref, o.urgent, o.sha256,"
            + " o.created_at, o.attempts, o.state, o.reason, coalesce(o.set_aside_at, o.created_at) set_aside_at,"
            + " (select s.message_ref from sent s where s.disclosure = o.disclosure and s.recipient = o.recipient limit 1)"
            + " message_ref from outbox o";
    private static final String LIST = FIELDS
            + " where o.state = 'undeliverable' or o.state = 'waiting' and o.told_at is not null"
            + " order by o.state = 'waiting', o.id limit " + MOST;
    private static final String LOCK =
            FIELDS + " where o.disclosure = ? and o.state in ('undeliverable', 'waiting') limit 1 for update of o";
    private static final String ONCE = "select exists (select from sent where disclosure = ?)";
    private static final String RETRY = "update outbox set state = 'waiting', next_attempt = ?, retried_at = ?,"
            + " told_at = null, set_aside_at = null, reason = null where disclosure = ? and state = 'undeliverable'";
    private static final String DISMISS = "delete from outbox where disclosure = ? and state = 'undeliverable'";

    /** What was set aside, and then what is late and still tried; each the oldest first, and no more than a thousand. */
    public List<Undelivered> open(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            return all(select);
        }
    }

    /**
     * What waits under this entry of the audit log, whether or not anything is wrong with it; nobody else changes it before
     * the transaction ends. Empty where nothing does, or no more.
     */
    public Optional<Undelivered> lock(Connection connection, long disclosure) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setLong(1, disclosure);
            return all(select).stream().findFirst();
        }
    }

    /** Whether something was to leave under this entry, whatever became of it. */
    public boolean was(Connection connection, long disclosure) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONCE)) {
            select.setLong(1, disclosure);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Puts a locked one back among what waits for its recipient, as if it had never been tried but for the count. */
    public void retry(Connection connection, Undelivered one, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RETRY)) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setTimestamp(2, Timestamp.from(at));
            update.setLong(3, one.disclosure().index());
            update.executeUpdate();
        }
    }

    /**
     * Takes a locked one out for good. Its recipient counts on as one who was sent it: a system that refuses may have kept it,
     * and is told where it does not stand any more.
     */
    public void dismiss(Connection connection, Undelivered one) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DISMISS)) {
            delete.setLong(1, one.disclosure().index());
            delete.executeUpdate();
        }
    }

    private static List<Undelivered> all(PreparedStatement select) throws SQLException {
        List<Undelivered> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(new Undelivered(
                        new Position(row.getLong("disclosure")),
                        new AgencyId(row.getString("recipient")),
                        Door.valueOf(row.getString("door")),
                        Objects.requireNonNullElse(row.getString("message_ref"), ""),
                        row.getString("case_ref"),
                        row.getBoolean("urgent"),
                        Digest.wrap(row.getBytes("sha256")),
                        row.getTimestamp("created_at").toInstant(),
                        row.getInt("attempts"),
                        refused(row)));
            }
        }
        return all;
    }

    private static Optional<Undelivered.SetAside> refused(ResultSet row) throws SQLException {
        return row.getString("state").equals("undeliverable")
                ? Optional.of(new Undelivered.SetAside(
                        Objects.requireNonNullElse(row.getString("reason"), "refused"),
                        row.getTimestamp("set_aside_at").toInstant()))
                : Optional.empty();
    }
}
