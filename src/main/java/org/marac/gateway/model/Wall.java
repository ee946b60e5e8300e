package org.marac.gateway.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The clock on the wall: what people write down as a time or a day is by this one. */
final class Wall {
    /** Summer time included. */
    static final ZoneId CLOCK = ZoneId.of("Europe/London");

    private Wall() {}

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, CLOCK);
    }
}
