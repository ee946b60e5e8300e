package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.record.CaseRecord.Entered;

/**
 * What agencies' systems answered, kept with the case of what they answer: by the conversation first, then by the message they
 * name. One that answers nothing known is parked in a case of its own, which is that of its conversation: what comes of that
 * conversation later joins it there, or takes the answer along to its own case.
 */
final class PartnerAnswers {
    private static final String ASKED =
            "insert into asked (id, agency, case_ref) select i, ?, ? from unnest(?) i on conflict do nothing";
    private static final String OF_OURS =
            "select c.case_ref, c.wrapped_key from asked a join marac_case c using (case_ref)"
                    + " where a.agency = ? and a.id = any(?) and c.wrapped_key is not null"
                    + " order by array_position(?, a.id), c.opened_at limit 1";
    private static final String OF_THEIRS =
            "select c.case_ref, c.wrapped_key from case_key k join marac_case c using (case_ref)"
                    + " where k.mark = ? and c.wrapped_key is not null union all"
                    + " select c.case_ref, c.wrapped_key from message m join marac_case c using (case_ref)"
                    + " where m.message_ref = ? and c.wrapped_key is not null limit 1";
    private static final String OPEN = "with opened as (insert into marac_case (case_ref, wrapped_key, opened_at)"
            + " values (?, ?, ?) returning case_ref) insert into case_key (mark, case_ref) select ?, case_ref from opened";
    private static final String KEEP =
            "insert into partner_answer (case_ref, message_ref, sender, parked, received_at, evidence, code)"
                    + " values (?, ?, ?, ?, ?, ?, ?)";
    private static final String PARKED =
            "select a.message_ref, a.evidence, c.case_ref, c.wrapped_key from partner_answer a"
                    + " join marac_case c using (case_ref) where a.parked = ? and c.wrapped_key is not null for update of a";
    private static final String KEY =
            "select case_ref, wrapped_key from marac_case where case_ref = ? and wrapped_key is not null";
    private static final String TAKE_UP =
            "update partner_answer set case_ref = ?, parked = null, evidence = ? where message_ref = ?";

    private final KeyCustody custody;
    private final Pseudonyms pseudonyms;
    private final Notices notices;

    PartnerAnswers(KeyCustody custody, Pseudonyms pseudonyms, Notices notices) {
        this.custody = custody;
        this.pseudonyms = pseudonyms;
        this.notices = notices;
    }

