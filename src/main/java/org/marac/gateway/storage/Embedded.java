package org.marac.gateway.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded server while it runs for us; one that dies is started again. A lock on the data directory, which the
 * operating system takes back from a killed process, says that no one else's gateway uses it; how to log in stands in a
 * file beside it.
 */
final class Embedded implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Embedded.class);
    private static final String FACTS = "postgres.properties";
    private static final long LOOK_MS = 500;
    private static final long AFTER_FAILURE_MS = 5_000;

    private final PostgresServer process;
    private final Path facts;
    private final FileChannel lock;
    private final Thread watch = new Thread(this::watch, "database-watch");
    private StorageSettings.Server server;
    private Consumer<StorageSettings.Server> moved = server -> {};
    private boolean open = true;

    private Embedded(PostgresServer process, StorageSettings.Server server, Path facts, FileChannel lock) {
        this.process = process;
        this.server = server;
        this.facts = facts;
        this.lock = lock;
        watch.setDaemon(true);
    }

    /** Starts it; empty when another process uses the data directory. */
    static Optional<Embedded> start(StorageSettings settings) {
        try {
            Path data = Directories.ours(settings.data());
            Optional<FileChannel> lock = lock(data.resolve("postgres.lock"));
            return lock.isEmpty() ? Optional.empty() : Optional.of(start(settings, data, lock.get()));
        } catch (IOException e) {
            throw new StorageUnavailable("The embedded database cannot be started: " + e.getMessage(), e);
        }
    }

    /** How to reach the server another process runs on this data directory. */
    static StorageSettings.Server running(StorageSettings settings) {
        try {
            List<String> lines = Files.readAllLines(settings.data().resolve(FACTS));
            return new StorageSettings.Server(value(lines, "url"), value(lines, "user"), value(lines, "password"));
        } catch (IOException e) {
            throw new StorageUnavailable("The running gateway has not yet said how to reach its database", e);
        }
    }

    synchronized StorageSettings.Server server() {
        return server;
    }

    /** Whom to tell when the server, started again, listens on another port. */
    synchronized void onMoved(Consumer<StorageSettings.Server> listener) {
        moved = listener;
    }

    @Override
    public synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        notifyAll();
        try (lock) {
            process.stop();
        } catch (IOException e) {
            // The next start stops it; what is committed is safe either way.
            LOG.warn("the embedded database did not stop cleanly");
        }
    }

    /** The system may run out of memory or of disk and take the server with it; nobody else would start it again. */
    private synchronized void watch() {
        try {
            for (boolean well = true; open; ) {
                wait(well ? LOOK_MS : AFTER_FAILURE_MS);
                well = !open || runsOrRevives();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean runsOrRevives() {
        try {
            if (process.runs()) {
                return true;
            }
            LOG.error("the embedded database server has died and is started again");
            StorageSettings.Server again = process.startAgain(server.port());
            if (!again.equals(server)) {
                write(facts, again);
                moved.accept(again);
                server = again;
            }
            LOG.info("the embedded database server runs again");
            return true;
        } catch (IOException e) {
            LOG.error("the embedded database server could not be started, it is tried again: {}", e.getMessage());
            return false;
        }
    }

    private static Embedded start(StorageSettings settings, Path data, FileChannel lock) throws IOException {
        boolean started = false;
        try {
            PostgresPrograms programs = PostgresPrograms.in(settings.programs().orElse(data.resolve("programs")));
            PostgresServer process = new PostgresServer(programs, data);
            StorageSettings.Server server = process.start();
            write(data.resolve(FACTS), server);
            Embedded embedded = new Embedded(process, server, data.resolve(FACTS), lock);
            embedded.watch.start();
            started = true;
            return embedded;
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static void write(Path facts, StorageSettings.Server server) throws IOException {
        Directories.writeSecret(
                facts, List.of("url=" + server.url(), "user=" + server.user(), "password=" + server.password()));
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.debug("this process already uses the data directory");
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow(() -> new StorageUnavailable(FACTS + " does not say " + key));
    }
}
