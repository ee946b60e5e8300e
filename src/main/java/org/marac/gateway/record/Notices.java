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
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Position;

/** What the coordinator should look at: each thing once at a time. */
public final class Notices {
    private static final String RAISE =
            "insert into notice (case_ref, code, about, at) values (?, ?, ?, ?) on conflict do nothing";
    // Looked at once is not looked at for ever: the next recipient it does not reach, or the next time, is news again.
    private static final String AGAIN = "insert into notice (case_ref, code, about, at) values (?, ?, ?, ?)"
            + " on conflict (case_ref, code, about) do update set at = excluded.at, seen_at = null, entry = null"
            + " where notice.entry is not null";
    private static final String FIELDS = "select n.code, n.case_ref, n.about, n.at, n.id, n.entry from notice n";
    // Possible duplicates have a list of their own; and a case whose key was destroyed is nobody's any more.
    private static final String UNSEEN = FIELDS + " where n.entry is null and n.code <> 'POSSIBLY_SAME' and not exists"
            + " (select from marac_case c where c.case_ref in (n.case_ref, n.about) and c.wrapped_key is null)"
            + " order by n.at, n.id";
    private static final String LOCK = FIELDS + " where n.id = ? for update";
    private static final String SEEN = "update notice set seen_at = ?, entry = ? where id = ?";

    Notices() {}

    /**
     * A cause for one.
     *
     * @param about the other case, or the message that gave cause
     */
    record Cause(Notice.Code code, UUID caseRef, UUID about) {
        /** The same for both cases, whichever is filed in. */
        static Cause counterAllegation(UUID one, UUID other) {
            return one.compareTo(other) < 0
                    ? new Cause(Notice.Code.COUNTER_ALLEGATION, one, other)
                    : new Cause(Notice.Code.COUNTER_ALLEGATION, other, one);
        }
    }

    /** Keeps one; once for each thing at a time. */
    public void raise(Connection connection, Notice notice) throws SQLException {
        Cause cause = new Cause(notice.code(), Marked.reference(notice.caseRef()), Marked.reference(notice.about()));
        raise(connection, List.of(cause), notice.at());
    }

    /** Those that are new; of what was not delivered, those too that a person had looked at before. */
    List<Notice> raise(Connection connection, List<Cause> causes, Instant at) throws SQLException {
        List<Notice> fresh = new ArrayList<>();
        for (Cause cause : causes) {
            String raise = cause.code() == Notice.Code.UNDELIVERED ? AGAIN : RAISE;
            try (PreparedStatement insert = connection.prepareStatement(raise)) {
                insert.setObject(1, cause.caseRef());
                insert.setString(2, cause.code().name());
                insert.setObject(3, cause.about());
                insert.setTimestamp(4, Timestamp.from(at));
                if (insert.executeUpdate() == 1) {
                    fresh.add(notice(cause.code(), cause.caseRef(), cause.about(), at));
                }
            }
        }
        return fresh;
    }

    /** At what nobody has looked yet, oldest first; possible duplicates have {@link Candidates a list of their own}. */
    public List<Notice.Raised> unseen(Connection connection) throws SQLException {
        List<Notice.Raised> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(UNSEEN);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(raised(row));
            }
        }
        return all;
    }

    /** A notice, looked at or not; nobody else looks at it before the transaction ends. */
    public Optional<Notice.Raised> lock(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(raised(row)) : Optional.empty();
            }
        }
    }

    /** A person has looked at a locked one, and the audit log says so there. */
    public void seen(Connection connection, Notice.Raised raised, Position entry, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SEEN)) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setLong(2, entry.index());
            update.setObject(3, UUID.fromString(raised.id()));
            update.executeUpdate();
        }
    }

    private static Notice.Raised raised(ResultSet row) throws SQLException {
        return new Notice.Raised(
                row.getObject("id", UUID.class).toString(),
                notice(row),
                Optional.ofNullable(row.getObject("entry", Long.class)).map(Position::new));
    }

    private static Notice notice(ResultSet row) throws SQLException {
        return notice(
                Notice.Code.valueOf(row.getString("code")),
                row.getObject("case_ref", UUID.class),
                row.getObject("about", UUID.class),
                row.getTimestamp("at").toInstant());
    }

    private static Notice notice(Notice.Code code, UUID caseRef, UUID about, Instant at) {
        // What could not be read is named by its id as it is; all else by pseudonyms.
        String named = code == Notice.Code.UNREAD ? about.toString() : Pseudonyms.text(about);
        return new Notice(code, Pseudonyms.text(caseRef), named, at);
    }
}
