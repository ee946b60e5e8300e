package org.marac.gateway.running;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/**
 * Agencies that send without a pause, whatever becomes of the gateway. What an agency is not sure of it sends again, as a
 * real one would, or gives up, as one would whose own system was lost.
 */
final class Load implements AutoCloseable {
    private static final long BEFORE_NEXT_TRY_NS = 300_000_000;
    /** So often a sender still tries when the test has ended; by then the gateway is there, or the test has failed. */
    private static final int LAST_TRIES = 200;
    /** A broker takes messages far quicker than they can be worked on: unpaced, thousands would wait after the last kill. */
    private static final long PACE_NS = 500_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningGateway gateway;
    private final Queue<Sent> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Sent> repeated = new ConcurrentLinkedQueue<>();
    private final Queue<Sent> givenUp = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledgements = new AtomicInteger();
    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final Map<Door, Set<AgencyId>> senders = new EnumMap<>(Door.class);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private volatile boolean resting;

    /**
     * A message as an agency keeps it.
     *
     * @param content the message itself; the seal around it is new with every send
     * @param receipt what the FHIR door answered with; empty bytes for a queue
     */
    record Sent(AgencyId agency, Door door, UUID id, Bytes content, Bytes receipt) {}

    enum Door {
        QUEUE,
        FHIR
    }

    Load(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /** One more agency that sends, until this is closed. */
    void sender(AgencyId agency, Door door, long seed) {
        Thread thread = new Thread(() -> work(agency, door, new Random(seed)), agency + "-" + door);
        threads.add(thread);
        senders.computeIfAbsent(door, d -> new HashSet<>()).add(agency);
        thread.start();
    }

    /** Who sends by this door. */
    Set<AgencyId> senders(Door door) {
        return Set.copyOf(senders.getOrDefault(door, Set.of()));
    }

    /** How many sends were acknowledged, repeated ones included. */
    int acknowledgements() {
        return acknowledgements.get();
    }

    /** Each message once. */
    List<Sent> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Sent again although acknowledged before, with the answer to that. */
    List<Sent> repeated() {
        return List.copyOf(repeated);
    }

    /** Never acknowledged, not sent again: may be there or not. */
    List<Sent> givenUp() {
        return List.copyOf(givenUp);
    }

    /** What a sender met that no failure explains. */
    List<Throwable> wrong() {
        return List.copyOf(wrong);
    }

    /** Nobody sends until what was acknowledged is in the record: what waits must not grow from kill to kill. */
    void catchUp() {
        resting = true;
        try (State state = State.of(gateway)) {
            Awaitility.await("the record")
                    .atMost(PATIENCE)
                    .until(() -> state.recorded().size() >= acknowledged.size());
        } finally {
            resting = false;
        }
    }

    /** Lets every sender finish what it is at. */
    @Override
    public void close() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void work(AgencyId agency, Door door, Random random) {
        try (AgencyClient client = new AgencyClient(agency, gateway)) {
            List<Sent> own = new ArrayList<>();
            while (!stopping) {
                if (resting) {
                    LockSupport.parkNanos(BEFORE_NEXT_TRY_NS);
                    continue;
                }
                boolean repeat = !own.isEmpty() && random.nextInt(10) == 0;
                Sent message = repeat ? own.get(random.nextInt(own.size())) : fresh(agency, door, random);
                Optional<Sent> answered = sent(client, message, repeat || random.nextInt(3) > 0);
                if (answered.isEmpty()) {
                    givenUp.add(message);
                } else if (repeat) {
                    repeated.add(answered.get());
                } else {
                    own.add(answered.get());
                    acknowledged.add(answered.get());
                }
                if (door == Door.QUEUE) {
                    LockSupport.parkNanos(PACE_NS);
                }
            }
        } catch (RuntimeException | Error e) {
            // A thread of its own: the test must hear of it.
            wrong.add(e);
        }
    }

    private static Sent fresh(AgencyId agency, Door door, Random random) {
        UUID id = UUID.randomUUID();
        String text = door == Door.FHIR ? Invented.hospitalReferral(id, random) : Invented.referral(agency, id, random);
        return new Sent(agency, door, id, Bytes.utf8(text), Bytes.of(new byte[0]));
    }

    private Optional<Sent> sent(AgencyClient client, Sent message, boolean patient) {
        int last = 0;
        while (true) {
            try {
                Sent answered = knock(client, message);
                acknowledgements.incrementAndGet();
                return Optional.of(answered);
            } catch (IOException | JMSException e) {
                client.hangUp();
                if (stopping && last++ == LAST_TRIES) {
                    throw new IllegalStateException("The gateway does not come back", e);
                }
                if (!patient) {
                    return Optional.empty();
                }
                LockSupport.parkNanos(BEFORE_NEXT_TRY_NS);
            }
        }
    }

    private static Sent knock(AgencyClient client, Sent message) throws IOException, JMSException {
        if (message.door() == Door.QUEUE) {
            client.send(client.seal(message.id().toString(), message.content(), MediaType.CANONICAL), MediaType.CMS);
            return message;
        }
        AgencyClient.Answer answer = client.post(message.content(), "application/fhir+json", message.id());
        if (answer.status() == 503) {
            throw new IOException("The gateway could not");
        }
        if (answer.status() != 200 && answer.status() != 409) {
            throw new UncheckedIOException(new IOException(answer.status() + " " + answer.body()));
        }
        return new Sent(
                message.agency(),
                message.door(),
                message.id(),
                message.content(),
                answer.receipt().orElseThrow());
    }
}
