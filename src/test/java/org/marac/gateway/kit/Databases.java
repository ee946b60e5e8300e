package org.marac.gateway.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.StorageSettings;

/** Real databases for tests: one shared by all tests of a run, or one of a test's own. */
public final class Databases {
    /** The server's programs are unpacked once per working copy, not once per data directory. */
    private static final Path PROGRAMS = Path.of("target/postgres-programs");

    private Databases() {}

    /** The database all tests of this run share; each test uses its own agencies, ids and people. */
    public static Database shared() {
        return Shared.DATABASE;
    }

    /** The key file that belongs to the shared database; its record opens with no other. */
    public static Path sharedKeyFile() {
        return Path.of("target", "shared-kek-" + ProcessHandle.current().pid());
    }

    /** Settings for a database of a test's own in this directory. */
    public static StorageSettings in(Path data) {
        return new StorageSettings(data, Optional.empty(), Optional.of(PROGRAMS), 8);
    }

    private static final class Shared {
        private static final Database DATABASE = start();

        private static Database start() {
            try {
                Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "shared-database-");
                Database database = Database.start(in(data));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    database.close();
                    delete(data);
                }));
                return database;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
