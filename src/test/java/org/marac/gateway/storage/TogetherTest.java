package org.marac.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TogetherTest {
    private final List<List<String>> groups = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Together<String> together = new Together<>(this::work);

    @Test
    void whoComesAloneGoesAloneAndAtOnce() {
        ending.countDown();
        together.join("first");
        together.join("second");
        assertThat(groups).containsExactly(List.of("first"), List.of("second"));
    }

    @Test
    void thoseWhoComeWhileOneIsAtWorkGoTogetherInTheOrderTheyCame() throws Exception {
        Thread first = first("first");
        List<Thread> next = List.of(follow("second"), follow("third"), follow("fourth"));
        assertThat(groups).containsExactly(List.of("first"));
        ending.countDown();
        first.join();
        for (Thread one : next) {
            one.join();
        }
        assertThat(groups).containsExactly(List.of("first"), List.of("second", "third", "fourth"));
    }

    @Test
    void workThatFailsTellsItsOwnThreadAndKeepsNobodyWaiting() throws Exception {
        Thread first = first("fails");
        Thread second = follow("fails too");
        Thread third = follow("third");
        ending.countDown();
        first.join();
        second.join();
        third.join();
        together.join("last");
        assertThat(groups).containsExactly(List.of("fails"), List.of("fails too", "third"), List.of("last"));
    }

    @Test
    void theOneWhoseThreadDoesTheWorkIsToldHowItFailed() {
        ending.countDown();
        assertThatIllegalStateException().isThrownBy(() -> together.join("fails"));
    }

    @Test
    void whoIsInterruptedWaitsForTheAnswerAllTheSame() throws Exception {
        Thread first = first("first");
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread second = start(() -> {
            together.join("second");
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        waits(second);
        second.interrupt();
        assertThat(second.isAlive()).isTrue();
        ending.countDown();
        first.join();
        second.join();
        assertThat(groups).contains(List.of("second"));
        assertThat(interrupted).isTrue();
    }

    private void work(List<String> group) {
        groups.add(group);
        begun.countDown();
        try {
            if (ending.getCount() > 0 && !ending.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let it end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (group.get(0).startsWith("fails")) {
            throw new IllegalStateException();
        }
    }

    private Thread first(String name) throws InterruptedException {
        Thread thread = start(() -> together.join(name));
        begun.await();
        return thread;
    }

    private Thread follow(String name) {
        Thread thread = start(() -> together.join(name));
        waits(thread);
        return thread;
    }

    private static void waits(Thread thread) {
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        // What a failing group throws is expected here.
        thread.setUncaughtExceptionHandler((t, e) -> {});
        thread.start();
        return thread;
    }
}
