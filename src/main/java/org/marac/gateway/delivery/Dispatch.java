package org.marac.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.marac.gateway.model.Door;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 12: what waits in the outbox goes to its recipient's door. What cannot be handed over is tried again, later and
 * later, and in the end set aside and told; it is never lost.
 */
public final class Dispatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    /** What the route's name ends with where it is not the agency's own queue; so does the queue's. */
    private static final Map<Door, String> RESTRICTED = Map.of(Door.ALTERNATE, ".restricted", Door.FILES, ".files");

    private static final int AT_ONCE = 64;
    private static final Duration LOOK = Duration.ofMillis(500);
    /**
     * So long it pauses after a round, and what is posted meanwhile leaves together: two transactions, however many they
     * are. What is posted when it has nothing to do leaves at once.
     */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);

    private final Desk desk;
    private final ProducerTemplate routes;
    private final Clock clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread = new Thread(this::work, "dispatch");
    private volatile boolean stopping;

    /** What dispatch asks of the outbox and the audit log; each call is a transaction of its own. */
    public interface Desk {
        /** Lends what is due, oldest first. */
        List<Outbox.Due> take(int most);

        /** Takes out what was handed over, and says so in the audit log. */
        void delivered(List<Outbox.Due> handed);

        /** Sets one back until then; after the last attempt sets it aside and says so in the audit log. */
        void failed(Outbox.Due due, java.time.Instant until, String reason);
    }

    /**
     * @param desk the outbox and the audit log
     * @param routes to {@code direct:out-<agency>}
     * @param clock the gateway's clock
     */
    public Dispatch(Desk desk, ProducerTemplate routes, Clock clock) {
        this.desk = desk;
        this.routes = routes;
        this.clock = clock;
    }

    /** Starts to work, until closed. */
    public void start() {
        thread.start();
    }

    /** Says that something was put into the outbox, so that it need not wait for the next look. */
    public void ring() {
        bell.release();
    }

    @Override
    public void close() {
        stopping = true;
        bell.release();
        try {
            thread.join(Duration.ofSeconds(20).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!stopping) {
            try {
                if (round() < AT_ONCE) {
                    rest();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // The database is away: nothing was taken out, everything is taken again when it is back.
                LOG.warn("Disclosures could not be taken from the outbox: {}", e.getMessage());
                bell.drainPermits();
                restQuietly();
            }
        }
    }

    private int round() {
        List<Outbox.Due> due = desk.take(AT_ONCE);
        List<Outbox.Due> handed = new ArrayList<>();
        for (Outbox.Due one : due) {
            if (!stopping && handOver(one)) {
                handed.add(one);
            }
        }
        if (!handed.isEmpty()) {
            desk.delivered(handed);
        }
        return due.size();
    }

    private boolean handOver(Outbox.Due due) {
        try {
            // The broker drops a second copy of what it has: a crash after this and before the outbox knows sends it
            // again.
            routes.sendBodyAndHeaders(
                    // Without a route it fails at once: waiting for one would keep everyone else's waiting.
                    "direct:out-" + due.recipient().value() + RESTRICTED.getOrDefault(due.door(), "") + "?block=false",
                    due.sealed().toArray(),
                    headers(due));
            return true;
        } catch (CamelExecutionException e) {
            LOG.warn("A disclosure for {} could not be handed over, attempt {}", due.recipient(), due.attempts());
            desk.failed(due, clock.instant().plus(later(due.attempts())), "door-does-not-take-it");
            return false;
        }
    }

    private static Map<String, Object> headers(Outbox.Due due) {
        return due.door() == Door.FILES
                ? Map.of(FileDrop.LOG_INDEX, due.disclosure())
                : Map.of("_AMQ_DUPL_ID", due.sha256().hex(), "JMS_AMQP_ContentType", "application/cms");
    }

    private static Duration later(int attempts) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 16));
        return doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
    }

    private void rest() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
        }
    }

    private void restQuietly() {
        try {
            rest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
