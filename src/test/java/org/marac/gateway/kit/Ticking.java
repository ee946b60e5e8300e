package org.marac.gateway.kit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes when it is told to. */
public final class Ticking extends Clock {
    private Instant now;

    public Ticking(Instant start) {
        now = start;
    }

    /** So much later. */
    public void tick(Duration time) {
        now = now.plus(time);
    }

    /** From now on it is this time, be it later or earlier. */
    public void set(Instant time) {
        now = time;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
