package org.marac.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
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
     * Hands over what waits in one lane, in order.
     *
     * @param stopping whether no more is begun
     * @return what was handed over
     */
    List<Outbox.Due> work(Outbox.Lane lane, List<Outbox.Due> items, BooleanSupplier stopping) {
        try {
            Optional<String> obstacle = standing.obstacle(lane.recipient());
            if (obstacle.isPresent()) {
                if (!obstacle.get().equals(kept.put(lane.recipient(), obstacle.get()))) {
                    LOG.warn("Nothing goes to {} now: {}", lane.recipient(), obstacle.get());
                }
                Instant until = clock.instant().plus(MAY_NOT);
                desk.postponed(items, until);
                lanes.waits(lane, until);
                return List.of();
            }
            kept.remove(lane.recipient());
            return handOver(lane, items, stopping);
        } catch (RuntimeException e) {
            // The database is away: what was lent comes back after its time.
            lanes.waits(lane, clock.instant().plus(Lanes.FIRST_RETRY));
            throw e;
        }
    }

    /**
     * Hands over until the door is found dead. One that fails alone is set back by itself, and holds up only what is of the
     * same case; where the door is dead, what is left waits and keeps its order.
     */
    private List<Outbox.Due> handOver(Outbox.Lane lane, List<Outbox.Due> items, BooleanSupplier stopping) {
        List<Outbox.Due> handed = new ArrayList<>();
        List<Outbox.Due> failed = new ArrayList<>();
        List<Outbox.Due> untried = new ArrayList<>();
        boolean answers = false;
        boolean dead = false;
        Duration atLeast = Duration.ZERO;
        for (Outbox.Due one : items) {
            if (stopping.getAsBoolean() || dead || isBehind(one, failed)) {
                untried.add(one);
                continue;
            }
            Tried tried = handOver(one);
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
        dead |= !answers && !failed.isEmpty();
        setBack(lane, failed, untried, dead ? Optional.of(atLeast) : Optional.empty());
        return handed;
    }

    private static boolean isBehind(Outbox.Due one, List<Outbox.Due> failed) {
        return failed.stream().anyMatch(before -> before.caseRef().equals(one.caseRef()));
    }

    /** @param dead for how long at least the door is left alone; empty where it is there */
    private void setBack(Outbox.Lane lane, List<Outbox.Due> failed, List<Outbox.Due> untried, Optional<Duration> dead) {
        Instant now = clock.instant();
        Instant until = dead.map(atLeast -> lanes.closed(lane, now, atLeast)).orElse(now);
        failed.forEach(one -> desk.failed(one, dead.isPresent() ? until : now.plus(Lanes.later(one.attempts()))));
        if (!untried.isEmpty()) {
            desk.postponed(untried, until);
        }
        if (dead.isEmpty()) {
            lanes.open(lane);
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
        } catch (CamelExecutionException e) {
            Throwable why = Objects.requireNonNullElse(e.getCause(), e);
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
