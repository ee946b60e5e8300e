package org.marac.gateway.wiring;

import java.sql.SQLException;

/** Carries a database error through a line, which knows no databases, back to the transaction. */
final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    final SQLException cause;

    Failed(SQLException cause) {
        super(cause);
        this.cause = cause;
    }

    /** A question to the database. */
    @FunctionalInterface
    interface Asked<T> {
        T answer() throws SQLException;
    }

    /** The database's answer; what went wrong goes up as this. */
    static <T> T ask(Asked<T> question) {
        try {
            return question.answer();
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }
}
