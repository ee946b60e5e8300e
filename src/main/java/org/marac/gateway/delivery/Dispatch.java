package org.marac.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.marac.gateway.model.AgencyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 12: what waits in the outbox goes to its recipient's door. What cannot be handed over is tried again, later and
 * later; what its recipient's system will never take is set aside and told. Nothing is lost.
 */
public final class Dispatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private static final int AT_ONCE = 64;
    private static final Duration LOOK = Duration.ofMillis(500);
    /**
     * So long it pauses after a round, and what is posted meanwhile leaves together: two transactions, however many they
     * are. What is posted when it has nothing to do leaves at once.
     */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** For so long a round waits for all lanes; what a slower one handed over is settled when it is done. */
    private static final Duration ROUND = Duration.ofMillis(250);

    private final Desk desk;
    private final Lanes lanes = new Lanes();
    private final Handover handover;
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> {
        Thread named = new Thread(work, "delivery");
        named.setDaemon(true);
        return named;
    });
    private final Clock clock;

    private final Semaphore bell = new Semaphore(0);
    private final Thread thread = new Thread(this::work, "dispatch");
    private volatile boolean stopping;

    /** What dispatch asks of the outbox and the audit log; each call is a transaction of its own. */
    public interface Desk {
        /** Lends what is due, oldest first; nothing for those. */
        List<Outbox.Due> take(int most, Set<Outbox.Lane> shut);

        /** Lends on what was lent and is not begun yet; the ids of those that are still to go. */
        Set<Long> renewed(List<Outbox.Due> lent);

        /** Sets back until then what was lent and not tried. */
        void postponed(List<Outbox.Due> untried, Instant until);

        /** Takes out what was handed over, and says so in the audit log. */
        void delivered(List<Outbox.Due> handed);

        /** Sets one back until then. */
        void failed(Outbox.Due due, Instant until);

        /** Sets aside what its recipient's system will never take, and says so in the audit log. */
        void setAside(Outbox.Due due, String reason);
    }

    /** May something go to a recipient at this moment? What was decided may have been long ago. */
    @FunctionalInterface
    public interface Standing {
        /** Why not, a code: it withdrew, was suspended, or its certificate is no longer good. Empty where it may. */
        Optional<String> obstacle(AgencyId recipient);
    }

    /**
     * @param desk the outbox and the audit log
     * @param standing asked again when something leaves
     * @param routes to {@code direct:out-<agency>}
     * @param clock the gateway's clock
     */
    public Dispatch(Desk desk, Standing standing, ProducerTemplate routes, Clock clock) {
        this.desk = desk;
        this.clock = clock;
        this.handover = new Handover(desk, standing, routes, lanes, clock);
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
            workers.shutdown();
            if (!workers.awaitTermination(20, TimeUnit.SECONDS)) {
                LOG.warn("A recipient's door has not answered; what it was given is given again after the start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!stopping) {
            try {
                int taken = round();
                if (taken < AT_ONCE) {
                    rest(taken == 0);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable e) {
                // The database is away, or memory was short: nothing was taken out, everything is taken again.
                LOG.warn(
                        "Disclosures could not be taken from the outbox: {}",
                        e.getClass().getName());
                bell.drainPermits();
                restQuietly();
            }
        }
    }

    private int round() throws InterruptedException {
        Instant now = clock.instant();
        List<Outbox.Due> due = desk.take(AT_ONCE, lanes.shut(now));
        Map<Outbox.Lane, List<Outbox.Due>> byLane =
                due.stream().collect(Collectors.groupingBy(Outbox.Due::lane, LinkedHashMap::new, Collectors.toList()));
        List<CompletableFuture<List<Outbox.Due>>> all = new ArrayList<>();
        byLane.forEach((lane, items) -> all.add(begun(lane, items, now)));
        long patience = System.nanoTime() + ROUND.toNanos();
        List<Outbox.Due> handed = new ArrayList<>();
        for (CompletableFuture<List<Outbox.Due>> one : all) {
            try {
                handed.addAll(one.get(Math.max(0, patience - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException slow) {
                one.thenAccept(this::settleLate);
            } catch (ExecutionException e) {
                LOG.warn(
                        "What waits for a recipient could not be worked on: {}",
                        Objects.requireNonNullElse(e.getCause(), e).getClass().getName());
            }
        }
        settle(handed);
        return due.size();
    }

    private CompletableFuture<List<Outbox.Due>> begun(Outbox.Lane lane, List<Outbox.Due> items, Instant lent) {
        lanes.busy(lane);
        try {
            return CompletableFuture.supplyAsync(() -> handover.work(lane, items, lent, () -> stopping), workers);
        } catch (Throwable e) {
            // No thread is to be had: the other lanes have theirs, and what they hand over must be settled.
            handover.cannot(lane, e);
            return CompletableFuture.completedFuture(List.of());
        }
    }

    private void settle(List<Outbox.Due> handed) {
        if (!handed.isEmpty()) {
            desk.delivered(handed);
        }
    }

    private void settleLate(List<Outbox.Due> handed) {
        try {
            settle(handed);
        } catch (Throwable e) {
            // It is lent for a while yet, and then handed over again.
            LOG.warn(
                    "What was handed over could not be taken out of the outbox: {}",
                    e.getClass().getName());
        }
    }

    /** @param nothing whether there was nothing to do: the outbox may have given less than it has */
    private void rest(boolean nothing) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        if (nothing && bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
        }
    }

    private void restQuietly() {
        try {
            rest(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
