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
import java.util.Set;
import org.marac.gateway.delivery.Outbox.Due;
import org.marac.gateway.delivery.Outbox.Lane;

/**
 * How does what waits in the {@link Outbox} leave? What is taken is lent for a while, and is out when the recipient's door has
 * it: a gateway that dies while delivering loses nothing, and the disclosure is taken again. A disclosure may so arrive twice,
 * never not at all. What is of one case leaves to one recipient in order, and nothing of another case waits for it.
 */
public final class Lending {
    /** Of all advisory locks of the database the one of taking: "MARACout" in ASCII. */
    private static final long TAKING = 0x4d415241436f7574L;

    private static final String ALONE = "select pg_try_advisory_xact_lock(?)";
    // What is set back or lent holds up what is of the same case; what was set aside does not: it may wait for ever.
    private static final String NOT_BEHIND = " and not exists (select from outbox e where e.recipient = o.recipient"
            + " and e.door = o.door and e.case_ref = o.case_ref and e.id < o.id and e.state = 'waiting'"
            + " and e.next_attempt > ?)";
    // Waits for whoever holds one of them: to leave it out would be to let what is of the same case overtake it.
    private static final String LOCK = "select o.id from outbox o where o.state = 'waiting' and o.next_attempt <= ?"
            + " and o.door <> 'REST' and not (o.recipient || ' ' || o.door) = any(?)" + NOT_BEHIND
            + " order by o.id limit ? for update of o";
    // Asked again of what is locked: while the lock was waited for, what is before one of them may have been set back.
    private static final String TAKE = "with one as (select o.id, octet_length(o.sealed)"
            + " + coalesce(octet_length(o.covered), 0) as size from outbox o where o.id = any(?)" + NOT_BEHIND + "),"
            + " due as (select id, size, sum(size) over (order by id) as upto from one)"
            + " update outbox o set attempts = o.attempts + 1, next_attempt = ? from due where o.id = due.id"
            + " and (due.upto <= ? or due.upto = due.size) returning " + Due.COLUMNS;
    // Whoever locks several does so in the order of their ids, and nobody waits for one who waits for him.
    private static final String THESE =
            "with these as materialized (select id from outbox where id = any(?) order by id for update) ";
    private static final String RENEW = THESE + "update outbox o set next_attempt = ? from these"
            + " where o.id = these.id and o.state = 'waiting' returning o.id";
    private static final String DELIVERED =
            THESE + "delete from outbox o using these where o.id = these.id returning o.id";
    private static final String FAILED = "update outbox set next_attempt = ? where id = ? and state = 'waiting'";
    private static final String SET_ASIDE =
            "update outbox set state = 'undeliverable', reason = ?, set_aside_at = ? where id = ? and state = 'waiting'";
    private static final String POSTPONE = THESE + "update outbox o set next_attempt = ?, attempts = attempts - 1"
            + " from these where o.id = these.id and o.state = 'waiting'";
    private static final String FORGET =
            THESE + "delete from outbox o using these where o.id = these.id and o.state = 'superseded'";

    /** Of bytes no more than so many are lent at once, however many disclosures that is; but one always. */
    static final int MOST_BYTES = 16 * 1024 * 1024;

    private final Duration loan;

    /** @param loan for how long a disclosure that was taken is not given out again; longer than a delivery can take */
    public Lending(Duration loan) {
        this.loan = loan;
    }

    /**
     * Lends the oldest disclosures that are due, to this caller alone, and no more bytes at once than there is room for; none
     * while another gateway node takes. A disclosure that can be seen here is in the audit log: its entry was committed by the
     * same transaction.
     *
     * @param max how many at most
     * @param shut whose are left alone for now
     */
    public List<Due> take(Connection connection, int max, Instant now, Set<Lane> shut) throws SQLException {
        if (!isAlone(connection)) {
            return List.of();
        }
        List<Long> locked = lock(connection, max, now, shut);
        return locked.isEmpty() ? List.of() : lend(connection, locked, now);
    }

    private static List<Long> lock(Connection connection, int max, Instant now, Set<Lane> shut) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setTimestamp(1, Timestamp.from(now));
            lock.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            shut.stream()
                                    .map(lane ->
                                            lane.recipient() + " " + lane.door().name())
                                    .toArray()));
            lock.setTimestamp(3, Timestamp.from(now));
            lock.setInt(4, max);
            return ids(lock);
        }
    }

    private List<Due> lend(Connection connection, List<Long> locked, Instant now) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setArray(1, connection.createArrayOf("int8", locked.toArray()));
            take.setTimestamp(2, Timestamp.from(now));
            take.setTimestamp(3, Timestamp.from(now.plus(loan)));
            take.setLong(4, MOST_BYTES);
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

    private static List<Long> ids(PreparedStatement statement) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
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
     * Lends on what was lent and is not begun yet. What was superseded meanwhile is for nobody any more, and goes.
     *
     * @return the ids of those that are still to go
     */
    public Set<Long> renew(Connection connection, List<Long> ids, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RENEW)) {
            update.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            update.setTimestamp(2, Timestamp.from(now.plus(loan)));
            Set<Long> still = new HashSet<>(ids(update));
            if (still.size() < ids.size()) {
                forgetSuperseded(connection, ids);
            }
            return still;
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
            return new HashSet<>(ids(delete));
        }
    }

    /** Sets a disclosure back to be tried again then; however often that is, it is tried again. One that was superseded goes. */
    public void failed(Connection connection, long id, Instant next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FAILED)) {
            update.setTimestamp(1, Timestamp.from(next));
            update.setLong(2, id);
            if (update.executeUpdate() == 0) {
                forgetSuperseded(connection, List.of(id));
            }
        }
    }

    /**
     * Sets aside what its recipient's system will never take: kept and not lost. One that was superseded goes.
     *
     * @param reason what the system said, a code
     * @return whether it was not set aside or superseded before
     */
    public boolean setAside(Connection connection, long id, String reason, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET_ASIDE)) {
            update.setString(1, reason);
            update.setTimestamp(2, Timestamp.from(at));
            update.setLong(3, id);
            boolean aside = update.executeUpdate() == 1;
            if (!aside) {
                forgetSuperseded(connection, List.of(id));
            }
            return aside;
        }
    }

    /** Sets what was taken and not tried back until then; it does not count as an attempt. What was superseded goes. */
    public void postpone(Connection connection, List<Long> ids, Instant until) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(POSTPONE)) {
            update.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            update.setTimestamp(2, Timestamp.from(until));
            if (update.executeUpdate() < ids.size()) {
                forgetSuperseded(connection, ids);
            }
        }
    }

    /** It was kept only because it was on its way. */
    private static void forgetSuperseded(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            delete.executeUpdate();
        }
    }
}
