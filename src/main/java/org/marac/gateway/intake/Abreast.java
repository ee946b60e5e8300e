package org.marac.gateway.intake;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Rows of one file side by side, answered in their order: messages that come together share a transaction. Rows that may be
 * about the same people go one after the other, because what one says of a person counts for the next.
 */
final class Abreast implements AutoCloseable {
    private final int most;
    private final Rows.Told told;
    private final ExecutorService threads;
    private final Deque<Going> going = new ArrayDeque<>();

    /** A row on its way. */
    private record Going(Set<String> kin, Future<RowAnswer> answer) {}

    /**
     * @param most how many at once
     * @param told is told of each, on the thread that begins them
     */
    Abreast(int most, Rows.Told told) {
        this.most = most;
        this.told = told;
        this.threads = Executors.newFixedThreadPool(most);
    }

    /**
     * Begins with a row when there is room for it and no row before it is of the same people.
     *
     * @throws IOException {@code told} says so
     */
    void begin(Set<String> kin, Callable<RowAnswer> row) throws IOException {
        while (going.size() >= most || going.stream().anyMatch(other -> !Collections.disjoint(other.kin, kin))) {
            tellNext();
        }
        going.add(new Going(kin, threads.submit(row)));
    }

    /**
     * Tells of all that were begun.
     *
     * @throws IOException {@code told} says so
     */
    void end() throws IOException {
        while (!going.isEmpty()) {
            tellNext();
        }
    }

    /** What was begun ends; what was not told of is recognised when its file is taken again. */
    @Override
    public void close() {
        threads.shutdown();
        for (Going left : going) {
            try {
                left.answer.get();
            } catch (ExecutionException e) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void tellNext() throws IOException {
        told.of(answer(going.remove()));
    }

    private static RowAnswer answer(Going row) throws IOException {
        try {
            return row.answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a row was at work", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            // Taking a row throws nothing that must be declared.
            throw e.getCause() instanceof RuntimeException could ? could : new IllegalStateException(e.getCause());
        }
    }
}