    private record Place(UUID caseRef, byte[] wrappedKey) {
        static Optional<Place> of(PreparedStatement select) throws SQLException {
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Place(row.getObject("case_ref", UUID.class), row.getBytes("wrapped_key")))
                        : Optional.empty();
            }
        }
    }

    /** By these ids this agency may answer something of this case. */
    void asked(Connection connection, AgencyId agency, UUID caseRef, List<UUID> ids) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ASKED)) {
            insert.setString(1, agency.value());
            insert.setObject(2, caseRef);
            insert.setArray(3, connection.createArrayOf("uuid", ids.toArray()));
            insert.executeUpdate();
        }
    }

    Entered keep(Connection connection, AgencyId sender, PartnerAnswer answer, Bytes evidence, Instant at)
            throws SQLException {
        UUID message = Marked.reference(pseudonyms.messageRef(sender, answer.id()));
        UUID conversation = conversation(sender, answer);
        Optional<Place> known = ofOurs(connection, sender, answer);
        if (known.isEmpty()) {
            known = ofTheirs(connection, sender, answer, conversation);
        }
        Place place = known.isPresent() ? known.get() : open(connection, conversation, at);
        CaseKey key = CaseKey.unwrap(custody, place.caseRef(), place.wrappedKey());
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            insert.setObject(1, place.caseRef());
            insert.setObject(2, message);
            insert.setString(3, sender.value());
            insert.setObject(4, known.isPresent() ? null : conversation);
            insert.setTimestamp(5, Timestamp.from(at));
            insert.setBytes(6, encrypted(key, evidence, message));
            insert.setString(7, answer.code().name());
            insert.executeUpdate();
        }
        Notice.Code code = known.isPresent() ? Notice.Code.ANSWERED : Notice.Code.ANSWER_PARKED;
        return new Entered(
                Pseudonyms.text(place.caseRef()),
                notices.raise(connection, List.of(new Notices.Cause(code, place.caseRef(), message)), at));
    }

    /** An answer without a conversation is parked under the message it names. */
    private UUID conversation(AgencyId sender, PartnerAnswer answer) {
        return pseudonyms.mark(
                "conversation",
                sender.value(),
                answer.conversation().orElse(answer.request()).value());
    }

    private Optional<Place> ofOurs(Connection connection, AgencyId sender, PartnerAnswer answer) throws SQLException {
        Object[] ids = Stream.concat(answer.conversation().stream(), Stream.of(answer.request()))
                .flatMap(id -> uuid(id.value()).stream())
                .toArray();
        try (PreparedStatement select = connection.prepareStatement(OF_OURS)) {
            select.setString(1, sender.value());
            select.setArray(2, connection.createArrayOf("uuid", ids));
            select.setArray(3, connection.createArrayOf("uuid", ids));
            return Place.of(select);
        }
    }

    /** Of what the sender itself said: its conversation, or the message by its id. */
    private Optional<Place> ofTheirs(Connection connection, AgencyId sender, PartnerAnswer answer, UUID conversation)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_THEIRS)) {
            select.setObject(1, conversation);
            select.setObject(2, Marked.reference(pseudonyms.messageRef(sender, answer.request())));
            return Place.of(select);
        }
    }

    private Place open(Connection connection, UUID conversation, Instant at) throws SQLException {
        UUID caseRef = pseudonyms.mark("case", UUID.randomUUID().toString());
        byte[] wrapped = CaseKey.create(caseRef).wrap(custody);
        try (PreparedStatement insert = connection.prepareStatement(OPEN)) {
            insert.setObject(1, caseRef);
            insert.setBytes(2, wrapped);
            insert.setTimestamp(3, Timestamp.from(at));
            insert.setObject(4, conversation);
            insert.executeUpdate();
        }
        return new Place(caseRef, wrapped);
    }

    private record Parked(UUID message, byte[] evidence) {}

    /** What was parked under a conversation goes to the case in which something of it has now been filed. */
    List<Notice> takeUp(Connection connection, UUID conversation, UUID caseRef, Instant at) throws SQLException {
        List<Notices.Cause> causes = new ArrayList<>();
        for (Parked one : parked(connection, conversation)) {
            CaseKey to = key(connection, caseRef);
            try (PreparedStatement update = connection.prepareStatement(TAKE_UP)) {
                update.setObject(1, caseRef);
                update.setBytes(2, encrypted(to, Bytes.of(one.evidence()), one.message()));
                update.setObject(3, one.message());
                update.executeUpdate();
            }
            causes.add(new Notices.Cause(Notice.Code.ANSWERED, caseRef, one.message()));
        }
        return notices.raise(connection, causes, at);
    }

    private CaseKey key(Connection connection, UUID caseRef) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(KEY)) {
            select.setObject(1, caseRef);
            return Place.of(select)
                    .map(place -> CaseKey.unwrap(custody, caseRef, place.wrappedKey()))
                    // SQLSTATE 40001: the case was disposed of meanwhile; begin again.
                    .orElseThrow(() -> new SQLException("The case is no longer open", "40001"));
        }
    }

    private List<Parked> parked(Connection connection, UUID conversation) throws SQLException {
        List<Parked> parked = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(PARKED)) {
            select.setObject(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID from = row.getObject("case_ref", UUID.class);
                    UUID message = row.getObject("message_ref", UUID.class);
                    CaseKey key = CaseKey.unwrap(custody, from, row.getBytes("wrapped_key"));
                    parked.add(new Parked(
                            message,
                            key.decrypt(row.getBytes("evidence"), "partner_answer", "evidence", message.toString())));
                }
            }
        }
        return parked;
    }

    private static byte[] encrypted(CaseKey key, Bytes evidence, UUID message) {
        return key.encrypt(evidence.toArray(), "partner_answer", "evidence", message.toString());
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
