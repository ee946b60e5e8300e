package org.marac.gateway.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who goes with whom? One group is at work at a time, on the thread of one of its members; those who come meanwhile wait
 * and are the next group. Nobody waits for company: who comes when nobody is at work goes at once, alone.
 *
 * @param <M> what each brings
 */
public final class Together<M> {
    private final Consumer<List<M>> work;
    private List<Seat<M>> waiting = new ArrayList<>();
    private boolean atWork;

    /** @param work what is done for a group, in the order its members came */
    public Together(Consumer<List<M>> work) {
        this.work = work;
    }

    /**
     * Returns when the work of a group with this in it has ended, on this or another thread. Where it ended with an
     * exception, only the thread it ran on is told: what came of it must show in what was brought.
     */
    public void join(M brought) {
        Seat<M> own = new Seat<>(brought);
        List<Seat<M>> group = enter(own);
        try {
            if (!group.isEmpty()) {
                work.accept(group.stream().map(seat -> seat.brought).toList());
            }
        } finally {
            leave(group);
            if (own.interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The group to work for; empty where another thread has worked for this one. */
    private synchronized List<Seat<M>> enter(Seat<M> own) {
        waiting.add(own);
        while (atWork && !own.done) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Another thread may be at its work at this moment: how that ends is the only truthful answer. And the
                // interrupt is this one's alone, not its group's, so it is given back when the work is done.
                own.interrupted = true;
            }
        }
        if (own.done) {
            return List.of();
        }
        List<Seat<M>> group = waiting;
        waiting = new ArrayList<>();
        atWork = true;
        return group;
    }

    private synchronized void leave(List<Seat<M>> group) {
        if (!group.isEmpty()) {
            group.forEach(seat -> seat.done = true);
            atWork = false;
            notifyAll();
        }
    }

    private static final class Seat<M> {
        private final M brought;
        private boolean done;
        private boolean interrupted;

        Seat(M brought) {
            this.brought = brought;
        }
    }
}
