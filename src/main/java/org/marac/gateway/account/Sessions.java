package org.marac.gateway.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Office;

/** Who is signed in? Short, kept in the database so that every node knows, and of its token only the digest. */
public final class Sessions {
    /** How long a session lasts, whatever is done in it. */
    public static final Duration LONGEST = Duration.ofMinutes(30);

    private static final int BYTES = 32;
    private static final String BEGIN = "insert into session (token, source, csrf, reference, name, office, agency,"
            + " expires_at) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (source) do nothing";
    private static final String FIND = "select s.* from session s left join account a using (reference)"
            + " where s.token = ? and s.expires_at > ? and not coalesce(a.disabled, false)";
    private static final String PURGE = "delete from session where expires_at < ?";
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Someone who has just signed in.
     *
     * @param acting as whom the log names them
     * @param name the person's name
     * @param source digest of the issuer's token, where one was given; it is taken once
     * @param until when the session ends at the latest
     */
    public record Person(Acting acting, String name, Optional<Digest> source, Instant until) {}

    /**
     * A new session.
     *
     * @param token what the person shows from now on; known to the person alone
     * @param csrf what a browser's own page must repeat with every change
     * @param expires when it ends
     */
    public record Begun(String token, String csrf, Instant expires) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Begun";
        }
    }

    /**
     * A session as it is found by its token.
     *
     * @param acting as whom the log names the person
     * @param name the person's name
     * @param csrf what a browser's own page must repeat
     * @param expires when it ends
     */
    public record Found(Acting acting, String name, String csrf, Instant expires) {}

    /** Begins a session; empty where the issuer's token was taken before. */
    public Optional<Begun> begin(Connection connection, Person person, Instant now) throws SQLException {
        Instant longest = now.plus(LONGEST);
        Instant expires = person.until().isBefore(longest) ? person.until() : longest;
        Begun begun = new Begun(random(), random(), expires);
        try (PreparedStatement purge = connection.prepareStatement(PURGE)) {
            purge.setTimestamp(1, Timestamp.from(now.minus(Duration.ofDays(1))));
            purge.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setBytes(1, digest(begun.token()));
            insert.setBytes(2, person.source().map(Digest::toArray).orElse(null));
            insert.setString(3, begun.csrf());
            insert.setString(4, person.acting().account());
            insert.setString(5, person.name());
            insert.setString(6, person.acting().office().name());
            insert.setString(7, person.acting().agency().value());
            insert.setTimestamp(8, Timestamp.from(expires));
            return insert.executeUpdate() == 1 ? Optional.of(begun) : Optional.empty();
        }
    }

    /** Whose token this is; empty where it is nobody's, or its time is over, or the account was disabled. */
    public Optional<Found> find(Connection connection, String token, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setBytes(1, digest(token));
            select.setTimestamp(2, Timestamp.from(now));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(found(row)) : Optional.empty();
            }
        }
    }

    /** Signs out. */
    public void end(Connection connection, String token) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from session where token = ?")) {
            delete.setBytes(1, digest(token));
            delete.executeUpdate();
        }
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                new Acting(
                        row.getString("reference"),
                        Office.valueOf(row.getString("office")),
                        new AgencyId(row.getString("agency"))),
                row.getString("name"),
                row.getString("csrf"),
                row.getTimestamp("expires_at").toInstant());
    }

    private static byte[] digest(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toArray();
    }

    private static String random() {
        byte[] value = new byte[BYTES];
        RANDOM.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }
}
