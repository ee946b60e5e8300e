package org.marac.gateway.files;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one file, which encrypts it piece by piece: AES-256-GCM (NIST SP 800-38D), a random nonce each time a piece is
 * written, its number authenticated with it, so that no piece can stand in for another.
 */
final class FileKey {
    /** How much longer a piece is on the disk. */
    static final int OVERHEAD = 28;

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private FileKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    static byte[] fresh() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    static FileKey of(byte[] key) {
        return new FileKey(key);
    }

    byte[] encrypt(long number, byte[] plain, int length) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] piece = new byte[length + OVERHEAD];
            System.arraycopy(nonce, 0, piece, 0, NONCE_BYTES);
            cipher(Cipher.ENCRYPT_MODE, nonce, number).doFinal(plain, 0, length, piece, NONCE_BYTES);
            return piece;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
    }

    /** @return how long it is; it is written to the beginning of {@code plain} */
    int decrypt(long number, byte[] piece, int length, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(piece, 0, nonce, 0, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, number)
                    .doFinal(piece, NONCE_BYTES, length - NONCE_BYTES, plain, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A file does not open under its key; it was altered on the disk", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, long number) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return cipher;
    }
}
