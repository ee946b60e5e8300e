package org.marac.gateway.record;

/** We could not: the key that protects this is missing, is another one, or what it protects was altered. */
public final class KeyUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KeyUnavailable(String message) {
        super(message);
    }

    public KeyUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
