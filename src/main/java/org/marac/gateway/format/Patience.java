package org.marac.gateway.format;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.marac.gateway.model.Refused;

/**
 * What an agency has written runs so long and no longer: the message it is run on is refused, and nobody waits for it. What
 * cannot be stopped burns on in a thread of its own; where two do, nothing more is begun until one has ended or the mapping
 * is another. One of these for each mapping; safe to share between threads.
 */
final class Patience {
    private static final int MOST_RUNAWAYS = 2;
    /** Bytes: what is traced has no tail calls, and a list of ten thousand gone through by recursion takes a quarter of this. */
    private static final long STACK = 64L << 20;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(null, work, "mapping", STACK);
        thread.setDaemon(true);
        return thread;
    });

    private final Duration longest;
    private final AtomicInteger runaways = new AtomicInteger();

    Patience(Duration longest) {
        this.longest = longest;
    }

    /** Its result; what it throws, unchecked or refusal, is thrown here. */
    <T> T run(Callable<T> work) throws Refused {
        if (runaways.get() >= MOST_RUNAWAYS) {
            throw Refusals.invalid("mapping-timeout", "/");
        }
        AtomicInteger left = new AtomicInteger();
        FutureTask<T> running = new FutureTask<>(work);
        THREADS.execute(() -> {
            try {
                running.run();
            } finally {
                // Whoever of the two is second takes it off the count.
                if (left.getAndIncrement() == 1) {
                    runaways.decrementAndGet();
                }
            }
        });
        try {
            return running.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            runaways.incrementAndGet();
            if (left.getAndIncrement() == 1) {
                runaways.decrementAndGet();
            }
            running.cancel(true);
            throw Refusals.invalid("mapping-timeout", "/");
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a mapping ran", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            if (e.getCause() instanceof RuntimeException could) {
                throw could;
            }
            throw new IllegalStateException("A mapping failed", e.getCause());
        }
    }
}
