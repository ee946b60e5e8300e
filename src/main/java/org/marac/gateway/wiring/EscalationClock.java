package org.marac.gateway.wiring;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.marac.gateway.flow.Escalation;
import org.marac.gateway.flow.Expiry;
import org.marac.gateway.flow.GlassReviews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again and again what has waited too long: for a person's decision, a break-glass for its review, a disclosure for its
 * recipient, what could not be read for anyone at all.
 */
final class EscalationClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EscalationClock.class);
    private static final int SECONDS = 10;

    private final Escalation escalation;
    private final GlassReviews reviews;
    private final OverdueDeliveries deliveries;
    private final Expiry expiry;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "escalation");
        thread.setDaemon(true);
        return thread;
    });

    EscalationClock(Escalation escalation, GlassReviews reviews, OverdueDeliveries deliveries, Expiry expiry) {
        this.escalation = escalation;
        this.reviews = reviews;
        this.deliveries = deliveries;
        this.expiry = expiry;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::tick, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** Each by itself: what one of them cannot do now does not keep anyone from being told by the others. */
    void tick() {
        step("holds", this::escalate);
        step("break-glass reviews", this::remind);
        step("late deliveries", this::tell);
        step("what could not be read", this::expire);
    }

    private static void step(String name, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            // An Error too: after one that gets out nothing is ever run again. Its message may say what it was about.
            LOG.error(
                    "{}: what has waited too long could not be asked for, it will be tried again: {}",
                    name,
                    e.getClass().getName());
        }
    }

    private void escalate() {
        escalation
                .escalate()
                .forEach(waiting -> LOG.warn(
                        "hold {} has waited since {} and nobody has decided{}: the next office is asked",
                        waiting.id(),
                        waiting.since(),
                        waiting.emergency() ? ", IN AN EMERGENCY" : ""));
    }

    private void remind() {
        reviews.remind()
                .forEach(glass -> LOG.warn(
                        "break-glass {} was to be reviewed by {} and nobody has: chair and data protection officer are"
                                + " told again",
                        glass.id(),
                        glass.reviewBy().orElseThrow()));
    }

    private void tell() {
        if (deliveries.tell() > 0) {
            LOG.warn("What should have reached its recipients has not in time: the coordinator is told");
        }
    }

    private void expire() {
        int expired = expiry.expire();
        if (expired > 0) {
            LOG.warn(
                    "{} things that could not be read were kept until their time was over: nobody has dealt with them",
                    expired);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
