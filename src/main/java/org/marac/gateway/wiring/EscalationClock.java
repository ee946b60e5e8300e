package org.marac.gateway.wiring;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.marac.gateway.flow.Escalation;
import org.marac.gateway.flow.Expiry;
import org.marac.gateway.flow.GlassReviews;
import org.marac.gateway.model.Waiting;
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

    private void tick() {
        try {
            List<Waiting> overdue = escalation.escalate();
            overdue.forEach(waiting -> LOG.warn(
                    "hold {} has waited since {} and nobody has decided{}: the next office is asked",
                    waiting.id(),
                    waiting.since(),
                    waiting.emergency() ? ", IN AN EMERGENCY" : ""));
            reviews.remind()
                    .forEach(glass -> LOG.warn(
                            "break-glass {} was to be reviewed by {} and nobody has: chair and data protection officer are"
                                    + " told again",
                            glass.id(),
                            glass.reviewBy().orElseThrow()));
            if (deliveries.tell() > 0) {
                LOG.warn("What should have reached its recipients has not in time: the coordinator is told");
            }
            int expired = expiry.expire();
            if (expired > 0) {
                LOG.warn(
                        "{} things that could not be read were kept until their time was over: nobody has dealt with them",
                        expired);
            }
        } catch (RuntimeException e) {
            // The clock must go on: a database that is away comes back.
            LOG.error("what waits for a person could not be escalated, it will be tried again: {}", e.toString());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
