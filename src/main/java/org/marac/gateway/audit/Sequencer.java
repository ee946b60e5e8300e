package org.marac.gateway.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the log: takes committed entries into the Merkle tree and signs a checkpoint, less than a second after the
 * commit, as long as the database answers. Any number of gateway nodes may run one; a lock in the database lets one work
 * at a time, and the lock lives in the very transaction that writes, so a node that lost it cannot commit.
 *
 * <p>Entries need no sequencer to be final: their order is fixed by {@link PostgresAuditLog}. When this stops, nothing is
 * lost and checkpoints wait.
 */
public final class Sequencer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Connections connections;
    private final LastSigned lastSigned;
    private final TreeGrowth growth;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition wanted = lock.newCondition();

    private Optional<SignedCheckpoint> latest = Optional.empty();
    private Optional<String> halted = Optional.empty();
    private boolean hurry;
    private boolean stopping;
    private @Nullable Thread thread;

    /**
     * A sequencer that has not started.
     *
     * @param lastSigned file in which this node remembers, outside the database, what was signed last
     * @throws LogBroken when that file holds something else than a checkpoint of the key
     * @throws AuditLogUnavailable when it cannot be read
     */
    public Sequencer(Connections connections, LogKey key, Path lastSigned) {
        this.connections = connections;
        this.lastSigned = new LastSigned(lastSigned);
        this.growth = new TreeGrowth(key, this.lastSigned.recall().map(note -> own(note, key)));
    }

    /**
     * Checks the stored log against the last checkpoint, then works in the background until closed.
     *
     * @throws LogBroken when the stored log contradicts what was signed
     * @throws AuditLogUnavailable when the database does not answer
     */
    public void start() {
        lock.lock();
        try {
            if (thread != null) {
                throw new IllegalStateException("A sequencer starts once");
            }
            work();
            thread = new Thread(this::run, "audit-sequencer");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(
                    (dead, e) -> halt("the sequencer died of " + e.getClass().getName()));
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    /** Stops after the transaction it is in; what is not yet published is so by the next start. */
    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            stopping = true;
            wanted.signalAll();
            changed.signalAll();
            running = thread;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            try {
                running.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The latest checkpoint known to this node, its own or another node's; empty before the start. */
    public Optional<SignedCheckpoint> latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is signed any more, if so: the gateway must not be called healthy. */
    public Optional<String> halted() {
        lock.lock();
        try {
            return halted;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a checkpoint of at least this size.
     *
     * @throws AuditLogUnavailable when there is none in time, or the sequencer has stopped
     */
    SignedCheckpoint awaitCheckpoint(long size, Duration atMost) {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (true) {
                Optional<SignedCheckpoint> reached =
                        latest.filter(signed -> signed.checkpoint().size() >= size);
                if (reached.isPresent()) {
                    return reached.get();
                }
                if (nanos <= 0 || stopping || halted.isPresent()) {
                    throw new AuditLogUnavailable("No checkpoint of that size");
                }
                hurry = true;
                wanted.signalAll();
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditLogUnavailable("Interrupted while waiting for a checkpoint", e);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = PERIOD;
        while (pause(pause)) {
            try {
                work();
                pause = PERIOD;
            } catch (AuditLogUnavailable e) {
                LOG.warn("The audit log cannot be published at the moment: {}", e.getMessage());
                pause = AFTER_FAILURE;
            } catch (LogBroken e) {
                halt(String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    private boolean pause(Duration pause) {
        lock.lock();
        try {
            long nanos = pause.toNanos();
            while (!stopping && !hurry && nanos > 0) {
                nanos = wanted.awaitNanos(nanos);
            }
            hurry = false;
            return !stopping;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Publishes all there is, in as many transactions as it takes. */
    private void work() {
        boolean more = true;
        while (more) {
            try (Connection connection = connections.open()) {
                connection.setAutoCommit(false);
                more = step(connection);
            } catch (SQLException e) {
                growth.forget();
                throw new AuditLogUnavailable("The database did not take the tree", e);
            }
        }
    }

    private boolean step(Connection connection) throws SQLException {
        TreeStore store = new TreeStore(connection);
        boolean done = false;
        try {
            Optional<SignedCheckpoint> grown = store.lock() ? growth.grow(store) : Optional.empty();
            Optional<SignedCheckpoint> now = grown.or(() -> growth.latest(store));
            connection.commit();
            done = true;
            grown.ifPresent(growth::committed);
            now.ifPresent(this::publish);
            return grown.isPresent();
        } finally {
            if (!done) {
                growth.forget();
                connection.rollback();
            }
        }
    }

    private void publish(SignedCheckpoint signed) {
        lock.lock();
        try {
            if (latest.filter(signed::equals).isEmpty()) {
                lastSigned.remember(signed.note());
                latest = Optional.of(signed);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void halt(String why) {
        LOG.error("THE AUDIT LOG IS BROKEN, nothing more is signed: {}", why);
        lock.lock();
        try {
            halted = Optional.of(why);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Checkpoint own(String note, LogKey key) {
        try {
            return Checkpoint.open(note, key.verifier());
        } catch (Unproven e) {
            throw new LogBroken("the file of the last signed checkpoint is of another log or key: " + e.getMessage());
        }
    }
}
