package org.marac.gateway.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;

/** What do recipients find that can only call out? What waits in the outbox for the REST door lies there until it is acknowledged. */
public final class Mailboxes {
    private static final String LYING = "select o.disclosure, o.sha256, octet_length(o.sealed) as bytes, o.created_at"
            + " from outbox o where o.recipient = ? and o.door = 'REST' and o.state = 'waiting' order by o.id limit ?";
    private static final String SHOW = "update outbox o set attempts = attempts + 1"
            + " where o.recipient = ? and o.disclosure = ? and o.door = 'REST' and o.state = 'waiting'"
            + " returning " + Outbox.Due.COLUMNS;

    /**
     * Something that its recipient takes by itself.
     *
     * @param disclosure index of its entry in the audit log
     * @param sha256 digest of the sealed bytes
     * @param bytes how many these are
     * @param since since when it waits
     */
    public record Lying(long disclosure, Digest sha256, int bytes, Instant since) {}

    /** What waits in the recipient's mailbox, the oldest first. */
    public List<Lying> lying(Connection connection, AgencyId recipient, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LYING)) {
            select.setString(1, recipient.value());
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                List<Lying> lying = new ArrayList<>();
                while (row.next()) {
                    lying.add(new Lying(
                            row.getLong("disclosure"),
                            Digest.wrap(row.getBytes("sha256")),
                            row.getInt("bytes"),
                            row.getTimestamp("created_at").toInstant()));
                }
                return lying;
            }
        }
    }

    /**
     * What waits in the recipient's mailbox under this entry of the audit log. It stays there, and counts as an attempt: from
     * now on the recipient may know it.
     */
    public Optional<Outbox.Due> show(Connection connection, AgencyId recipient, long disclosure) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SHOW)) {
            update.setString(1, recipient.value());
            update.setLong(2, disclosure);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(Outbox.Due.of(row)) : Optional.empty();
            }
        }
    }
}
