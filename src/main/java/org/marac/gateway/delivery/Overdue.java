package org.marac.gateway.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What has not reached its recipient in its time, and nobody was told? It waits on, and is tried on, all the same. */
public final class Overdue {
    private static final String UNTOLD = "select " + Outbox.Label.COLUMNS
            + ", o.created_at, o.state, o.said, s.message_ref from outbox o join sent s on s.disclosure = o.disclosure"
            + " and s.recipient = o.recipient where o.told_at is null and o.state <> 'superseded'"
            // What a person has tried once more has its whole time again.
            + " and (greatest(o.created_at, o.retried_at) <= ?"
            + " or o.urgent and greatest(o.created_at, o.retried_at) <= ? or o.state = 'undeliverable')"
            + " order by o.id limit ? for update of o skip locked";
    private static final String TOLD = "update outbox set told_at = ? where id = ?";

    /**
     * Something of which nobody was told.
     *
     * @param label what it is
     * @param message pseudonym of the message it is a view of
     * @param since since when it waits
     * @param said whether its sender was told that it goes there
     * @param setAside whether its recipient's system said that it will never take it
     */
    public record Item(Outbox.Label label, String message, Instant since, boolean said, boolean setAside) {}

    /**
     * What has waited too long, in a mailbox or on its way, and what was set aside, the oldest first. Nobody else tells of it
     * before the transaction ends.
     *
     * @param since since when or longer
     * @param urgentSince the same for emergencies
     */
    public List<Item> untold(Connection connection, Instant since, Instant urgentSince, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNTOLD)) {
            select.setTimestamp(1, Timestamp.from(since));
            select.setTimestamp(2, Timestamp.from(urgentSince));
            select.setInt(3, most);
            try (ResultSet row = select.executeQuery()) {
                List<Item> overdue = new ArrayList<>();
                while (row.next()) {
                    overdue.add(new Item(
                            Outbox.Label.of(row),
                            row.getString("message_ref"),
                            row.getTimestamp("created_at").toInstant(),
                            row.getBoolean("said"),
                            "undeliverable".equals(row.getString("state"))));
                }
                return overdue;
            }
        }
    }

    /** People have been told. */
    public void told(Connection connection, long id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TOLD)) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setLong(2, id);
            update.executeUpdate();
        }
    }
}
