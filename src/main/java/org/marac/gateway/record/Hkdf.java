package org.marac.gateway.record;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869). */
final class Hkdf {
    static final int HASH_BYTES = 32;
    private static final int MOST_BLOCKS = 255;

    private Hkdf() {}

    /** An HMAC-SHA-256 under this key, ready to use or to copy. */
    static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // HMAC pads a short key with zeros, so a single zero byte is the empty key, which the key class refuses.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        }
    }

    /**
     * Derives a key.
     *
     * @param length in bytes, at most 255 × 32
     */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        if (length < 0 || length > MOST_BLOCKS * HASH_BYTES) {
            throw new IllegalArgumentException("HKDF-SHA-256 gives at most 8160 bytes");
        }
        Mac expand = hmac(hmac(salt).doFinal(secret));
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + HASH_BYTES);
        byte[] block = new byte[0];
        for (int i = 1; out.size() < length; i++) {
            expand.update(block);
            expand.update(info);
            block = expand.doFinal(new byte[] {(byte) i});
            out.writeBytes(block);
        }
        byte[] derived = new byte[length];
        System.arraycopy(out.toByteArray(), 0, derived, 0, length);
        return derived;
    }
}
