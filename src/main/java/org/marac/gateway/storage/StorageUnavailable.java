package org.marac.gateway.storage;

/** We could not: the database is down, full, not ours or not trustworthy. Nothing was kept; try again later. */
public final class StorageUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StorageUnavailable(String message) {
        super(message);
    }

    public StorageUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
