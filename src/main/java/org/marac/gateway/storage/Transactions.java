package org.marac.gateway.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Was it kept, all of it or nothing? Runs work in READ COMMITTED transactions. Work is begun again
 * from the start, a few times, when the database asks for it (serialization failure, deadlock) and when another
 * transaction was first with something that may exist only once, for example the case of the same two people.
 */
public final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int TRIES = 4;
    /** SQLSTATE: serialization failure, deadlock, unique violation. */
    private static final Set<String> REPEATED = Set.of("40001", "40P01", "23505");

    private final DataSource source;

    Transactions(DataSource source) {
        this.source = source;
    }

    /**
     * Runs the work and commits. When this returns, the result is durable; when it throws, nothing was kept, except
     * that a connection lost during the commit itself leaves that open: whoever tries again must recognise its own work.
     *
     * @throws X what the work decided
     * @throws StorageUnavailable the database could not
     */
    public <T, X extends Exception> T write(Work<T, X> work) throws X {
        for (int left = TRIES - 1; ; left--) {
            try (Connection connection = source.getConnection()) {
                return commit(connection, work);
            } catch (SQLException e) {
                if (left == 0 || !mayBeRepeated(e)) {
                    throw translate(e);
                }
            }
        }
    }

    /**
     * Runs a single statement outside a transaction, for reading.
     *
     * @throws X what the work decided
     * @throws StorageUnavailable the database could not
     */
    public <T, X extends Exception> T read(Work<T, X> work) throws X {
        try (Connection connection = source.getConnection()) {
            return work.in(connection);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    private static <T, X extends Exception> T commit(Connection connection, Work<T, X> work) throws SQLException, X {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.in(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollback(connection);
            }
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The failure that led here is already on its way up, and a connection that cannot roll back is dropped by
            // the pool; the server rolls back when it ends.
            LOG.warn("rollback failed, SQLSTATE {}", e.getSQLState());
        }
    }

    private static boolean mayBeRepeated(SQLException e) {
        return e.getSQLState() != null && REPEATED.contains(e.getSQLState());
    }

    private static StorageUnavailable translate(SQLException e) {
        return new StorageUnavailable("The database could not, SQLSTATE " + e.getSQLState(), e);
    }
}
