package org.marac.gateway.protocol;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Entry.Noted.Detail;
import org.marac.gateway.model.ProtocolRef;

/**
 * Withdrawals and suspensions that were proved once, as the database keeps them and as the audit log tells them. Each of
 * the two is enough to know the other by.
 */
final class Declarations {
    private static final String KEEP = "INSERT INTO protocol_declaration (statement, kind, agency, protocol, version,"
            + " digest, counts_from, counts_until, told_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String ALL = "SELECT statement, kind, agency, protocol, version, digest, counts_from,"
            + " counts_until FROM protocol_declaration";

    private Declarations() {}

    static Set<Declared> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet row = select.executeQuery()) {
            Set<Declared> all = new HashSet<>();
            while (row.next()) {
                all.add(new Declared(
                        new Statement(
                                Statement.Kind.of(row.getString("kind")),
                                new AgencyId(row.getString("agency")),
                                new ProtocolRef(
                                        row.getString("protocol"),
                                        row.getInt("version"),
                                        Digest.wrap(row.getBytes("digest"))),
                                row.getTimestamp("counts_from").toInstant(),
                                Optional.ofNullable(row.getTimestamp("counts_until"))
                                        .map(Timestamp::toInstant),
                                Optional.empty()),
                        Digest.wrap(row.getBytes("statement"))));
            }
            return all;
        }
    }

    /** Whether it is new. */
    static boolean keep(Connection transaction, Declared declared, Instant at) throws SQLException {
        Statement statement = declared.statement();
        try (PreparedStatement insert = transaction.prepareStatement(KEEP)) {
            insert.setBytes(1, declared.sha256().toArray());
            insert.setString(2, statement.kind().word());
            insert.setString(3, statement.agency().value());
            insert.setString(4, statement.version().id());
            insert.setInt(5, statement.version().version());
            insert.setBytes(6, statement.version().digest().toArray());
            insert.setTimestamp(7, Timestamp.from(statement.from()));
            insert.setTimestamp(8, time(statement.until()));
            insert.setTimestamp(9, Timestamp.from(at));
            return insert.executeUpdate() == 1;
        }
    }

    static Entry.Noted noted(Declared declared, Instant at) {
        Statement statement = declared.statement();
        List<Detail> details = new ArrayList<>(List.of(
                new Detail("agency", statement.agency().value()),
                new Detail("statement", statement.kind().word()),
                new Detail("sha256", declared.sha256().hex()),
                new Detail("from", statement.from().toString())));
        statement.until().ifPresent(until -> details.add(new Detail("until", until.toString())));
        return new Entry.Noted(at, ProtocolMemory.DECLARED, Optional.of(statement.version()), details);
    }

    static Declared of(Entry.Noted noted) {
        return new Declared(
                new Statement(
                        Statement.Kind.of(detail(noted, "statement").orElseThrow()),
                        new AgencyId(detail(noted, "agency").orElseThrow()),
                        noted.protocol().orElseThrow(),
                        Instant.parse(detail(noted, "from").orElseThrow()),
                        detail(noted, "until").map(Instant::parse),
                        Optional.empty()),
                Digest.parse(detail(noted, "sha256").orElseThrow()));
    }

    private static Optional<String> detail(Entry.Noted noted, String name) {
        return noted.details().stream()
                .filter(detail -> detail.name().equals(name))
                .map(Detail::value)
                .findFirst();
    }

    private static @Nullable Timestamp time(Optional<Instant> instant) {
        return instant.map(Timestamp::from).orElse(null);
    }
}
