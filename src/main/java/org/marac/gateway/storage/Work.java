package org.marac.gateway.storage;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done in one transaction.
 *
 * @param <T> what comes of it
 * @param <X> what it may decide against
 */
@FunctionalInterface
public interface Work<T, X extends Exception> {
    /**
     * Does the work on the transaction's connection. It may be called again from the start, so it changes nothing
     * outside the database.
     *
     * @throws SQLException what the database said
     * @throws X a decision; nothing is kept
     */
    T in(Connection connection) throws SQLException, X;
}
