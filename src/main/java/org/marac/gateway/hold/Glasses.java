package org.marac.gateway.hold;

import java.sql.Array;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.Office;

/** Who has broken the glass, for which case, until when, and has anyone looked at it since? */
public final class Glasses {
    private static final String KEEP = "insert into break_glass (id, case_ref, clause, reason, accounts, offices,"
            + " agencies, needed, asked_at, until, closed_at, reviewer, reviewer_office, reviewer_agency, reviewed_at,"
            + " finding, review_by, reminders) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (id) do update set accounts = excluded.accounts, offices = excluded.offices,"
            + " agencies = excluded.agencies, until = excluded.until, closed_at = excluded.closed_at,"
            + " reviewer = excluded.reviewer, reviewer_office = excluded.reviewer_office,"
            + " reviewer_agency = excluded.reviewer_agency, reviewed_at = excluded.reviewed_at,"
            + " finding = excluded.finding, review_by = excluded.review_by, reminders = excluded.reminders";
    private static final String FIND = "select * from break_glass where id = ?";
    private static final String RECENT = "select * from break_glass order by asked_at desc limit ?";
    private static final String OVERDUE = "select * from break_glass where until is not null and reviewed_at is null"
            + " and review_by <= ? order by review_by limit ? for update skip locked";
    private static final String UNREVIEWED =
            "select count(*) from break_glass where until is not null and reviewed_at is null";

    /** Keeps it as it stands now. */
    public void keep(Connection connection, Glass glass) throws SQLException {
        Optional<Glass.Review> review = glass.review();
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            insert.setObject(1, UUID.fromString(glass.id()));
            insert.setString(2, glass.caseRef());
            insert.setString(3, glass.clause().value());
            insert.setString(4, glass.reason());
            insert.setArray(5, texts(connection, glass, Acting::account));
            insert.setArray(
                    6, texts(connection, glass, person -> person.office().name()));
            insert.setArray(
                    7, texts(connection, glass, person -> person.agency().value()));
            insert.setInt(8, glass.needed());
            insert.setTimestamp(9, Timestamp.from(glass.askedAt()));
            insert.setTimestamp(10, time(glass.until()));
            insert.setTimestamp(11, time(glass.closedAt()));
            insert.setString(12, review.map(r -> r.by().account()).orElse(null));
            insert.setString(13, review.map(r -> r.by().office().name()).orElse(null));
            insert.setString(14, review.map(r -> r.by().agency().value()).orElse(null));
            insert.setTimestamp(15, time(review.map(Glass.Review::at)));
            insert.setString(16, review.map(Glass.Review::finding).orElse(null));
            insert.setTimestamp(17, time(glass.reviewBy()));
            insert.setInt(18, glass.reminders());
            insert.executeUpdate();
        }
    }

    /** The break-glass of this id. */
    public Optional<Glass> find(Connection connection, UUID id) throws SQLException {
        return find(connection, FIND, id);
    }

    /** The same, and nobody else changes it before this transaction does. */
    public Optional<Glass> lock(Connection connection, UUID id) throws SQLException {
        return find(connection, FIND + " for update", id);
    }

    /** The latest, newest first. */
    public List<Glass> recent(Connection connection, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RECENT)) {
            select.setInt(1, most);
            return all(select);
        }
    }

    /** What nobody has reviewed in time, for this transaction to tell people of. */
    public List<Glass> overdue(Connection connection, Instant now, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OVERDUE)) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setInt(2, most);
            return all(select);
        }
    }

    /** How many were opened and nobody has looked at since. */
    public long unreviewed(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNREVIEWED);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Optional<Glass> find(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, id);
            return all(select).stream().findFirst();
        }
    }

    private static List<Glass> all(PreparedStatement select) throws SQLException {
        List<Glass> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(glass(row));
            }
        }
        return all;
    }

    private static Glass glass(ResultSet row) throws SQLException {
        String[] accounts = (String[]) row.getArray("accounts").getArray();
        String[] offices = (String[]) row.getArray("offices").getArray();
        String[] agencies = (String[]) row.getArray("agencies").getArray();
        List<Acting> people = new ArrayList<>();
        for (int i = 0; i < accounts.length; i++) {
            people.add(new Acting(accounts[i], Office.valueOf(offices[i]), new AgencyId(agencies[i])));
        }
        return new Glass(
                row.getString("id"),
                row.getString("case_ref"),
                new ClauseId(row.getString("clause")),
                row.getString("reason"),
                people,
                row.getInt("needed"),
                row.getTimestamp("asked_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("until")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp("closed_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp("review_by")).map(Timestamp::toInstant),
                row.getInt("reminders"),
                review(row));
    }

    private static Optional<Glass.Review> review(ResultSet row) throws SQLException {
        Timestamp at = row.getTimestamp("reviewed_at");
        if (at == null) {
            return Optional.empty();
        }
        Acting by = new Acting(
                row.getString("reviewer"),
                Office.valueOf(row.getString("reviewer_office")),
                new AgencyId(row.getString("reviewer_agency")));
        return Optional.of(new Glass.Review(by, at.toInstant(), row.getString("finding")));
    }

    private static Array texts(Connection connection, Glass glass, Function<Acting, String> text) throws SQLException {
        return connection.createArrayOf(
                "text", glass.people().stream().map(text).toArray());
    }

    private static @Nullable Timestamp time(Optional<Instant> instant) {
        return instant.map(Timestamp::from).orElse(null);
    }
}
