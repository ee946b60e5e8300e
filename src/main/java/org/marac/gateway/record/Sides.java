package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Role;

/** Who are the people of a case, as far as it tells whether they are those of another? */
final class Sides {
    // As filing locks it: whoever decides on two cases marks both as changed when places in the log are already taken.
    private static final String KEY = "select wrapped_key, version from marac_case where case_ref = ?"
            + " and wrapped_key is not null for no key update";
    private static final String PEOPLE =
            "select p.ordinal, p.role, p.content, m.sender, m.received_at, m.corrected_by is not null"
                    + " from person p join message m on m.message_ref = p.message_ref"
                    + " where p.case_ref = ? order by p.ordinal";

    private final KeyCustody custody;
    private final Recollecting recollecting;

    Sides(KeyCustody custody, Recollecting recollecting) {
        this.custody = custody;
        this.recollecting = recollecting;
    }

    /** Empty where there is no such case, or no more. */
    Optional<Candidate.Side> of(Connection connection, UUID caseRef) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(KEY)) {
            select.setObject(1, caseRef);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Found.Case found = new Found.Case(caseRef, row.getBytes(1), row.getLong(2));
                return Optional.of(new Candidate.Side(
                        Pseudonyms.text(caseRef), people(connection, found), recollecting.of(connection, found)));
            }
        }
    }

    private List<Candidate.Somebody> people(Connection connection, Found.Case found) throws SQLException {
        CaseKey key = CaseKey.unwrap(custody, found.caseRef(), found.wrappedKey());
        List<Candidate.Somebody> people = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(PEOPLE)) {
            select.setObject(1, found.caseRef());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    byte[] content = key.decrypt(row.getBytes(3), "person", "content", Integer.toString(row.getInt(1)));
                    people.add(Identity.read(
                            content,
                            Role.valueOf(row.getString(2)),
                            new AgencyId(row.getString(4)),
                            row.getTimestamp(5).toInstant(),
                            row.getBoolean(6)));
                }
            }
        }
        return people;
    }
}
