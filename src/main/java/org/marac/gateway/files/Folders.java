package org.marac.gateway.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/**
 * Where the agencies' files lie. An agency sees {@code in/}, {@code out/} and {@code out/disclosures/} and nothing else;
 * what is finished is moved, whole and at once, to where no agency reaches it.
 */
public final class Folders {
    static final String IN = "in";
    static final String OUT = "out";
    static final String DISCLOSURES = "disclosures";

    private final Path agencies;
    private final Path taken;
    private final KeyWrap keys;
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    /**
     * @param directory where they lie
     * @param keys encrypts the files' keys
     * @param clock the gateway's clock
     */
    public Folders(Path directory, KeyWrap keys, Clock clock) {
        this.agencies = directory.resolve("agencies");
        this.taken = directory.resolve("taken");
        this.keys = keys;
        this.clock = clock;
    }

    /** Takes away what was left half made when the gateway was stopped; to be called before anything is made. */
    void clean() throws IOException {
        for (Path left : children(fresh())) {
            Files.delete(left);
        }
        for (Path agency : children(taken)) {
            for (Path place : children(agency)) {
                boolean empty = children(place).stream()
                        .noneMatch(file -> FileName.of(name(file))
                                .filter(FileName::isFinal)
                                .isPresent());
                if (empty) {
                    for (Path left : children(place)) {
                        Files.delete(left);
                    }
                    Files.delete(place);
                }
            }
        }
    }

    /** All that an agency sees. */
    Path home(AgencyId agency) throws IOException {
        Path home = agencies.resolve(agency.value());
        Files.createDirectories(home.resolve(IN));
        Files.createDirectories(home.resolve(OUT).resolve(DISCLOSURES));
        return home;
    }

    Path in(AgencyId agency) {
        return agencies.resolve(agency.value()).resolve(IN);
    }

    KeyWrap keys() {
        return keys;
    }

    /** Takes a finished file out of the agency's reach: from now on it is ours to work on, whatever happens. */
    void take(AgencyId agency, Path finished, FileName name) throws IOException {
        Path place = taken.resolve(agency.value()).resolve(String.format("%019d", next()));
        Files.createDirectories(place);
        try {
            Files.move(finished, place.resolve(name.value()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // It may not be there at all; a place that stays counts as one of the agency's files until a restart.
            Files.delete(place);
            throw e;
        }
        settle(place);
    }

    /** Later than every one before, also before a restart. */
    private long next() {
        long now = Math.multiplyExact(clock.millis(), 1_000L);
        return last.updateAndGet(before -> Math.max(before + 1, now));
    }

    /** The agencies that have a folder. */
    List<AgencyId> agencies() {
        return children(agencies).stream()
                .map(Folders::name)
                .filter(AgencyId::isValid)
                .map(AgencyId::new)
                .toList();
    }

    /** What was taken and is not done, the oldest first. */
    List<Taken> waiting(AgencyId agency) {
        List<Taken> waiting = new ArrayList<>();
        for (Path place : children(taken.resolve(agency.value()))) {
            children(place).stream()
                    .filter(file ->
                            FileName.of(name(file)).filter(FileName::isFinal).isPresent())
                    .findFirst()
                    .ifPresent(file -> waiting.add(new Taken(agency, place, file, this)));
        }
        return waiting;
    }

    /**
     * Puts a disclosure there, named by its entry in the audit log, and then the control file that says it is whole: its
     * SHA-256, as {@code sha256sum -c} reads it.
     */
    public void disclose(AgencyId agency, long logIndex, Bytes sealed) throws IOException {
        String name = logIndex + ".cms";
        place(agency, DISCLOSURES + "/" + name, sealed);
        place(
                agency,
                DISCLOSURES + "/" + name + ".sha256",
                Bytes.utf8(sealed.digest().hex() + "  " + name + "\n"));
    }

    /**
     * Puts a file where the agency finds it, whole or not at all; one of that name before it is replaced.
     *
     * @param name its name, below {@code out/}
     */
    void place(AgencyId agency, String name, Bytes content) throws IOException {
        Path fresh = Files.createTempFile(fresh(), "out", "");
        Files.write(fresh, content.toArray());
        place(agency, name, fresh);
    }

    /** Puts there a file that was written elsewhere. */
    void place(AgencyId agency, String name, Path fresh) throws IOException {
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path target = home(agency).resolve(OUT).resolve(name);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        settle(target.resolveSibling(""));
    }

    Path fresh() throws IOException {
        return Files.createDirectories(taken.resolveSibling("fresh"));
    }

    /** How many files of the agency are uploaded, wait or are worked on. */
    int uploads(AgencyId agency) {
        return children(in(agency)).size()
                + children(taken.resolve(agency.value())).size();
    }

    /** How much lies there for the agency, waits or is worked on. */
    long used(AgencyId agency) {
        return size(agencies.resolve(agency.value())) + size(taken.resolve(agency.value()));
    }

    private static long size(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Folders::length).sum();
        } catch (IOException e) {
            throw new UncheckedIOException("The agencies' folders cannot be read", e);
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            // Moved or removed while we looked.
            return 0;
        }
    }

    /** That a file has this name must survive a power cut too. */
    private static void settle(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparing(Folders::name)).toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("The agencies' folders cannot be read", e);
        }
    }

    static String name(Path path) {
        return path.getFileName().toString();
    }
}
