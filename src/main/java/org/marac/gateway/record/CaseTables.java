package org.marac.gateway.record;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Role;

/** The record's tables. A filing is one statement, because each statement is a round trip that other messages wait for. */
final class CaseTables {
    private static final String PEOPLE = "select role, nhs, surname, name, given from person where case_ref = ?";
    private static final String OPENED =
            "opened as (insert into marac_case (case_ref, wrapped_key, opened_at) values (?, ?, ?) returning case_ref)";
    // Shared lock: a case cannot be disposed of while something is filed in it.
    private static final String STANDING = "opened as materialized"
            + " (select case_ref from marac_case where case_ref = ? and wrapped_key is not null for share)";
    private static final String FILE = ", keys as (insert into case_key (mark, bond, case_ref)"
            + " select k.*, case_ref from opened, unnest(?, ?) as k),"
            + " people as (insert into person (case_ref, message_ref, ordinal, role, nhs, surname, name, given, content)"
            + " select case_ref, ?, p.* from opened, unnest(?, ?, ?, ?, ?, ?, ?) as p),"
            + " likeness as (insert into alike (case_ref, role, mark) select case_ref, l.* from opened, unnest(?, ?) as l)"
            + " insert into message (message_ref, case_ref, sender, kind, received_at, view, evidence, whole, memory,"
            + " marks, withdraws, first_ref) select ?, case_ref, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " (select coalesce(f.first_ref, f.message_ref) from message f where f.message_ref = ?) from opened";
    private static final String MESSAGE = "select m.*, c.wrapped_key from message m join marac_case c using (case_ref)"
            + " where m.message_ref = ? and c.wrapped_key is not null";
    private static final String STANDS = "select m.*, c.wrapped_key from message m join marac_case c using (case_ref)"
            + " where m.case_ref = ? and c.wrapped_key is not null and m.corrected_by is null and not m.withdraws"
            + " order by m.received_at";
    private static final String LATEST = "with recursive chain as (select message_ref, corrected_by from message"
            + " where message_ref = ? union all select m.message_ref, m.corrected_by from message m"
            + " join chain c on m.message_ref = c.corrected_by)"
            + " select m.*, k.wrapped_key from chain c join message m using (message_ref) join marac_case k"
            + " on k.case_ref = m.case_ref where c.corrected_by is null and k.wrapped_key is not null";
    private static final String SETTLED = "update message set whole = null where message_ref = ?";
    private static final String CASES = "select c.case_ref, c.opened_at, c.disposed_at,"
            + " array(select m.message_ref from message m where m.case_ref = c.case_ref order by m.received_at) messages"
            + " from marac_case c order by c.opened_at, c.case_ref";
    private static final String DISPOSE = "with gone as (update marac_case set wrapped_key = null, disposed_at = ?"
            + " where case_ref = ? and wrapped_key is not null returning case_ref),"
            + " keys as (delete from case_key where case_ref in (select case_ref from gone)),"
            + " people as (delete from person where case_ref in (select case_ref from gone)),"
            + " likeness as (delete from alike where case_ref in (select case_ref from gone)),"
            + " changes as (delete from identity_change where case_ref in (select case_ref from gone)),"
            + " answers as (delete from partner_answer where case_ref in (select case_ref from gone)),"
            + " asking as (delete from asked where case_ref in (select case_ref from gone)),"
            + " messages as (update message set view = null, evidence = null, whole = null, memory = null"
            + " where case_ref in (select case_ref from gone))"
            + " select count(*) from gone";

    /** A case that stands. */
    record Case(UUID caseRef, byte[] wrappedKey) {}

    /** A person a case has. */
    record Known(
            Role role,
            @Nullable UUID nhs,
            @Nullable UUID surname,
            @Nullable UUID name,
            @Nullable UUID given) {
        /** Whether what this says of the person is all the subject says; a person without marks is never the same. */
        boolean covers(Marked.Subject subject) {
            boolean marked = subject.nhs() != null || subject.surname() != null;
            return marked
                    && role == subject.who().role()
                    && (subject.nhs() == null || subject.nhs().equals(nhs))
                    && (subject.surname() == null || subject.surname().equals(surname))
                    && (subject.name() == null || subject.name().equals(name));
        }

        /**
         * Whether one mark says that the subject is this person and another that it is not: one name and day of birth with
         * two NHS numbers, or one number with two people's names. Nobody is then taken for the same.
         */
        boolean contradicts(Marked.Subject subject) {
            boolean sameNumber = nhs != null && nhs.equals(subject.nhs());
            return differ(nhs, subject.nhs())
                    || sameNumber && differ(surname, subject.surname()) && differ(given, subject.given());
        }

        private static boolean differ(@Nullable UUID one, @Nullable UUID other) {
            return one != null && other != null && !one.equals(other);
        }

        /** Whether the subject is this person, exactly. */
        boolean is(Marked.Subject subject) {
            return subject.exact().anyMatch(mark -> mark.equals(nhs) || mark.equals(name));
        }
    }

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

