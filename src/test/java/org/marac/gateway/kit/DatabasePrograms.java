package org.marac.gateway.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The programs of PostgreSQL, unpacked once for all gateways of a run instead of for each data directory: unpacking takes
 * as long as half a start. They are lent as links to the same files; nobody writes to them.
 */
public final class DatabasePrograms {
    private static final Path KEPT = Path.of("target", "postgres-programs").toAbsolutePath();

    private DatabasePrograms() {}

    /** Puts them where a gateway looks for them, unless it has some, or this is another file system than ours. */
    public static void lend(Path programs) {
        if (Files.isDirectory(KEPT) && !Files.exists(programs)) {
            link(KEPT, programs);
        }
    }

    /** Keeps those a gateway has unpacked. */
    static void keep(Path programs) {
        if (!Files.isDirectory(KEPT) && Files.isDirectory(programs)) {
            link(programs, KEPT);
        }
    }

    /** All of it or nothing: another process of the tests may do the same at this moment. */
    private static void link(Path from, Path to) {
        Path staging = to.resolveSibling(
                to.getFileName() + "-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(to.getParent());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path copy = staging.resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createDirectories(copy);
                    } else if (Files.isSymbolicLink(file)) {
                        Files.createSymbolicLink(copy, Files.readSymbolicLink(file));
                    } else {
                        Files.createLink(copy, file);
                    }
                }
            }
            Files.move(staging, to);
        } catch (FileSystemException e) {
            // Another file system, or somebody was quicker: the gateway unpacks its own.
            discard(staging);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void discard(Path staging) {
        try {
            FileSystemUtils.deleteRecursively(staging);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
