package org.marac.gateway.wiring;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.marac.gateway.broker.Broker;
import org.marac.gateway.files.FileServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the doors with connections that last as the protocol says while the gateway runs: a party of a new version gets its
 * addresses at the broker, and whose certificate is nobody's any more is shown out there and at the file server.
 */
final class ServedAgencies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedAgencies.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SignedArea area;
    private final Broker broker;
    private final FileServer files;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread named = new Thread(work, "agencies-watch");
        named.setDaemon(true);
        return named;
    });
    private boolean failing;

    ServedAgencies(SignedArea area, Broker broker, FileServer files) {
        this.area = area;
        this.broker = broker;
        this.files = files;
    }

    /** Looks every second. */
    void start() {
        thread.scheduleWithFixedDelay(this::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            // First: a broker that is in trouble keeps nobody at the file server.
            files.hangUpOnStrangers();
            broker.serve(area.shelf().parties());
            broker.hangUpOnStrangers();
            failing = false;
        } catch (Throwable e) {
            // It must not end by it, nor by an Error: the next agency would wait for a restart.
            if (!failing) {
                LOG.error("The doors cannot be brought in line with the protocol; it is tried again", e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
