package org.marac.gateway.record;

import org.marac.gateway.model.Bytes;

/**
 * Who keeps the key above all keys? A file by default; a hardware module or key service in its place needs only this.
 */
public interface KeyCustody {
    /**
     * Encrypts a key under the key-encryption key.
     *
     * @param key the key to protect
     * @param context what it is for; must be the same when unwrapped
     */
    Bytes wrap(byte[] key, String context);

    /**
     * The key again.
     *
     * @throws KeyUnavailable the key-encryption key is another one, cannot be reached, or the wrapped key or its context was altered
     */
    byte[] unwrap(Bytes wrapped, String context);
}
