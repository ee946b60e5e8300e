package org.marac.gateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which recipients' doors are left alone for now? One that takes nothing is tried again later and later, so that it neither
 * holds up the others nor is knocked at by everything that waits for it. Safe for many threads.
 */
final class Lanes {
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final double JITTER = 0.2;

    private final Map<Outbox.Lane, State> states = new HashMap<>();

    private record State(boolean busy, int failures, Instant until) {}

    /** Those that are being worked on, and those whose time has not come. */
    synchronized Set<Outbox.Lane> shut(Instant now) {
        Set<Outbox.Lane> shut = new HashSet<>();
        states.forEach((lane, state) -> {
            if (state.busy() || state.until().isAfter(now)) {
                shut.add(lane);
            }
        });
        return shut;
    }

    synchronized void busy(Outbox.Lane lane) {
        State state = state(lane);
        states.put(lane, new State(true, state.failures(), state.until()));
    }

    /** It took something. */
    synchronized void open(Outbox.Lane lane) {
        states.remove(lane);
    }

    /** It took nothing; the next try is then, and not before it asked for that. */
    synchronized Instant closed(Outbox.Lane lane, Instant now, Duration atLeast) {
        State state = state(lane);
        Duration later = later(state.failures() + 1);
        Instant until = now.plus(later.compareTo(atLeast) < 0 ? atLeast : later);
        states.put(lane, new State(false, state.failures() + 1, until));
        return until;
    }

    /** Nothing may go there before then; that is no failure of its. */
    synchronized void waits(Outbox.Lane lane, Instant until) {
        states.put(lane, new State(false, 0, until));
    }

    private State state(Outbox.Lane lane) {
        return states.getOrDefault(lane, new State(false, 0, Instant.MIN));
    }

    /** Twice as long each time, and a little more or less, so that not everything comes back at once. */
    static Duration later(int failures) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 16));
        Duration wait = doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofMillis((long) (wait.toMillis() * factor));
    }
}
