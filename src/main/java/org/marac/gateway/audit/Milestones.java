package org.marac.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Entry;

/** What does the log already say of the gateway itself? Read at the start, when what else remembers it may be older. */
public final class Milestones {
    /**
     * Every note of this name, in the order of the log. Looks through the whole log.
     *
     * @throws AuditLogUnavailable when the database fails
     * @throws LogBroken when an entry is none
     */
    public List<Entry.Noted> noted(Connection connection, String event) {
        // The form of leaves lets their bytes be searched.
        String sql = "SELECT index, leaf FROM audit_entry WHERE position(?::bytea in leaf) > 0 ORDER BY index";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setBytes(1, ("\"ev\":\"" + Allowed.event(event) + "\"").getBytes(StandardCharsets.US_ASCII));
            List<Entry.Noted> noted = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (entry(row.getLong(1), row.getBytes(2)) instanceof Entry.Noted note) {
                        noted.add(note);
                    }
                }
            }
            return noted;
        } catch (SQLException e) {
            throw new AuditLogUnavailable("Notes cannot be read", e);
        }
    }

    /**
     * When the last entry was written, by the clock of then; empty for a log without entries.
     *
     * @throws AuditLogUnavailable when the database fails
     * @throws LogBroken when it is no entry
     */
    public Optional<Instant> latest(Connection connection) {
        String sql = "SELECT index, leaf FROM audit_entry ORDER BY index DESC LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(entry(row.getLong(1), row.getBytes(2)).at())
                    : Optional.empty();
        } catch (SQLException e) {
            throw new AuditLogUnavailable("The last entry cannot be read", e);
        }
    }

    private static Entry entry(long index, byte[] leaf) {
        try {
            return Leaf.read(leaf).entry();
        } catch (NotALeaf e) {
            throw new LogBroken("entry " + index + " is not an entry: " + e.getMessage());
        }
    }
}
