package org.marac.gateway.broker;

import java.time.Duration;

/**
 * How much may one certificate say in a second? The broker keeps whatever it has read and not yet done, without end, of a client
 * that does not wait to be told that it may go on.
 */
final class Pace {
    private static final long NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();
    /** A packet costs the broker this much however short it is. */
    private static final long LEAST = 8 * 1024;
    /** What was not said before may be said later, up to so long. */
    private static final long SAVED = 2 * NANOS_A_SECOND;

    private final long bytesASecond;
    private long spentUntil;

    /**
     * @param bytesASecond how much
     * @param now by a clock that only goes forward, in nanoseconds
     */
    Pace(long bytesASecond, long now) {
        this.bytesASecond = bytesASecond;
        this.spentUntil = now - SAVED;
    }

    /**
     * For how long is enough said, in nanoseconds? Not positive where more may be said at once.
     *
     * @param bytes of the packet that was just said
     * @param now by the same clock
     */
    synchronized long spend(long bytes, long now) {
        spentUntil = Math.max(spentUntil, now - SAVED) + Math.max(bytes, LEAST) * NANOS_A_SECOND / bytesASecond;
        return spentUntil - now;
    }
}
