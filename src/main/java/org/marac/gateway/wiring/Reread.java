package org.marac.gateway.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a directory holds, read again soon after it changed: revocation lists are replaced every day. A change that
 * cannot be read leaves what was read before in force and says so.
 *
 * @param <T> what is read
 */
final class Reread<T> implements Supplier<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Reread.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Path directory;
    private final Function<Path, T> reader;
    private final Clock clock;
    private volatile State<T> state;

    private record State<T>(T value, FileTime newest, Instant looked) {}

    Reread(Path directory, Function<Path, T> reader, Clock clock) {
        this.directory = directory;
        this.reader = reader;
        this.clock = clock;
        this.state = new State<>(reader.apply(directory), newest(), clock.instant());
    }

    @Override
    public T get() {
        State<T> known = state;
        Instant now = clock.instant();
        if (now.isBefore(known.looked().plus(LOOK))) {
            return known.value();
        }
        FileTime newest = newest();
        state = new State<>(newest.equals(known.newest()) ? known.value() : read(known.value()), newest, now);
        return state.value();
    }

    private T read(T before) {
        try {
            T value = reader.apply(directory);
            LOG.info("Read {} again after a change", directory);
            return value;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            LOG.error(
                    "A change in {} cannot be read, what was read before stays in force: {}",
                    directory,
                    e.getMessage());
            return before;
        }
    }

    private FileTime newest() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Reread::modified).max(FileTime::compareTo).orElse(FileTime.fromMillis(0));
        } catch (IOException e) {
            throw new UncheckedIOException("The directory cannot be read", e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            // Removed between listing and looking: the next look sees the change.
            return FileTime.fromMillis(0);
        }
    }
}
