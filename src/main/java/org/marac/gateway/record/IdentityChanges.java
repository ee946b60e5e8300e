package org.marac.gateway.record;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Notice;

/** What agencies say of who their own records are about, kept with every case that knows the person; no case follows it. */
final class IdentityChanges {
    private static final String FIND = "select distinct p.case_ref, c.wrapped_key from person p"
            + " join marac_case c using (case_ref) where c.wrapped_key is not null and (p.nhs = any(?) or p.name = any(?))"
            + " order by p.case_ref";
    private static final String KEEP =
            "insert into identity_change (case_ref, message_ref, sender, received_at, evidence)"
                    + " values (?, ?, ?, ?, ?)";

    private static final String FIND_KEPT = "select i.evidence, c.wrapped_key from identity_change i"
            + " join marac_case c using (case_ref) where i.case_ref = ? and i.message_ref = ? and c.wrapped_key is not null";

    private final KeyCustody custody;
    private final Notices notices;

    IdentityChanges(KeyCustody custody, Notices notices) {
        this.custody = custody;
        this.notices = notices;
    }

    List<Notice> keep(
            Connection connection,
            UUID message,
            AgencyId sender,
            List<Marked.Subject> people,
            Bytes evidence,
            Instant at)
            throws SQLException {
        List<Notices.Cause> causes = new ArrayList<>();
        for (Map.Entry<UUID, byte[]> one : cases(connection, people).entrySet()) {
            CaseKey key = CaseKey.unwrap(custody, one.getKey(), one.getValue());
            try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
                insert.setObject(1, one.getKey());
                insert.setObject(2, message);
                insert.setString(3, sender.value());
                insert.setTimestamp(4, Timestamp.from(at));
                insert.setBytes(5, key.encrypt(evidence.toArray(), "identity_change", "evidence", message.toString()));
                insert.executeUpdate();
            }
            causes.add(new Notices.Cause(Notice.Code.IDENTITY_CHANGED, one.getKey(), message));
        }
        return notices.raise(connection, causes, at);
    }

    /** What the agency said; empty where it was not this, or the case was disposed of. */
    Optional<Bytes> said(Connection connection, UUID caseRef, UUID message) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND_KEPT)) {
            select.setObject(1, caseRef);
            select.setObject(2, message);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(Bytes.of(CaseKey.unwrap(custody, caseRef, row.getBytes("wrapped_key"))
                                .decrypt(row.getBytes("evidence"), "identity_change", "evidence", message.toString())))
                        : Optional.empty();
            }
        }
    }

    /** The cases in which one of them is known exactly, as whatever. */
    private static Map<UUID, byte[]> cases(Connection connection, List<Marked.Subject> people) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setArray(1, marks(connection, people.stream().map(Marked.Subject::nhs)));
            select.setArray(2, marks(connection, people.stream().map(Marked.Subject::name)));
            Map<UUID, byte[]> cases = new LinkedHashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    cases.put(row.getObject(1, UUID.class), row.getBytes(2));
                }
            }
            return cases;
        }
    }

    private static Array marks(Connection connection, Stream<@Nullable UUID> marks) throws SQLException {
        return connection.createArrayOf("uuid", marks.filter(Objects::nonNull).toArray());
    }
}
