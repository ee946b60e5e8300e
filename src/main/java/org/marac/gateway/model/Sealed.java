package org.marac.gateway.model;

import java.util.Optional;

/**
 * What leaves for one recipient.
 *
 * @param bytes sealed for the recipient alone; these are what the audit log names
 * @param covered the whole as the recipient's door carries it, the sealed bytes within it, under this gateway's own key until it
 *     leaves; empty where the sealed bytes leave as they are
 */
public record Sealed(Bytes bytes, Optional<Bytes> covered) {
    /** What leaves as it is. */
    public static Sealed of(Bytes bytes) {
        return new Sealed(bytes, Optional.empty());
    }
}
