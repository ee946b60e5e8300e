package org.marac.gateway.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Protocol;

/**
 * What was found for a stretch of time: at most a minute, and never across the moment a version takes effect or expires.
 *
 * @param from the first instant it speaks for
 * @param until the first instant it no longer speaks for
 * @param inForce the version in force
 * @param gap why none is
 * @param lapsed the version that was in force last, where it has expired
 * @param certificates what is wrong with certificates asked about meanwhile
 */
record Moment(
        Instant from,
        Instant until,
        Optional<InForce> inForce,
        Optional<String> gap,
        Optional<Protocol> lapsed,
        Map<Digest, Optional<String>> certificates) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** A stretch around the instant that no bound divides. */
    static Moment around(
            Instant at,
            List<Instant> bounds,
            Optional<InForce> inForce,
            Optional<String> gap,
            Optional<Protocol> lapsed) {
        Instant from = at.truncatedTo(ChronoUnit.MINUTES);
        Instant until = from.plus(LONGEST);
        for (Instant bound : bounds) {
            if (bound.isAfter(from) && !bound.isAfter(at)) {
                from = bound;
            } else if (bound.isAfter(at) && bound.isBefore(until)) {
                until = bound;
            }
        }
        return new Moment(from, until, inForce, gap, lapsed, new ConcurrentHashMap<>());
    }

    boolean speaksFor(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
