package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.marac.gateway.model.Notice;

/** What the coordinator should look at: each thing once. */
final class Notices {
    private static final String RAISE =
            "insert into notice (case_ref, code, about, at) values (?, ?, ?, ?) on conflict do nothing";
    private static final String ALL =
            "select code, case_ref, about, at from notice order by at desc, case_ref, code, about";

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

    /** Those that are new. */
    List<Notice> raise(Connection connection, List<Cause> causes, Instant at) throws SQLException {
        List<Notice> fresh = new ArrayList<>();
        for (Cause cause : causes) {
            try (PreparedStatement insert = connection.prepareStatement(RAISE)) {
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

    List<Notice> all(Connection connection) throws SQLException {
        List<Notice> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(notice(
                        Notice.Code.valueOf(row.getString(1)),
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        row.getTimestamp(4).toInstant()));
            }
        }
        return all;
    }

    private static Notice notice(Notice.Code code, UUID caseRef, UUID about, Instant at) {
        return new Notice(code, Pseudonyms.text(caseRef), Pseudonyms.text(about), at);
    }
}
