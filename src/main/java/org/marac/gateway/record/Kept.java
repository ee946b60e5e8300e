package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Unread;

/**
 * What could not be read and waits for a person: each under a key of its own, which is destroyed when it ends or its time is
 * over. The caller opens and commits the transaction.
 */
public final class Kept {
    private static final int AT_ONCE = 100;
    private static final String KEEP = "insert into unread (id, mark, agency, door, type, received_at, size,"
            + " sha256, refusal, reason, place, state, wrapped_key, around, content, expires_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** What comes again is kept once, and a person sees why it fails now. */
    private static final String AGAIN =
            "update unread set refusal = ?, reason = ?, place = ? where mark = ? and entry is null returning id, state";

    private static final String USED =
            "select count(*), coalesce(sum(size), 0) from unread where agency = ? and content is not null";
    private static final String REFUSED = "update unread u set log_index = ?, receipt_id = coalesce(?,"
            + " (select max(o.receipt_id::text)::uuid from unread o where o.mark = u.mark and o.log_index = ?)) where id = ?";
    private static final String OPEN =
            "select * from unread where entry is null order by received_at, id limit " + UnreadRow.MOST;
    private static final String WAITING = "select count(*) from unread where entry is null";
    private static final String EVIDENCE =
            "select log_index from unread where state = 'EVIDENCE' and log_index = any(?)";
    private static final String FIND = "select * from unread where id = ? for update";
    private static final String OVERDUE = "select * from unread where expires_at <= ? and (entry is null or"
            + " wrapped_key is not null) order by expires_at limit " + AT_ONCE + " for update skip locked";
    private static final String END = "update unread set state = ?, entry = ? where id = ?";
    private static final String DESTROY =
            "update unread set wrapped_key = null, around = null, content = null where id = ?";

    private final KeyCustody custody;
    private final Pseudonyms pseudonyms;
    private final Limits limits;
    private final Notices notices;

    /**
     * @param custody who keeps the key above their keys
     * @param pseudonyms keyed hashes to find the same bytes by
     * @param limits how much is kept, and how long
     */
    public Kept(KeyCustody custody, Pseudonyms pseudonyms, Limits limits) {
        this.custody = custody;
        this.pseudonyms = pseudonyms;
        this.limits = limits;
        this.notices = new Notices();
    }

    /**
     * How much is kept; beyond it only the evidence is.
     *
     * @param bytes of one thing
     * @param quota of one agency, bytes
     * @param things of one agency
     * @param retention how long
     */
    public record Limits(int bytes, long quota, int things, Duration retention) {}

    /**
     * What is kept.
     *
     * @param id its id
     * @param fresh whether it was not kept before
     * @param sealed whether its bytes are kept, and not only that they came
     */
    public record Shelved(String id, boolean fresh, boolean sealed) {}

