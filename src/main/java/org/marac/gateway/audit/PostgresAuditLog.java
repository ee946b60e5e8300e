package org.marac.gateway.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;

/**
 * What happened, in what order? The door through which entries come into the log.
 *
 * <p>The words of durability:
 * <ul>
 *   <li><em>reserved</em>: an index is taken in a transaction that has not ended. Survives nothing; when the transaction
 *       rolls back, the index goes to the next one.
 *   <li><em>sequenced</em>: the transaction has committed. The entry has its final place, survives a crash (with
 *       {@code synchronous_commit = on}), and everything before it is sequenced too: committed indexes have no gaps,
 *       because the row they are taken from stays locked to the commit. Only now may anything leave.
 *   <li><em>published</em>: a signed checkpoint covers it, at most about a second later; see {@link Sequencer}.
 * </ul>
 *
 * <p>All transactions of the database that write entries wait for one another from {@link #reserve} to their commit, so
 * reserve last, after every other statement. The transaction must be READ COMMITTED, PostgreSQL's default.
 */
public final class PostgresAuditLog {
    private final String software;

    /**
     * A log whose entries name the software that wrote them.
     *
     * @param software the version of the gateway, for example {@code 0.1.0}
     */
    public PostgresAuditLog(String software) {
        this.software = Allowed.software(software);
    }

    /**
     * Takes the next indexes, for entries that name one another's place or whose place is written elsewhere first. The
     * same transaction MUST write exactly that many entries with {@link #write}, or roll back.
     *
     * @param transaction an open transaction
     * @param count how many
     * @throws SQLException when the database fails; the transaction must then be rolled back
     */
    public Reservation reserve(Connection transaction, int count) throws SQLException {
        if (count < 1) {
            throw new IllegalArgumentException("At least one index is reserved");
        }
        try (PreparedStatement update =
                transaction.prepareStatement("UPDATE audit_head SET next = next + ? RETURNING next - ?")) {
            if (transaction.getAutoCommit()) {
                throw new IllegalStateException("Entries are written in a transaction");
            }
            update.setInt(1, count);
            update.setInt(2, count);
            try (ResultSet row = update.executeQuery()) {
                if (!row.next()) {
                    throw new AuditLogUnavailable("The head of the audit log is missing");
                }
                return new Reservation(row.getLong(1), count);
            }
        }
    }

    /**
     * Writes the entries of a reservation of the same transaction, in order.
     *
     * @throws IllegalArgumentException when an entry holds a text the log does not take, or their number is another; the
     *     transaction must then be rolled back
     * @throws SQLException when the database fails; the transaction must then be rolled back
     */
    public void write(Connection transaction, Reservation reservation, List<? extends Entry> entries)
            throws SQLException {
        if (entries.size() != reservation.count()) {
            throw new IllegalArgumentException("As many entries are written as places were reserved");
        }
        try (PreparedStatement insert =
                transaction.prepareStatement("INSERT INTO audit_entry (index, leaf) VALUES (?, ?)")) {
            for (int i = 0; i < entries.size(); i++) {
                Position position = reservation.position(i);
                insert.setLong(1, position.index());
                insert.setBytes(2, Leaf.write(position, software, entries.get(i)));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Reserves and writes in one step.
     *
     * @return where each entry stands once the transaction has committed
     * @throws IllegalArgumentException when an entry holds a text the log does not take
     * @throws SQLException when the database fails; the transaction must then be rolled back
     */
    public List<Position> append(Connection transaction, List<? extends Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return List.of();
        }
        Reservation reservation = reserve(transaction, entries.size());
        write(transaction, reservation, entries);
        return IntStream.range(0, entries.size())
                .mapToObj(reservation::position)
                .toList();
    }
}
