package org.marac.gateway.record;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one filing adds: one statement, because each statement is a round trip that other messages wait for. */
record FilingRows(
        List<KeyRow> marks,
        List<PersonRow> people,
        UUID message,
        String sender,
        String kind,
        Instant receivedAt,
        byte[] view,
        byte[] evidence,
        byte @Nullable [] whole,
        byte @Nullable [] memory,
        List<UUID> all,
        boolean withdraws,
        @Nullable UUID corrects) {
    private static final String OPENED = ", opened as (insert into marac_case (case_ref, wrapped_key, opened_at)"
            + " select ?::uuid, ?::bytea, ?::timestamptz where (select count(*) from grounds) = ? returning case_ref)";
    private static final String STANDING = ", opened as (update marac_case set version = version + 1"
            + " where case_ref = ? and (select count(*) from grounds) = ? returning case_ref)";
    private static final String FILE = ", keys as (insert into case_key (mark, bond, case_ref) select k.*, case_ref"
            + " from opened, unnest(?, ?) as k), people as (insert into person (case_ref, message_ref, ordinal, role, nhs,"
            + " surname, name, given, content) select case_ref, ?, p.* from opened, unnest(?, ?, ?, ?, ?, ?, ?) as p),"
            + " likeness as (insert into alike (case_ref, role, mark) select case_ref, l.* from opened, unnest(?, ?) as l)"
            + " insert into message (message_ref, case_ref, sender, kind, received_at, view, evidence, whole, memory,"
            + " marks, withdraws, first_ref) select ?, case_ref, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select coalesce(f.first_ref,"
            + " f.message_ref) from message f where f.message_ref = ?) from opened";

    /** A person new to the case. */
    record PersonRow(
            int ordinal,
            String role,
            @Nullable UUID nhs,
            @Nullable UUID surname,
            @Nullable UUID name,
            @Nullable UUID given,
            byte[] content,
            List<UUID> alike) {}

    /** What someone of the case may have in common with someone of another. */
    record AlikeRow(String role, UUID mark) {}

    /** A mark that leads to the case. */
    record KeyRow(UUID mark, @Nullable UUID bond) {}

    /** Opens a case with them; says whether it still could on these grounds. */
    boolean open(Connection connection, UUID caseRef, byte[] wrappedKey, Grounds grounds) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(Grounds.STAND + OPENED + FILE)) {
            grounds.set(connection, insert);
            insert.setObject(3, caseRef);
            insert.setBytes(4, wrappedKey);
            insert.setTimestamp(5, Timestamp.from(receivedAt));
            insert.setInt(6, grounds.versions().size());
            return file(connection, insert, 7);
        }
    }

    /** Adds them to a case; says whether it still could on these grounds, of which the case is one. */
    boolean add(Connection connection, UUID caseRef, Grounds grounds) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(Grounds.STAND + STANDING + FILE)) {
            grounds.set(connection, insert);
            insert.setObject(3, caseRef);
            insert.setInt(4, grounds.versions().size());
            return file(connection, insert, 5);
        }
    }

    private boolean file(Connection connection, PreparedStatement insert, int from) throws SQLException {
        insert.setArray(from, array(connection, "uuid", marks.stream().map(KeyRow::mark)));
        insert.setArray(from + 1, array(connection, "uuid", marks.stream().map(KeyRow::bond)));
        insert.setObject(from + 2, message);
        insert.setArray(from + 3, array(connection, "int4", people.stream().map(PersonRow::ordinal)));
        insert.setArray(from + 4, array(connection, "text", people.stream().map(PersonRow::role)));
        insert.setArray(from + 5, array(connection, "uuid", people.stream().map(PersonRow::nhs)));
        insert.setArray(from + 6, array(connection, "uuid", people.stream().map(PersonRow::surname)));
        insert.setArray(from + 7, array(connection, "uuid", people.stream().map(PersonRow::name)));
        insert.setArray(from + 8, array(connection, "uuid", people.stream().map(PersonRow::given)));
        insert.setArray(
                from + 9,
                connection.createArrayOf(
                        "bytea", people.stream().map(PersonRow::content).toArray(byte[][]::new)));
        List<AlikeRow> alike = people.stream()
                .flatMap(person -> person.alike().stream().map(mark -> new AlikeRow(person.role(), mark)))
                .distinct()
                .toList();
        insert.setArray(from + 10, array(connection, "text", alike.stream().map(AlikeRow::role)));
        insert.setArray(from + 11, array(connection, "uuid", alike.stream().map(AlikeRow::mark)));
        message(connection, insert, from + 12);
        return insert.executeUpdate() == 1;
    }

    private void message(Connection connection, PreparedStatement insert, int from) throws SQLException {
        insert.setObject(from, message);
        insert.setString(from + 1, sender);
        insert.setString(from + 2, kind);
        insert.setTimestamp(from + 3, Timestamp.from(receivedAt));
        insert.setBytes(from + 4, view);
        insert.setBytes(from + 5, evidence);
        insert.setBytes(from + 6, whole);
        insert.setBytes(from + 7, memory);
        insert.setArray(from + 8, array(connection, "uuid", all.stream()));
        insert.setBoolean(from + 9, withdraws);
        insert.setObject(from + 10, corrects, Types.OTHER);
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
