package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.record.CaseRecord.Superseded;

/**
 * What becomes of a message when its sender corrects it? It stays, marked; but its people and its case are no longer
 * found by what only it said, because that was a mistake.
 */
final class Correcting {
    private static final String STANDING = " m.corrected_by is null and not m.withdraws";
    private static final String FIND = "select m.case_ref, m.corrected_by, m.withdraws, m.marks,"
            + " coalesce(f.kind, m.kind) as kind, coalesce(m.first_ref, m.message_ref) as first_ref,"
            + " c.wrapped_key is not null as stands"
            + " from message m join marac_case c on c.case_ref = m.case_ref"
            + " left join message f on f.message_ref = m.first_ref where m.message_ref = ? for update of m";
    private static final String CHAIN = "select message_ref from message where message_ref = ? or first_ref = ?";
    private static final String OTHERS =
            "select exists (select from message m where m.case_ref = ? and m.message_ref <> ? and" + STANDING + ")";
    private static final String SUPERSEDE = "update message set corrected_by = ?, whole = null where message_ref = ?";
    private static final String OVERTAKE = "update message m set corrected_by = ? from message l"
            + " where l.message_ref = ? and m.message_ref = ? returning m.case_ref, m.marks, l.marks as said";
    private static final String FORGET_KEYS =
            "delete from case_key k where k.case_ref = ? and k.mark = any(?) and k.mark <> all(?) and not exists"
                    + " (select from message m where m.case_ref = k.case_ref and k.mark = any(m.marks) and" + STANDING
                    + ")";
    private static final String FORGET_PEOPLE =
            "update person p set nhs = " + kept("nhs") + ", surname = " + kept("surname") + ", name = " + kept("name")
                    + ", given = " + kept("given") + " where p.case_ref = ? and p.message_ref = ?";

    private final CaseTables tables;

    Correcting(CaseTables tables) {
        this.tables = tables;
    }

    /** A mark that the correction or another message of the case says as well. */
    private static String kept(String column) {
        return "case when p." + column
                + " = any(?) or exists (select from message m where m.case_ref = p.case_ref and p." + column
                + " = any(m.marks) and" + STANDING + ") then p." + column + " end";
    }

    /** What is corrected, as stored. */
    private record Found(UUID caseRef, UUID first, List<UUID> marks) {}

    /** Marks what is corrected, or refuses; nobody else corrects the same before this transaction ends. */
    Superseded supersede(Connection connection, Correction correction, Marked marked) throws SQLException, Refused {
        UUID corrected = marked.corrects().orElseThrow();
        Found found = find(connection, correction, corrected);
        if (correction.content().isPresent()
                && others(connection, found.caseRef(), corrected)
                && !tables.people(connection, found.caseRef()).mayHaveTheVictimOf(marked)) {
            throw refused("another-person");
        }
        try (PreparedStatement update = connection.prepareStatement(SUPERSEDE)) {
            update.setObject(1, marked.message());
            update.setObject(2, corrected);
            update.executeUpdate();
        }
        forget(connection, found, corrected, marked.all());
        return new Superseded(
                Pseudonyms.text(found.caseRef()),
                Pseudonyms.text(corrected),
                chain(connection, found.first()).stream().map(Pseudonyms::text).toList());
    }

    /** Marks what came after what its sender said later; what only it said leads nowhere. */
    void overtaken(Connection connection, UUID message, UUID later) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(OVERTAKE)) {
            update.setObject(1, later);
            update.setObject(2, later);
            update.setObject(3, message);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                Found found = new Found(row.getObject("case_ref", UUID.class), message, List.of((UUID[])
                        row.getArray("marks").getArray()));
                forget(connection, found, message, List.of((UUID[])
                        row.getArray("said").getArray()));
            }
        }
    }

    private static Found find(Connection connection, Correction correction, UUID corrected)
            throws SQLException, Refused {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setObject(1, corrected);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw refused("unknown-message");
                }
                if (!row.getBoolean("stands")) {
                    throw refused("disposed-of");
                }
                if (row.getObject("corrected_by") != null) {
                    throw refused("corrected-already");
                }
                if (row.getBoolean("withdraws")) {
                    throw refused("withdrawn-already");
                }
                String kind = row.getString("kind");
                if (correction
                        .content()
                        .filter(c -> !c.kind().name().equals(kind))
                        .isPresent()) {
                    throw refused("another-kind");
                }
                return new Found(
                        row.getObject("case_ref", UUID.class), row.getObject("first_ref", UUID.class), List.of((UUID[])
                                row.getArray("marks").getArray()));
            }
        }
    }

    private static boolean others(Connection connection, UUID caseRef, UUID corrected) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OTHERS)) {
            select.setObject(1, caseRef);
            select.setObject(2, corrected);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static void forget(Connection connection, Found found, UUID corrected, List<UUID> said)
            throws SQLException {
        var now = connection.createArrayOf("uuid", said.toArray());
        try (PreparedStatement delete = connection.prepareStatement(FORGET_KEYS)) {
            delete.setObject(1, found.caseRef());
            delete.setArray(2, connection.createArrayOf("uuid", found.marks().toArray()));
            delete.setArray(3, now);
            delete.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement(FORGET_PEOPLE)) {
            update.setArray(1, now);
            update.setArray(2, now);
            update.setArray(3, now);
            update.setArray(4, now);
            update.setObject(5, found.caseRef());
            update.setObject(6, corrected);
            update.executeUpdate();
        }
    }

    private static List<UUID> chain(Connection connection, UUID first) throws SQLException {
        List<UUID> chain = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(CHAIN)) {
            select.setObject(1, first);
            select.setObject(2, first);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    chain.add(row.getObject(1, UUID.class));
                }
            }
        }
        return chain;
    }

    private static Refused refused(String reason) {
        return new Refused(Refusal.of(RefusalCode.NOT_CORRECTABLE, reason));
    }
}
