package org.marac.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
     * Until when the log was written, by the clocks of then: its last entry, or an older one that was written later by its clock,
     * as the checkpoint says that was signed at once. Empty for a log that has neither.
     *
     * @param corrected what is dated later was written while the clock stood wrong, and is left out; empty believes all
     * @throws AuditLogUnavailable when the database fails
     * @throws LogBroken when it is no entry
     */
    public Optional<Instant> latest(Connection connection, Optional<Instant> corrected) {
        return Stream.concat(lastEntry(connection).stream(), lastSigned(connection, corrected).stream())
                .filter(at -> corrected.filter(at::isAfter).isEmpty())
                .max(Comparator.naturalOrder());
    }

    private static Optional<Instant> lastSigned(Connection connection, Optional<Instant> corrected) {
        String sql = "SELECT max(signed_at) FROM audit_checkpoint WHERE signed_at <= ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            // The driver makes infinity of the last of all times.
            select.setObject(1, corrected.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(OffsetDateTime.MAX));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
            }
        } catch (SQLException e) {
            throw new AuditLogUnavailable("The checkpoints cannot be read", e);
        }
    }

    private static Optional<Instant> lastEntry(Connection connection) {
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
