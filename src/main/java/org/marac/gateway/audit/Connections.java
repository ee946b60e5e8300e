package org.marac.gateway.audit;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives a connection to the database that holds the log; the room closes it. */
@FunctionalInterface
public interface Connections {
    /**
     * A connection of its own, READ COMMITTED.
     *
     * @throws SQLException when there is none
     */
    Connection open() throws SQLException;
}
