package org.marac.gateway.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What does the trust directory say now? Revocation lists are replaced every day, so the directory is looked at again after a while and read when a
 * file has changed. A directory that cannot be read leaves what was known, whose lists then run out: nothing becomes more trusted by it.
 */
public final class TrustDirectory implements Supplier<Trust> {
    private static final Logger LOG = LoggerFactory.getLogger(TrustDirectory.class);

    private final Path directory;
    private final Duration pause;
    private final LongSupplier nanoTime;
    private volatile Reading reading;

    /** What was read, from which state of the directory, and when it was last looked at. */
    private record Reading(Trust trust, String state, long lookedAt) {}

    /**
     * Reads the directory.
     *
     * @param pause how long before it is looked at again
     * @param nanoTime what {@link System#nanoTime} says: a clock that is put right must not put off the next look
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it holds no root, or a file that cannot be read
     */
    public TrustDirectory(Path directory, Duration pause, LongSupplier nanoTime) {
        this.directory = directory;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.reading = new Reading(Trust.read(directory), state(directory), nanoTime.getAsLong());
    }

    @Override
    public Trust get() {
        Reading last = reading;
        return isFresh(last, nanoTime.getAsLong()) ? last.trust() : look();
    }

    private synchronized Trust look() {
        long now = nanoTime.getAsLong();
        if (isFresh(reading, now)) {
            return reading.trust();
        }
        reading = again(reading, now);
        return reading.trust();
    }

    private boolean isFresh(Reading last, long now) {
        return now - last.lookedAt() < pause.toNanos();
    }

    private Reading again(Reading last, long now) {
        try {
            String state = state(directory);
            if (state.equals(last.state())) {
                return new Reading(last.trust(), state, now);
            }
            Trust trust = Trust.read(directory);
            LOG.info("The trust directory has changed and was read again");
            return new Reading(trust, state, now);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            LOG.error(
                    "The trust directory cannot be read again; what was known stays until its revocation lists run out",
                    e);
            return new Reading(last.trust(), last.state(), now);
        }
    }

    private static String state(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(TrustDirectory::stateOf)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("The trust directory cannot be read", e);
        }
    }

    private static String stateOf(Path file) {
        try {
            return file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The trust directory cannot be read", e);
        }
    }
}
