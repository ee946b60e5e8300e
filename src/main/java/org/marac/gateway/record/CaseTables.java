package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Role;

/** The record's tables, but for what a filing adds, which {@link FilingRows} does. */
final class CaseTables {
    private static final String PEOPLE = "select role, nhs, surname, name, given from person where case_ref = ?";
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
            @Nullable UUID correctedBy) {
        /** What it says, read with the key of its case. */
        CaseRecord.Filed read(KeyCustody custody) {
            CaseKey key = CaseKey.unwrap(custody, caseRef, wrappedKey);
            String row = messageRef.toString();
            return new CaseRecord.Filed(
                    Pseudonyms.text(messageRef),
                    Pseudonyms.text(caseRef),
                    new AgencyId(sender),
                    MessageKind.valueOf(kind),
                    receivedAt,
                    Bytes.of(key.decrypt(view, "message", "view", row)),
                    Bytes.of(key.decrypt(evidence, "message", "evidence", row)),
                    Optional.ofNullable(whole).map(bytes -> Bytes.of(key.decrypt(bytes, "message", "whole", row))),
                    Optional.ofNullable(correctedBy).map(Pseudonyms::text));
        }
    }

    /** Who the case's people are. */
    KnownPeople people(Connection connection, UUID caseRef) throws SQLException {
        List<KnownPeople.Known> people = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(PEOPLE)) {
            select.setObject(1, caseRef);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    people.add(new KnownPeople.Known(
                            Role.valueOf(row.getString(1)),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            row.getObject(4, UUID.class),
                            row.getObject(5, UUID.class)));
                }
            }
        }
        return new KnownPeople(people);
    }

    /** A message of a case that stands. */
    Optional<Stored> message(Connection connection, UUID messageRef) throws SQLException {
        return stored(connection, MESSAGE, messageRef).stream().findFirst();
    }

    /** What its sender said last in its place; the message itself where nothing corrects it. */
    Optional<Stored> latest(Connection connection, UUID messageRef) throws SQLException {
        return stored(connection, LATEST, messageRef).stream().findFirst();
    }

    /** What stands in a case, oldest first. */
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

    /** Nothing of a message waits any more. */
    void settled(Connection connection, UUID messageRef) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SETTLED)) {
            update.setObject(1, messageRef);
            update.executeUpdate();
        }
    }

    /** All cases, oldest first. */
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

    /** Destroys the case's key and what it was found by; says whether it had one. */
    boolean dispose(Connection connection, UUID caseRef, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(DISPOSE)) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setObject(2, caseRef);
            try (ResultSet row = update.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }
}