    /** What one filing adds. */
    record Rows(
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
            @Nullable UUID corrects) {}

    /** A message as stored. */
    record Stored(
            UUID messageRef,
            UUID caseRef,
            byte[] wrappedKey,
            String sender,
            String kind,
            Instant receivedAt,
            byte[] view,
            byte[] evidence,
            byte @Nullable [] whole,
            @Nullable UUID correctedBy) {}

    List<Known> people(Connection connection, UUID caseRef) throws SQLException {
        List<Known> people = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(PEOPLE)) {
            select.setObject(1, caseRef);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    people.add(new Known(
                            Role.valueOf(row.getString(1)),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            row.getObject(4, UUID.class),
                            row.getObject(5, UUID.class)));
                }
            }
        }
        return people;
    }

    void open(Connection connection, UUID caseRef, byte[] wrappedKey, Rows rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("with " + OPENED + FILE)) {
            insert.setObject(1, caseRef);
            insert.setBytes(2, wrappedKey);
            insert.setTimestamp(3, Timestamp.from(rows.receivedAt()));
            file(connection, insert, 4, rows);
        }
    }

    void add(Connection connection, UUID caseRef, Rows rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("with " + STANDING + FILE)) {
            insert.setObject(1, caseRef);
            file(connection, insert, 2, rows);
        }
    }

    Optional<Stored> message(Connection connection, UUID messageRef) throws SQLException {
        return stored(connection, MESSAGE, messageRef).stream().findFirst();
    }

    /** What stands in a case. */
    /** What its sender said last in its place; the message itself where nothing corrects it. */
    Optional<Stored> latest(Connection connection, UUID messageRef) throws SQLException {
        return stored(connection, LATEST, messageRef).stream().findFirst();
    }

    List<Stored> standing(Connection connection, UUID caseRef) throws SQLException {
        return stored(connection, STANDS, caseRef);
    }

    private static List<Stored> stored(Connection connection, String sql, UUID which) throws SQLException {
        List<Stored> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, which);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(new Stored(
                            row.getObject("message_ref", UUID.class),
                            row.getObject("case_ref", UUID.class),
                            row.getBytes("wrapped_key"),
                            row.getString("sender"),
                            row.getString("kind"),
                            row.getTimestamp("received_at").toInstant(),
                            row.getBytes("view"),
                            row.getBytes("evidence"),
                            row.getBytes("whole"),
                            row.getObject("corrected_by", UUID.class)));
                }
            }
        }
        return all;
    }

    void settled(Connection connection, UUID messageRef) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SETTLED)) {
            update.setObject(1, messageRef);
            update.executeUpdate();
        }
    }

    List<CaseRecord.CaseSummary> cases(Connection connection) throws SQLException {
        List<CaseRecord.CaseSummary> cases = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(CASES);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                cases.add(new CaseRecord.CaseSummary(
                        Pseudonyms.text(row.getObject(1, UUID.class)),
                        row.getTimestamp(2).toInstant(),
                        Optional.ofNullable(row.getTimestamp(3)).map(Timestamp::toInstant),
                        Arrays.stream((UUID[]) row.getArray(4).getArray())
                                .map(Pseudonyms::text)
                                .toList()));
            }
        }
        return cases;
    }

    boolean dispose(Connection connection, UUID caseRef, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(DISPOSE)) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setObject(2, caseRef);
            try (ResultSet row = update.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }

    private static void file(Connection connection, PreparedStatement insert, int from, Rows rows) throws SQLException {
        List<PersonRow> people = rows.people();
        insert.setArray(from, array(connection, "uuid", rows.marks().stream().map(KeyRow::mark)));
        insert.setArray(
                from + 1, array(connection, "uuid", rows.marks().stream().map(KeyRow::bond)));
        insert.setObject(from + 2, rows.message());
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
        message(connection, insert, from + 12, rows);
        if (insert.executeUpdate() != 1) {
            // SQLSTATE 40001, serialization failure: the case was disposed of after it was found; begin again.
            throw new SQLException("The case is no longer open", "40001");
        }
    }

    private static void message(Connection connection, PreparedStatement insert, int from, Rows rows)
            throws SQLException {
        insert.setObject(from, rows.message());
        insert.setString(from + 1, rows.sender());
        insert.setString(from + 2, rows.kind());
        insert.setTimestamp(from + 3, Timestamp.from(rows.receivedAt()));
        insert.setBytes(from + 4, rows.view());
        insert.setBytes(from + 5, rows.evidence());
        insert.setBytes(from + 6, rows.whole());
        insert.setBytes(from + 7, rows.memory());
        insert.setArray(from + 8, array(connection, "uuid", rows.all().stream()));
        insert.setBoolean(from + 9, rows.withdraws());
        insert.setObject(from + 10, rows.corrects(), Types.OTHER);
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
