package org.marac.gateway.audit;

import org.marac.gateway.model.Position;

/**
 * Indexes taken in a transaction for entries that the same transaction will write.
 *
 * @param first the first index
 * @param count how many follow one another from there
 */
public record Reservation(long first, int count) {
    public Reservation {
        if (first < 0 || count < 1) {
            throw new IllegalArgumentException("A reservation is of at least one index");
        }
    }

    /**
     * Where the n-th entry of the reservation will stand.
     *
     * @param n 0 for the first
     */
    public Position position(int n) {
        if (n < 0 || n >= count) {
            throw new IllegalArgumentException("The reservation has no such entry");
        }
        return new Position(first + n);
    }
}
