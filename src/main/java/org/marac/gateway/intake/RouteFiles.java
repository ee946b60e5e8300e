package org.marac.gateway.intake;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which doors stand open? Takes up the files of {@code routes/doors} and {@code routes/agencies} at the start and whenever
 * one is added, changed or removed. Each is checked by {@link RouteRules} and stands for itself: one that cannot run leaves
 * all others as they are and its own last good version running, and is listed with the reason.
 */
public final class RouteFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** What does not run for a reason outside the files is tried again after so many looks. */
    private static final int AGAIN = 30;

    private final RouteFolder folder;
    private final RouteSet set;
    private final Map<String, Known> known = new TreeMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread named = new Thread(work, "routes-watch");
        named.setDaemon(true);
        return named;
    });
    private volatile List<Listed> listed = List.of();
    private volatile boolean begun;
    private int looks;
    private boolean failing;

    /**
     * @param routes the folder that holds {@code doors/} and {@code agencies/}
     * @param camel where the routes run; must have started before this does
     */
    public RouteFiles(Path routes, CamelContext camel) {
        this.folder = new RouteFolder(routes);
        this.set = new RouteSet(new RouteLoading(camel));
    }

    /** What runs of a file. */
    public enum State {
        /** The file as it is. */
        RUNNING,
        /** An earlier version of it, because the file as it is cannot run. */
        EARLIER_VERSION,
        NOTHING
    }

    /**
     * A route file.
     *
     * @param file its folder and name
     * @param state what runs of it
     * @param reason why it does not run as it is; without any value of the file
     * @param routes the ids of its routes that run
     */
    public record Listed(String file, State state, Optional<String> reason, List<String> routes) {}

    /** What is wanted of a file, and what stands in the way; without a file, it is gone. */
    private record Known(Optional<RouteFile> wanted, Optional<String> reason, boolean tried) {}

    /** What a file shall be from now on; without one, it is gone. */
    private record Wanted(String name, Optional<RouteFile> file) {
        /** What goes makes room first; what is needed comes before those who need it, and goes after them. */
        int turn() {
            if (file.isEmpty()) {
                return RouteFile.isDoor(name) ? 5 : 1;
            }
            if (!RouteFile.isDoor(name)) {
                return 4;
            }
            return file.get().plan().needs().isEmpty() ? 2 : 3;
        }
    }

    /** Looks at all files, then every second. */
    public void start() {
        look();
        begun = true;
        long faulty = listed.stream().filter(one -> one.reason().isPresent()).count();
        LOG.info("{} route files, of which {} do not run as they are", listed.size(), faulty);
        thread.scheduleWithFixedDelay(this::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether every file has been tried once. */
    public boolean begun() {
        return begun;
    }

    /** Every route file, in the order of their names. */
    public List<Listed> list() {
        return listed;
    }

    /** One look. */
    synchronized void look() {
        try {
            List<Wanted> changes = folder.changes().stream()
                    .map(change ->
                            new Wanted(change.name(), change.text().map(text -> RouteFile.read(change.name(), text))))
                    .sorted(Comparator.comparing(Wanted::turn))
                    .toList();
            changes.forEach(change -> settle(change.name(), change.file()));
            boolean again = ++looks % AGAIN == 0;
            if (again || !changes.isEmpty()) {
                List.copyOf(known.keySet()).forEach(this::settleAgain);
            }
            listed = known.entrySet().stream()
                    .map(one -> listed(one.getKey(), one.getValue()))
                    .toList();
            failing = false;
        } catch (UncheckedIOException e) {
            fails("The route files cannot be read; what runs goes on", e);
        } catch (Throwable e) {
            // Whatever else it is, an Error too, the watch must not end by it.
            fails("The route files cannot be watched; it will be tried again", e);
        }
    }

    /** What was in the way may be gone; what was tried in vain is not stopped for another trial. */
    private void settleAgain(String name) {
        Optional.ofNullable(known.get(name))
                .filter(one -> one.reason().isPresent())
                .filter(one -> !one.tried() || set.running(name).isEmpty())
                .ifPresent(one -> settle(name, one.wanted()));
    }

    private void settle(String name, Optional<RouteFile> wanted) {
        if (wanted.isEmpty()) {
            gone(name);
            return;
        }
        List<String> obstacles = set.obstacles(wanted.get());
        if (!obstacles.isEmpty()) {
            note(name, new Known(wanted, Optional.of(String.join("; ", obstacles)), false));
            return;
        }
        Map<String, String> failed = set.replace(wanted.get());
        note(name, new Known(wanted, Optional.ofNullable(failed.get(name)), true));
        failed.forEach((other, reason) -> {
            Known hit = known.get(other);
            if (hit != null && !other.equals(name)) {
                note(other, new Known(hit.wanted(), Optional.of(reason), true));
            }
        });
    }

    private void gone(String name) {
        List<String> needed = set.neededBy(name);
        if (needed.isEmpty()) {
            set.remove(name);
            known.remove(name);
            LOG.info("{} is gone and its routes have ended", name);
        } else {
            String reason = "is gone, but its last version is needed by " + String.join(", ", needed);
            note(name, new Known(Optional.empty(), Optional.of(reason), false));
        }
    }

    private void note(String name, Known now) {
        Known before = known.put(name, now);
        if (before != null && before.equals(now)) {
            return;
        }
        now.reason()
                .ifPresentOrElse(
                        reason -> LOG.warn("{} does not run as it is: {}", name, reason),
                        () -> LOG.info("{} runs", name));
    }

    private Listed listed(String name, Known one) {
        Optional<RouteFile> running = set.running(name);
        State state =
                running.isEmpty() ? State.NOTHING : one.reason().isPresent() ? State.EARLIER_VERSION : State.RUNNING;
        return new Listed(
                name,
                state,
                one.reason(),
                running.map(file -> List.copyOf(file.plan().routes())).orElseGet(List::of));
    }

    private void fails(String what, Throwable e) {
        if (!failing) {
            LOG.error(what, e);
        }
        failing = true;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
