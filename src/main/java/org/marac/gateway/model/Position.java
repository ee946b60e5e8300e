package org.marac.gateway.model;

/**
 * Where in the audit log an entry stands: final once the transaction that made it has committed.
 *
 * @param index 0 for the first entry
 */
public record Position(long index) {
    public Position {
        if (index < 0) {
            throw new IllegalArgumentException("An index is not negative");
        }
    }
}
