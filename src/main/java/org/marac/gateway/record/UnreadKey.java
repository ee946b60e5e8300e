package org.marac.gateway.record;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.marac.gateway.model.Bytes;

/** The key of one thing that could not be read: each value bound to its place, so that none can be moved to another. */
final class UnreadKey {
    private static final String SCHEMA = "1";

    private final UUID id;
    private final byte[] key;

    private UnreadKey(UUID id, byte[] key) {
        this.id = id;
        this.key = key;
    }

    static UnreadKey create(UUID id) {
        return new UnreadKey(id, Aead.newKey());
    }

    static UnreadKey unwrap(KeyCustody custody, UUID id, byte[] wrapped) {
        return new UnreadKey(id, custody.unwrap(Bytes.of(wrapped), context(id)));
    }

    byte[] wrap(KeyCustody custody) {
        return custody.wrap(key, context(id)).toArray();
    }

    byte[] encrypt(String plain, String column) {
        return encrypt(plain.getBytes(StandardCharsets.UTF_8), column);
    }

    byte[] encrypt(byte[] plain, String column) {
        return Aead.encrypt(key, plain, place(column));
    }

    Bytes decrypt(byte[] value, String column) {
        return Bytes.of(Aead.decrypt(key, value, place(column)));
    }

    private byte[] place(String column) {
        return Aead.context("marac-gateway", "unread", column, id.toString(), SCHEMA);
    }

    private static String context(UUID id) {
        return "unread " + id;
    }
}
