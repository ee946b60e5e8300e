package org.marac.gateway.intake;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.marac.gateway.model.Digest;

/** Does one system leave room for the others? So many requests a minute for each certificate, saved up to as many at once. */
final class RateLimit {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long NANOS = 1_000_000_000;

    private final int perMinute;
    private final Map<Digest, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts a request of a known agency's certificate: strangers get no bucket, so they cannot fill the memory. */
    void count(Digest certificate) throws RestProblem {
        ConsumptionProbe probe =
                buckets.computeIfAbsent(certificate, c -> bucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw RestProblem.tooMany((int) (probe.getNanosToWaitForRefill() / NANOS) + 1);
        }
    }

    /** Counts a message of a connected certificate; how long it must wait so that there are no more a minute than agreed. */
    Duration pace(Digest certificate) {
        return Duration.ofNanos(
                buckets.computeIfAbsent(certificate, c -> bucket()).consumeIgnoringRateLimits(1));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build();
    }
}
