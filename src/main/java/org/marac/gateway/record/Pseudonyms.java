package org.marac.gateway.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;

/**
 * Under which name may tables and the audit log speak of a person, message or case? Under a keyed hash: HMAC-SHA-256, its
 * first 128 bits, with a key of its own per use, derived (HKDF) from a secret that lies in the database, wrapped. Without
 * the key nobody can try names or numbers against it.
 */
public final class Pseudonyms {
    private static final String NAME = "pseudonyms";

    private final byte[] secret;
    private final Map<String, Mac> keyed = new ConcurrentHashMap<>();

    private Pseudonyms(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Opens the secret, and makes it in a new database. Several gateways on one database get the same.
     *
     * @throws KeyUnavailable the database's secret was wrapped by another key-encryption key
     */
    public static Pseudonyms open(Connection connection, KeyCustody custody) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into key_ring (name, wrapped) select ?, ? where not exists (select from key_ring where name = ?)"
                        + " on conflict do nothing")) {
            insert.setString(1, NAME);
            insert.setBytes(2, custody.wrap(Aead.newKey(), NAME).toArray());
            insert.setString(3, NAME);
            insert.executeUpdate();
        }
        try (PreparedStatement select = connection.prepareStatement("select wrapped from key_ring where name = ?")) {
            select.setString(1, NAME);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Pseudonyms(custody.unwrap(Bytes.of(row.getBytes(1)), NAME));
            }
        }
    }

    /**
     * The mark of the parts.
     *
     * @param use what kind of thing; marks of different uses are unrelated
     * @param parts compared exactly, in order
     */
    public UUID mark(String use, String... parts) {
        Mac mac = copy(keyed.computeIfAbsent(use, this::keyFor));
        ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(Aead.context(parts)));
        return new UUID(hash.getLong(), hash.getLong());
    }

    /** The audit log's name for a message: 32 hexadecimal digits. */
    public String messageRef(AgencyId sender, MessageId message) {
        return text(mark("message", sender.value(), message.value()));
    }

    /** A keyed digest (HMAC-SHA-256) of content: tells nothing to whoever has not the key. */
    public Digest commitment(Bytes content) {
        Mac mac = copy(keyed.computeIfAbsent("commitment", this::keyFor));
        return Digest.wrap(mac.doFinal(content.toArray()));
    }

    /** The text form of a mark: 32 hexadecimal digits. */
    static String text(UUID mark) {
        return mark.toString().replace("-", "");
    }

    private Mac keyFor(String use) {
        byte[] info = ("marac-gateway/pseudonym/1/" + use).getBytes(StandardCharsets.UTF_8);
        return Hkdf.hmac(Hkdf.derive(secret, new byte[0], info, Hkdf.HASH_BYTES));
    }

    private static Mac copy(Mac ready) {
        try {
            // A copy keeps the key's schedule and is a thread's own.
            return (Mac) ready.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's HMAC can be copied", e);
        }
    }
}
