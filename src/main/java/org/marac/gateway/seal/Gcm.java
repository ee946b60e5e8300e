package org.marac.gateway.seal;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM (NIST SP 800-38D) with a 128-bit tag, by the JDK, which uses the processor's instructions. */
final class Gcm {
    private static final int TAG_BITS = 128;

    private Gcm() {}

    /** The plain bytes; an exception and not one byte when the tag does not fit. */
    static byte[] open(SecretKey key, byte[] nonce, byte[] authenticated, byte[] encrypted, byte[] tag)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", Providers.AES_GCM);
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(authenticated);
        byte[] plain = new byte[encrypted.length];
        int first = cipher.update(encrypted, 0, encrypted.length, plain, 0);
        cipher.doFinal(tag, 0, tag.length, plain, first);
        return plain;
    }
}
