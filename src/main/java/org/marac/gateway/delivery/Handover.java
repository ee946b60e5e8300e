package org.marac.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    /** What the route's name ends with where it is not the agency's own queue; so does the queue's. */
    private static final Map<Door, String> RESTRICTED =
            Map.of(Door.ALTERNATE, ".restricted", Door.FILES, ".files", Door.MAIL, ".mail");

    /** What may not go to its recipient now is looked at again after so long. */
    private static final Duration MAY_NOT = Duration.ofSeconds(10);

    /** After so many failures a door is taken for dead; after one it may be what was to go there. */
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
     * Hands over until the door is found dead. One that fails alone is set back by itself, so that it holds up nobody; where
     * two fail, what is left waits with them and keeps its order.
     */
    private List<Outbox.Due> handOver(Outbox.Lane lane, List<Outbox.Due> items, BooleanSupplier stopping) {
        List<Outbox.Due> handed = new ArrayList<>();
        List<Outbox.Due> failed = new ArrayList<>();
        List<Outbox.Due> untried = new ArrayList<>();
        for (Outbox.Due one : items) {
            if (stopping.getAsBoolean() || failed.size() == DEAD) {
                untried.add(one);
            } else if (handOver(one)) {
                handed.add(one);
            } else {
                failed.add(one);
            }
        }
        boolean dead = failed.size() == DEAD || (handed.isEmpty() && !failed.isEmpty());
        Instant now = clock.instant();
        Instant until = dead ? lanes.closed(lane, now) : now;
        failed.forEach(
                one -> desk.failed(one, dead ? until : now.plus(Lanes.later(one.attempts())), "door-does-not-take-it"));
        if (!untried.isEmpty()) {
            desk.postponed(untried, until);
        }
        if (!dead) {
            lanes.open(lane);
        }
        return handed;
    }

    private boolean handOver(Outbox.Due due) {
        try {
            // The broker drops a second copy of what it has: a crash after this and before the outbox knows sends it
            // again.
            routes.sendBodyAndHeaders(
                    // Without a route it fails at once: waiting for one would keep everyone else's waiting.
                    "direct:out-" + due.recipient().value() + RESTRICTED.getOrDefault(due.door(), "") + "?block=false",
                    due.sealed().toArray(),
                    headers(due));
            return true;
        } catch (CamelExecutionException e) {
            LOG.warn("A disclosure for {} could not be handed over, attempt {}", due.recipient(), due.attempts());
            return false;
        }
    }

    private static Map<String, Object> headers(Outbox.Due due) {
        return due.door() == Door.FILES || due.door() == Door.MAIL
                ? Map.of(FileDrop.LOG_INDEX, due.disclosure())
                : Map.of("_AMQ_DUPL_ID", due.sha256().hex(), "JMS_AMQP_ContentType", "application/cms");
    }
}
