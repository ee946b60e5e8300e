package org.marac.gateway.files;

import org.marac.gateway.model.Bytes;

/** Encrypts the key of a file with the gateway's own. */
public interface KeyWrap {
    /** The same key, readable only with the gateway's own. */
    Bytes wrap(byte[] key);

    /** The key again. */
    byte[] unwrap(Bytes wrapped);
}
