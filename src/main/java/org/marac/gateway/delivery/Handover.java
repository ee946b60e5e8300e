package org.marac.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Door;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane's work: may it go now, does the door take it, and what becomes of what it did not take? Safe for many threads. */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    /** What the route's name ends with where it is not the agency's own queue. */
    private static final Map<Door, String> WAYS = Map.of(
            Door.ALTERNATE,
            ".restricted",
            Door.FILES,
            ".files",
            Door.MAIL,
            ".mail",
            Door.MLLP,
            ".mllp",
            Door.FHIR,
            ".fhir");

    /** What may not go to its recipient now is looked at again after so long. */
    private static final Duration MAY_NOT = Duration.ofSeconds(10);

    /** For so long what is lent is taken for what is still to go. */
    private static final Duration FRESH = Duration.ofMillis(200);

    /** After so many failures of which nobody knows why a door is taken for dead; after one it may be what was to go there. */
    private static final int DEAD = 2;

    private final Dispatch.Desk desk;
    private final Dispatch.Standing standing;
    private final ProducerTemplate routes;
    private final Lanes lanes;
    private final Clock clock;
    /** Why nothing goes to whom, to say it once. */
    private final Map<AgencyId, String> kept = new ConcurrentHashMap<>();

    Handover(Dispatch.Desk desk, Dispatch.Standing standing, ProducerTemplate routes, Lanes lanes, Clock clock) {
        this.desk = desk;
        this.standing = standing;
        this.routes = routes;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * Hands over what waits in one lane, in order. However that ends, the lane can be worked on again.
     *
     * @param lent when it was lent
     * @param stopping whether no more is begun
     * @return what was handed over
     */
    List<Outbox.Due> work(Outbox.Lane lane, List<Outbox.Due> items, Instant lent, BooleanSupplier stopping) {
        List<Outbox.Due> handed = List.of();
        try {
            Batch batch = new Batch(lane, items, lent);
            handed = batch.handed;
            batch.handOver(stopping);
        } catch (Throwable e) {
            cannot(lane, e);
        }
        return handed;
    }

    /** The database is away, or memory was short: what was lent and not handed over comes back after its time. */
    void cannot(Outbox.Lane lane, Throwable why) {
        lanes.waits(lane, clock.instant().plus(Lanes.FIRST_RETRY));
        LOG.warn(
                "What waits for {} could not be worked on: {}",
                lane.recipient(),
                why.getClass().getName());
    }

    /** Why nothing goes to that recipient at this moment; said once. */
    private Optional<String> obstacle(AgencyId recipient) {
        Optional<String> obstacle = standing.obstacle(recipient);
        if (obstacle.isEmpty()) {
            kept.remove(recipient);
        } else if (!obstacle.get().equals(kept.put(recipient, obstacle.get()))) {
            LOG.warn("Nothing goes to {} now: {}", recipient, obstacle.get());
        }
        return obstacle;
    }

    /**
     * What was lent of one lane. It is handed over until the door is found dead, or nothing may go there any more. One that
     * fails alone is set back by itself, and holds up only what is of the same case; otherwise what is left waits and keeps its
     * order.
     */
    private final class Batch {
        private final Outbox.Lane lane;
        private final List<Outbox.Due> items;
        private final List<Outbox.Due> handed = new ArrayList<>();
        private final List<Outbox.Due> failed = new ArrayList<>();
        private final List<Outbox.Due> untried = new ArrayList<>();
        private Set<Long> going;
        /** When it was known last what is still to go. */
        private Instant known;

        private boolean answers;
        private boolean dead;
        private boolean mayNot;
        private Duration atLeast = Duration.ZERO;

        Batch(Outbox.Lane lane, List<Outbox.Due> items, Instant lent) {
            this.lane = lane;
            this.items = items;
            this.known = lent;
            this.going = items.stream().map(Outbox.Due::id).collect(Collectors.toSet());
        }

        void handOver(BooleanSupplier stopping) {
            for (int next = 0; next < items.size(); next++) {
                Outbox.Due one = items.get(next);
                if (!mayGo() || stopping.getAsBoolean() || isBehindFailed(one)) {
                    untried.add(one);
                    continue;
                }
                lookAgain(items.subList(next, items.size()));
                if (going.contains(one.id())) {
                    settle(one, Handover.this.handOver(one));
                }
            }
            setBack();
        }

        private boolean mayGo() {
            mayNot = mayNot || !dead && obstacle(lane.recipient()).isPresent();
            return !mayNot && !dead;
        }

        private boolean isBehindFailed(Outbox.Due one) {
            return failed.stream().anyMatch(before -> before.caseRef().equals(one.caseRef()));
        }

        /** A door may be slow, and what was lent be withdrawn meanwhile. A quick one pays nothing for that. */
        private void lookAgain(List<Outbox.Due> rest) {
            Instant now = clock.instant();
            if (now.isBefore(known) || now.isAfter(known.plus(FRESH))) {
                going = desk.renewed(rest);
                known = now;
            }
        }

        private void settle(Outbox.Due one, Tried tried) {
            Taking taking = tried.taking();
            atLeast = tried.atLeast();
            answers |= taking.answered();
            if (taking == Taking.TAKEN) {
                handed.add(one);
            } else if (taking != Taking.NEVER) {
                failed.add(one);
                dead = taking == Taking.AWAY || failed.size() == DEAD;
            }
        }

        private void setBack() {
            Instant now = clock.instant();
            dead |= !answers && !failed.isEmpty();
            Instant until = now;
            if (mayNot) {
                until = now.plus(MAY_NOT);
            } else if (dead) {
                until = lanes.closed(lane, now, atLeast);
            }
            for (Outbox.Due one : failed) {
                desk.failed(one, dead ? until : now.plus(Lanes.later(one.attempts())));
            }
            if (!untried.isEmpty()) {
                desk.postponed(untried, until);
            }
            if (mayNot) {
                lanes.waits(lane, until);
            } else if (!dead) {
                lanes.open(lane);
            }
        }
    }

    /** What came of one try, and for how long at least the door does not want another. */
    private record Tried(Taking taking, Duration atLeast) {}

    /** What came of one try. */
    private enum Taking {
        TAKEN,
        /** The recipient's system will not have it, now or later. */
        NEVER,
        /** The recipient's system will not have it now. */
        LATER,
        /** Nobody knows whether it is this one or the door. */
        FAILED,
        /** The door is not there. */
        AWAY;

        boolean answered() {
            return this == TAKEN || this == NEVER || this == LATER;
        }
    }

    private Tried handOver(Outbox.Due due) {
        try {
            // The broker drops a second copy of what it has: a crash after this and before the outbox knows sends it
            // again.
            routes.sendBodyAndHeaders(
                    // Without a route it fails at once: waiting for one would keep everyone else's waiting.
                    "direct:out-" + due.recipient().value() + WAYS.getOrDefault(due.door(), "") + "?block=false",
                    due.covered().orElse(due.sealed()).toArray(),
                    headers(due));
            return new Tried(Taking.TAKEN, Duration.ZERO);
        } catch (Throwable e) {
            // An error too: it may be this one that is too large, and the others must not wait for it.
            Throwable why = e instanceof CamelExecutionException ? Objects.requireNonNullElse(e.getCause(), e) : e;
            LOG.warn(
                    "A disclosure for {} could not be handed over, attempt {}: {}",
                    due.recipient(),
                    due.attempts(),
                    inOurWords(why));
            Duration atLeast = why instanceof DoorAway away ? away.after() : Duration.ZERO;
            return new Tried(taking(due, why), atLeast);
        }
    }

    private Taking taking(Outbox.Due due, Throwable why) {
        if (why instanceof NotTaken never) {
            desk.setAside(due, never.reason());
            return Taking.NEVER;
        }
        if (why instanceof NotNow) {
            return Taking.LATER;
        }
        return why instanceof DoorAway ? Taking.AWAY : Taking.FAILED;
    }

    /** Others' exceptions may quote what was to leave. */
    private static String inOurWords(Throwable why) {
        return why instanceof DoorAway || why instanceof NotNow || why instanceof NotTaken
                ? String.valueOf(why.getMessage())
                : why.getClass().getSimpleName();
    }

    private static Map<String, Object> headers(Outbox.Due due) {
        return switch (due.door()) {
            case FILES, MAIL -> Map.of(FileDrop.LOG_INDEX, due.disclosure());
            case FHIR -> Map.of(FhirPost.SHA256, due.sha256().hex(), FhirPost.CASE, due.caseRef());
            default -> Map.of("_AMQ_DUPL_ID", due.sha256().hex(), "JMS_AMQP_ContentType", "application/cms");
        };
    }
}