    /** Keeps it, the same bytes of an agency once, and tells the coordinator once a day of each agency. */
    public Shelved keep(Connection connection, Arrival arrival, AgencyId sender, Refusal refusal, Instant at)
            throws SQLException {
        UUID mark = pseudonyms.mark(
                "unread", sender.value(), arrival.bytes().digest().hex());
        Optional<Shelved> before = again(connection, mark, refusal);
        if (before.isPresent()) {
            return before.get();
        }
        UUID id = UUID.randomUUID();
        boolean sealed = mayBeKept(connection, arrival, sender);
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            UnreadRow.of(arrival, sender, refusal).into(insert, id, mark);
            insert.setString(12, (sealed ? Unread.State.OPEN : Unread.State.EVIDENCE).name());
            UnreadKey key = UnreadKey.create(id);
            insert.setBytes(13, key.wrap(custody));
            insert.setBytes(14, key.encrypt(Around.of(arrival).text(), "around"));
            insert.setBytes(15, sealed ? key.encrypt(arrival.bytes().toArray(), "content") : null);
            insert.setTimestamp(16, Timestamp.from(at.plus(limits.retention())));
            insert.executeUpdate();
        }
        UUID day = pseudonyms.mark(
                "unread-day",
                sender.value(),
                LocalDate.ofInstant(at, ZoneOffset.UTC).toString());
        notices.raise(connection, List.of(new Notices.Cause(Notice.Code.UNREAD, day, id)), at);
        return new Shelved(id.toString(), true, sealed);
    }

    private static Optional<Shelved> again(Connection connection, UUID mark, Refusal refusal) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(AGAIN)) {
            update.setString(1, refusal.code().name());
            update.setString(2, refusal.reason().orElse(null));
            update.setString(3, refusal.position().orElse(null));
            update.setObject(4, mark);
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Shelved(
                                row.getObject("id", UUID.class).toString(),
                                false,
                                row.getString("state").equals(Unread.State.OPEN.name())))
                        : Optional.empty();
            }
        }
    }

    private boolean mayBeKept(Connection connection, Arrival arrival, AgencyId sender) throws SQLException {
        if (arrival.bytes().size() > limits.bytes()) {
            return false;
        }
        try (PreparedStatement select = connection.prepareStatement(USED)) {
            select.setString(1, sender.value());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1) < limits.things()
                        && row.getLong(2) + arrival.bytes().size() <= limits.quota();
            }
        }
    }

    /**
     * Where the log says that it was refused.
     *
     * @param receiptId its sender's receipt of that; empty for the one that was given when the same was kept before
     */
    public void refused(Connection connection, String id, Position position, Optional<String> receiptId)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REFUSED)) {
            update.setLong(1, position.index());
            update.setObject(2, receiptId.map(UUID::fromString).orElse(null), Types.OTHER);
            update.setLong(3, position.index());
            update.setObject(4, UUID.fromString(id));
            update.executeUpdate();
        }
    }

    /** What waits for a person, the oldest first. */
    public List<Unread> open(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OPEN)) {
            return all(select);
        }
    }

    /** How many wait for a person. */
    public long waiting(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WAITING);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Of those that the log says at these entries were refused, the entries of those whose bytes are not kept. */
    public Set<Long> evidence(Connection connection, List<Long> refused) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(EVIDENCE)) {
            select.setArray(1, connection.createArrayOf("int8", refused.toArray()));
            Set<Long> evidence = new HashSet<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    evidence.add(row.getLong(1));
                }
            }
            return evidence;
        }
    }

    /** One of them, ended or not; nobody else ends it before the transaction does. */
    public Optional<Unread> lock(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setObject(1, id);
            return all(select).stream().findFirst();
        }
    }

    /** As it came, without bytes where only the evidence is kept; empty where its key is destroyed. */
    public Optional<Arrival> arrival(Connection connection, Unread unread) throws SQLException {
        UUID id = UUID.fromString(unread.id());
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getBytes("wrapped_key") == null) {
                    return Optional.empty();
                }
                UnreadKey key = UnreadKey.unwrap(custody, id, row.getBytes("wrapped_key"));
                byte[] content = row.getBytes("content");
                return Optional.of(Around.read(key.decrypt(row.getBytes("around"), "around"))
                        .arrival(unread, content == null ? Bytes.of(new byte[0]) : key.decrypt(content, "content")));
            }
        }
    }

    /** Whose time is over, some of them. */
    public List<Unread> overdue(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OVERDUE)) {
            select.setTimestamp(1, Timestamp.from(now));
            return all(select);
        }
    }

    /** How it ended, and where the log says so. Its bytes stay until {@link #destroy}. */
    public void end(Connection connection, Unread unread, Unread.State state, Position entry) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END)) {
            update.setString(1, state.name());
            update.setLong(2, entry.index());
            update.setObject(3, UUID.fromString(unread.id()));
            update.executeUpdate();
        }
    }

    /** Destroys its key, and with it the bytes. */
    public void destroy(Connection connection, Unread unread) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(DESTROY)) {
            update.setObject(1, UUID.fromString(unread.id()));
            update.executeUpdate();
        }
    }

    private static List<Unread> all(PreparedStatement select) throws SQLException {
        List<Unread> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(UnreadRow.read(row));
            }
        }
        return all;
    }
}
