package org.marac.gateway.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where entries, tiles and checkpoints lie in PostgreSQL, for one transaction. */
final class TreeStore implements TileHashes.Source {
    /** Of all advisory locks of the database, the one of the sequencer: "MARAClog" in ASCII. */
    private static final long LOCK = 0x4d41524143_6c6f67L;

    private final Connection connection;

    TreeStore(Connection connection) {
        this.connection = connection;
    }

    /** Takes the sequencer's lock until the transaction ends, unless another transaction has it. */
    boolean lock() {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            select.setLong(1, LOCK);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new AuditLogUnavailable("The lock of the sequencer cannot be asked for", e);
        }
    }

    /** The largest checkpoint, as it is stored. */
    Optional<String> lastNote() {
        String sql = "SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            throw new AuditLogUnavailable("The last checkpoint cannot be read", e);
        }
    }

    /** The latest checkpoint of every {@code step} entries before a size, ascending. */
    List<String> notes(long before, long step) {
        String sql = "SELECT note FROM audit_checkpoint WHERE size IN (SELECT max(size) FROM audit_checkpoint"
                + " WHERE size > 0 AND size < ? GROUP BY size / ?) ORDER BY size";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, before);
            select.setLong(2, step);
            List<String> notes = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    notes.add(row.getString(1));
                }
            }
            return notes;
        } catch (SQLException e) {
            throw new AuditLogUnavailable("Checkpoints cannot be read", e);
        }
    }

    /**
     * Entries that follow one another.
     *
     * @param from index of the first
     * @param atMost how many at most
     * @throws LogBroken when one is missing between others
     */
    List<byte[]> leaves(long from, int atMost) {
        String sql = "SELECT index, leaf FROM audit_entry WHERE index >= ? ORDER BY index LIMIT ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, from);
            select.setInt(2, atMost);
            List<byte[]> leaves = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getLong(1) != from + leaves.size()) {
                        throw new LogBroken("entry " + (from + leaves.size()) + " is missing");
                    }
                    leaves.add(row.getBytes(2));
                }
            }
            return leaves;
        } catch (SQLException e) {
            throw new AuditLogUnavailable("Entries cannot be read", e);
        }
    }

    /** Exactly this many entries from an index. */
    List<byte[]> exactly(long from, int count) {
        List<byte[]> leaves = leaves(from, count);
        if (leaves.size() != count) {
            throw new LogBroken("entry " + (from + leaves.size()) + " is missing");
        }
        return leaves;
    }

    @Override
    public byte[] read(Tiles.Id tile, int hashes) {
        String sql = "SELECT hashes FROM audit_tile WHERE level = ? AND index = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, tile.level());
            select.setLong(2, tile.index());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getBytes(1).length < hashes * Merkle.HASH) {
                    throw new LogBroken("tile " + tile.level() + "/" + tile.index() + " is missing or short");
                }
                return Arrays.copyOf(row.getBytes(1), hashes * Merkle.HASH);
            }
        } catch (SQLException e) {
            throw new AuditLogUnavailable("A tile cannot be read", e);
        }
    }

    void save(Map<Tiles.Id, byte[]> tiles) {
        String sql = "INSERT INTO audit_tile (level, index, hashes) VALUES (?, ?, ?)"
                + " ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map.Entry<Tiles.Id, byte[]> tile : tiles.entrySet()) {
                insert.setInt(1, tile.getKey().level());
                insert.setLong(2, tile.getKey().index());
                insert.setBytes(3, tile.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new AuditLogUnavailable("Tiles cannot be written", e);
        }
    }

    void save(SignedCheckpoint signed, Instant at) {
        String sql = "INSERT INTO audit_checkpoint (size, note, signed_at) VALUES (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, signed.checkpoint().size());
            insert.setString(2, signed.note());
            insert.setTimestamp(3, Timestamp.from(at));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new AuditLogUnavailable("A checkpoint cannot be written", e);
        }
    }
}
