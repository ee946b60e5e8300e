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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded server while it runs for us. A lock on the data directory, which the operating system takes back from a
 * killed process, says that no one else's gateway uses it; how to log in stands in a file beside it.
 */
final class Embedded implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Embedded.class);
    private static final String FACTS = "postgres.properties";

    private final PostgresServer process;
    private final StorageSettings.Server server;
    private final FileChannel lock;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Embedded(PostgresServer process, StorageSettings.Server server, FileChannel lock) {
        this.process = process;
        this.server = server;
        this.lock = lock;
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

    StorageSettings.Server server() {
        return server;
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        try (lock) {
            process.stop();
        } catch (IOException e) {
            // The next start stops it; what is committed is safe either way.
            LOG.warn("the embedded database did not stop cleanly");
        }
    }

    private static Embedded start(StorageSettings settings, Path data, FileChannel lock) throws IOException {
        boolean started = false;
        try {
            PostgresPrograms programs = PostgresPrograms.in(settings.programs().orElse(data.resolve("programs")));
            PostgresServer process = new PostgresServer(programs, data);
            StorageSettings.Server server = process.start();
            Directories.writeSecret(
                    data.resolve(FACTS),
                    List.of("url=" + server.url(), "user=" + server.user(), "password=" + server.password()));
            started = true;
            return new Embedded(process, server, lock);
        } finally {
            if (!started) {
                lock.close();
            }
        }
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
