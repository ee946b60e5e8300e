package org.marac.gateway.wiring;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.audit.AuditLogUnavailable;
import org.marac.gateway.audit.Milestones;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.protocol.Alarm;
import org.marac.gateway.protocol.ProtocolMemory;
import org.marac.gateway.protocol.Remembered;
import org.marac.gateway.protocol.Report;
import org.marac.gateway.seal.RevocationUnknown;
import org.marac.gateway.storage.StorageUnavailable;
import org.marac.gateway.storage.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the protocol while the gateway runs: takes up what has changed in its directory, remembers it, notes it in the
 * audit log, and tells people what they must know of it, once.
 */
final class ProtocolWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Where no version says how far clocks may differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final SignedArea area;
    private final Transactions transactions;
    private final PostgresAuditLog log;
    private final Clock clock;
    private final Optional<Instant> corrected;
    private final ProtocolMemory memory = new ProtocolMemory();
    private final Milestones milestones = new Milestones();
    private final Set<String> told = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread named = new Thread(work, "protocol-watch");
        named.setDaemon(true);
        return named;
    });
    private volatile @Nullable Report kept;
    private boolean failing;

    /**
     * @param corrected entries and checkpoints dated later than this were written while the clock stood wrong, as the operator says; empty
     *     believes the log
     */
    ProtocolWatch(
            SignedArea area,
            Transactions transactions,
            PostgresAuditLog log,
            Clock clock,
            Optional<Instant> corrected) {
        this.area = area;
        this.transactions = transactions;
        this.log = log;
        this.clock = clock;
        this.corrected = corrected;
    }

    /** Begins, then looks every second. */
    void start() {
        begin();
        thread.scheduleWithFixedDelay(this::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Remembers what was, before anything is decided. */
    void begin() {
        List<Entry.Noted> activations =
                transactions.read(connection -> milestones.noted(connection, ProtocolMemory.ACTIVATED));
        List<Entry.Noted> declarations =
                transactions.read(connection -> milestones.noted(connection, ProtocolMemory.DECLARED));
        transactions.write(connection -> {
            memory.restore(connection, activations, declarations);
            return 0;
        });
        Remembered remembered = transactions.read(memory::remembered);
        area.shelf().remember(remembered);
        look();
    }

    /** What people must be told now. */
    List<Alarm> alarms() {
        Report last = kept;
        return last == null ? List.of() : last.alarms();
    }

    /** One look. What fails is tried again at the next; the version in force goes on meanwhile. */
    void look() {
        try {
            Instant now = clock.instant();
            area.look(now);
            watchClock();
            if (area.shelf().clockSetBack(now)) {
                once(
                        "clock-set-back",
                        "The clock stands before what the audit log holds: nothing is decided and nobody is let in");
            } else {
                keep(area.shelf().report(now), now);
            }
            failing = false;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            fails("The protocol directory cannot be read again; what was known stays", e);
        } catch (RevocationUnknown e) {
            // Health says so, and nothing is decided until a current list is there.
            failing = true;
        } catch (StorageUnavailable | AuditLogUnavailable e) {
            fails("What is new of the protocol cannot be remembered; it will be tried again", e);
        } catch (Throwable e) {
            // Whatever else it is, the watch must not end by it: a withdrawal would be missed.
            if (!failing) {
                LOG.error(
                        "The protocol cannot be watched; it will be tried again: {}",
                        e.getClass().getName());
            }
            failing = true;
        }
    }

    private void watchClock() {
        Optional<Instant> latest = transactions.read(connection -> milestones.latest(connection, corrected));
        latest.map(at -> at.minus(skew())).ifPresent(area.shelf()::notBefore);
    }

    private Duration skew() {
        Report last = kept;
        return last == null
                ? SKEW
                : last.inForce()
                        .map(inForce -> inForce.protocol().envelope().clockSkew())
                        .orElse(SKEW);
    }

    private void keep(Report report, Instant now) {
        if (report.equals(kept)) {
            return;
        }
        List<Entry.Noted> news = transactions.write(connection -> {
            List<Entry.Noted> fresh = memory.keep(connection, report, now);
            log.append(connection, fresh);
            return fresh;
        });
        area.shelf().remember(transactions.read(memory::remembered));
        news.forEach(ProtocolWatch::say);
        report.alarms().forEach(alarm -> once(alarm.code() + alarm.details(), alarm.sentence()));
        kept = report;
    }

    private void once(String key, String sentence) {
        if (told.add(key)) {
            LOG.warn("PROTOCOL: {}", sentence);
        }
    }

    private void fails(String what, RuntimeException e) {
        if (!failing) {
            LOG.error(what, e);
        }
        failing = true;
    }

    private static void say(Entry.Noted noted) {
        String version = noted.protocol()
                .map(ProtocolRef::version)
                .map(v -> " version " + v)
                .orElse("");
        if (!noted.event().equals(ProtocolMemory.ALARM)) {
            LOG.info("{}{} {}", noted.event(), version, noted.details());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
