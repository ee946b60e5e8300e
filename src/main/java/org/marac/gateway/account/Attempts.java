package org.marac.gateway.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Has someone tried too often? Counted before the password is looked at, so that attempts made at once count as well, and
 * by login whether there is such an account or not. Someone far away who guesses does not lock out the person at the
 * desk: the tight count is of a login from one address, the count of a login from anywhere is wide.
 */
public final class Attempts {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int OF_LOGIN_FROM_ADDRESS = 5;
    private static final int OF_LOGIN = 50;
    private static final int FROM_ADDRESS = 60;
    private static final String COUNT = "insert into sign_in_attempt as a (mark, attempts, since) values (?, 1, ?)"
            + " on conflict (mark) do update set"
            + " attempts = case when a.since < ? then 1 else a.attempts + 1 end,"
            + " since = case when a.since < ? then excluded.since else a.since end returning attempts";
    private static final String FORGET = "delete from sign_in_attempt where mark = ? or since < ?";

    private final Accounts.Marks marks;

    /** @param marks keyed hashes */
    public Attempts(Accounts.Marks marks) {
        this.marks = marks;
    }

    /** How it stands with whoever tries. */
    public enum Standing {
        MAY_TRY,
        /** Too often, for the first time in this window. */
        LOCKED_NOW,
        LOCKED
    }

    /** Counts an attempt. */
    public Standing count(Connection connection, String login, String address, Instant now) throws SQLException {
        // Always in this order, so that two attempts at once do not wait for each other.
        int both = over(count(connection, both(login, address), now), OF_LOGIN_FROM_ADDRESS);
        int from = over(count(connection, marks.mark("attempt-address", address), now), FROM_ADDRESS);
        int of = over(count(connection, marks.mark("attempt-login", login), now), OF_LOGIN);
        int worst = Math.max(both, Math.max(from, of));
        return worst <= 0 ? Standing.MAY_TRY : worst == 1 ? Standing.LOCKED_NOW : Standing.LOCKED;
    }

    /** The person was who they said: what they mistyped before no longer counts. */
    public void forget(Connection connection, String login, String address, Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setObject(1, both(login, address));
            delete.setTimestamp(2, Timestamp.from(now.minus(WINDOW.multipliedBy(2))));
            delete.executeUpdate();
        }
    }

    private static int over(int attempts, int limit) {
        return attempts - limit;
    }

    private UUID both(String login, String address) {
        return marks.mark("attempt-login-address", login, address);
    }

    private static int count(Connection connection, UUID mark, Instant now) throws SQLException {
        Timestamp begun = Timestamp.from(now.minus(WINDOW));
        try (PreparedStatement insert = connection.prepareStatement(COUNT)) {
            insert.setObject(1, mark);
            insert.setTimestamp(2, Timestamp.from(now));
            insert.setTimestamp(3, begun);
            insert.setTimestamp(4, begun);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
