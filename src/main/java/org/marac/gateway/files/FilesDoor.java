package org.marac.gateway.files;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files door: what agencies have finished uploading goes down the main line, row by row, and is answered in their
 * folders. An agency's files are worked on one after the other; nobody waits for another agency's.
 */
public final class FilesDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FilesDoor.class);
    private static final int AT_ONCE = 3;
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int LONGEST_RETRY = 6;

    private final Folders folders;
    private final Rows rows;
    private final Function<List<String>, String> csv;
    private final Clock clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread looking = new Thread(this::look, "files");
    private final ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
    private final Set<AgencyId> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Retry> retries = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private @Nullable Uploads uploads;

    /** When something is tried again, and how often it was. */
    private record Retry(Instant at, int times) {}

    /**
     * @param folders where the files lie
     * @param rows takes a file down the main line
     * @param csv a line of cells, its end included
     * @param clock the gateway's clock
     */
    public FilesDoor(Folders folders, Rows rows, Function<List<String>, String> csv, Clock clock) {
        this.folders = folders;
        this.rows = rows;
        this.csv = csv;
        this.clock = clock;
    }

    void takeFrom(Uploads finished) {
        this.uploads = finished;
    }

    /** Says that something may be finished. */
    void ring() {
        bell.release();
    }

    /** Starts to work, with what was left from before. */
    public void start() {
        looking.start();
    }

    @Override
    public void close() {
        stopping = true;
        ring();
        workers.shutdown();
        try {
            looking.join(Duration.ofSeconds(5).toMillis());
            if (!workers.awaitTermination(15, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        while (!stopping) {
            try {
                folders.agencies().stream().filter(busy::add).forEach(this::begin);
            } catch (Throwable e) {
                // An Error too: nobody else looks, and it is tried again after the next pause.
                LOG.error(
                        "The agencies' folders cannot be read: {}", e.getClass().getSimpleName());
            }
            try {
                if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void begin(AgencyId agency) {
        try {
            workers.execute(() -> {
                try {
                    work(agency);
                } catch (Throwable e) {
                    LOG.error(
                            "The folder of {} cannot be read: {}",
                            agency,
                            e.getClass().getSimpleName());
                } finally {
                    busy.remove(agency);
                }
            });
        } catch (Throwable e) {
            // No thread for it now; it must not look as if one were at work.
            busy.remove(agency);
            throw e;
        }
    }

    /** One round: takes what an agency has finished, and works on what waits and is due. */
    void work(AgencyId agency) {
        Uploads finished = uploads;
        if (finished != null) {
            finished.takeFinished(agency);
            tell(finished, agency);
        }
        for (Taken taken : folders.waiting(agency)) {
            if (!stopping && isDue(taken)) {
                attempt(taken);
            }
        }
    }

    private static void tell(Uploads finished, AgencyId agency) {
        try {
            finished.tellUnfinished(agency);
        } catch (IOException e) {
            LOG.warn(
                    "An agency could not be told of unfinished files ({})",
                    e.getClass().getSimpleName());
        }
    }

    private boolean isDue(Taken taken) {
        Retry retry = retries.get(taken.place());
        return retry == null || !clock.instant().isBefore(retry.at());
    }

    private void attempt(Taken taken) {
        try {
            take(taken);
            retries.remove(taken.place());
        } catch (IOException | RuntimeException e) {
            // We could not: nothing is lost, what was answered stands, and it is tried again until it can be.
            int times = retries.getOrDefault(taken.place(), new Retry(Instant.EPOCH, 0))
                    .times();
            Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(times, LONGEST_RETRY));
            retries.put(taken.place(), new Retry(clock.instant().plus(pause), times + 1));
            // Of a file that is not there the message would be its name.
            LOG.warn(
                    "A file of {} could not be worked on to its end ({}), attempt {}",
                    taken.agency(),
                    e.getClass().getSimpleName(),
                    times + 1);
        }
    }

    private void take(Taken taken) throws IOException {
        Rows.From from = new Rows.From(Door.FILES, new Peer.Certificate(taken.certificate()), taken.agency());
        try (Acknowledgement acknowledgement = Acknowledgement.of(taken, csv)) {
            rows.take(from, taken::open, acknowledgement.done(), answer -> {
                acknowledgement.add(answer);
                if (stopping) {
                    throw new IOException("The gateway is stopping");
                }
            });
            acknowledgement.answer(taken);
        }
        taken.done();
    }
}
