package org.marac.gateway.account;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.Digest;

/** Who has gone to the issuer's page to sign in, and is awaited back? For ten minutes, by one browser, once. */
public final class Awaited {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String AWAIT =
            "insert into issuer_sign_in (state, browser, nonce, verifier, expires_at)" + " values (?, ?, ?, ?, ?)";
    private static final String TAKE =
            "delete from issuer_sign_in where state = ? returning browser, nonce, verifier," + " expires_at";
    private static final String PURGE = "delete from issuer_sign_in where expires_at < ?";

    /**
     * What was asked of the issuer, and must fit what comes back.
     *
     * @param state comes back with the person's browser
     * @param browser stands in a cookie of the browser it was begun with
     * @param nonce must stand in the issuer's token
     * @param verifier proves to the issuer that who exchanges the code is who asked for it (PKCE, RFC 7636)
     */
    public record Asked(String state, String browser, String nonce, String verifier) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "Asked";
        }
    }

    /** Awaits one. */
    public void await(Connection connection, Asked asked, Instant now) throws SQLException {
        try (PreparedStatement purge = connection.prepareStatement(PURGE)) {
            purge.setTimestamp(1, Timestamp.from(now));
            purge.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(AWAIT)) {
            insert.setBytes(1, digest(asked.state()));
            insert.setBytes(2, digest(asked.browser()));
            insert.setString(3, asked.nonce());
            insert.setString(4, asked.verifier());
            insert.setTimestamp(5, Timestamp.from(now.plus(LONGEST)));
            insert.executeUpdate();
        }
    }

    /** What was asked; empty where this state is nobody's, was taken before, is too old, or began in another browser. */
    public Optional<Asked> take(Connection connection, String state, String browser, Instant now) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setBytes(1, digest(state));
            try (ResultSet row = take.executeQuery()) {
                boolean fits = row.next()
                        && Digest.wrap(row.getBytes("browser")).equals(Digest.wrap(digest(browser)))
                        && now.isBefore(row.getTimestamp("expires_at").toInstant());
                return fits
                        ? Optional.of(new Asked(state, browser, row.getString("nonce"), row.getString("verifier")))
                        : Optional.empty();
            }
        }
    }

    private static byte[] digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).toArray();
    }
}
