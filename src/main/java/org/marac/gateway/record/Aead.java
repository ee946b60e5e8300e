package org.marac.gateway.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D): one version byte, a random 96-bit nonce, ciphertext, 128-bit tag. Random nonces are
 * safe here because a case's key encrypts far fewer than 2^32 values.
 */
final class Aead {
    static final int KEY_BYTES = 32;
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Aead() {}

    /** A new key. */
    static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    static byte[] encrypt(byte[] key, byte[] plain, byte[] context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = seal(key, nonce, plain, context);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
    }

    /** @throws KeyUnavailable another key, another context, or altered bytes */
    static byte[] decrypt(byte[] key, byte[] value, byte[] context) {
        if (value.length < 1 + NONCE_BYTES + TAG_BITS / 8 || value[0] != VERSION) {
            throw new KeyUnavailable("An encrypted value has a form this version does not know");
        }
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(value, 1, nonce, 0, NONCE_BYTES);
            byte[] sealed = new byte[value.length - 1 - NONCE_BYTES];
            System.arraycopy(value, 1 + NONCE_BYTES, sealed, 0, sealed.length);
            return open(key, nonce, sealed, context);
        } catch (GeneralSecurityException e) {
            throw new KeyUnavailable("An encrypted value does not open under its key and context", e);
        }
    }

    /** Ciphertext and tag. */
    static byte[] seal(byte[] key, byte[] nonce, byte[] plain, byte[] context) throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plain);
    }

    static byte[] open(byte[] key, byte[] nonce, byte[] sealed, byte[] context) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, nonce, context).doFinal(sealed);
    }

    /** Parts with their lengths, so that no two lists of parts give the same bytes. */
    static byte[] context(String... parts) {
        byte[][] all = new byte[parts.length][];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            all[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + all[i].length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : all) {
            joined.putInt(part.length).put(part);
        }
        return joined.array();
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
