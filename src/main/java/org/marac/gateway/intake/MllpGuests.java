package org.marac.gateway.intake;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.marac.gateway.model.Digest;

/** Who is connected to the MLLP door? One certificate may have a few connections, so that a runaway sender does not take all. */
final class MllpGuests {
    private static final int MOST = 8;

    private final ConcurrentMap<Digest, Integer> connections = new ConcurrentHashMap<>();

    /** Whether one more may connect; then it counts until it leaves. */
    boolean admit(Digest certificate) {
        boolean[] admitted = {true};
        connections.compute(certificate, (same, now) -> {
            int before = now == null ? 0 : now;
            admitted[0] = before < MOST;
            return admitted[0] ? before + 1 : before;
        });
        return admitted[0];
    }

    /** One that was admitted has gone. */
    void leave(Digest certificate) {
        connections.computeIfPresent(certificate, (same, now) -> now == 1 ? null : now - 1);
    }
}
