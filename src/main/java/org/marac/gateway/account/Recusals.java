package org.marac.gateway.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Which cases must a person not open, because of who they are to someone in it? The caller opens and commits the transaction. */
public final class Recusals {
    private static final String RECUSE =
            "insert into recusal (reference, case_ref) values (?, ?) on conflict do nothing";
    private static final String RECUSED = "select case_ref from recusal where reference = ?";

    /** The account must not open the case. */
    public void add(Connection connection, String reference, String caseRef) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RECUSE)) {
            insert.setString(1, reference);
            insert.setString(2, caseRef);
            insert.executeUpdate();
        }
    }

    /** The cases the account must not open. */
    public Set<String> of(Connection connection, String reference) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RECUSED)) {
            select.setString(1, reference);
            try (ResultSet row = select.executeQuery()) {
                Set<String> cases = new HashSet<>();
                while (row.next()) {
                    cases.add(row.getString(1));
                }
                return cases;
            }
        }
    }
}
