package org.marac.gateway.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The gateway's classes as Java lays them out in memory, kept once for all gateways of a run (class data sharing): finding,
 * reading and checking them is a third of what a start costs. Only where the packaged program is that of the compiled
 * classes, because only jars are archived; the first start writes down what it loads, and those after it use the archive as
 * soon as it is there.
 */
public final class ClassArchive {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path POM = Path.of("pom.xml").toAbsolutePath();
    private static final Path PROGRAM = TARGET.resolve("marac-gateway.jar");
    private static final Path PACKAGED = TARGET.resolve("marac-gateway.jar.original");
    /** Without the tests' own: neither their logging settings nor their libraries are the gateway's. */
    private static final List<Path> CLASSES = classes();

    private static final Optional<Long> PACKAGED_AT = packagedAt();
    private static final AtomicBoolean TO_BE_MADE = new AtomicBoolean();

    private ClassArchive() {}

    /** The class path of the program. */
    public static String classPath() {
        return path(CLASSES.stream());
    }

    /** What a gateway is started with: its class path, and the archive if there is one. */
    static List<String> options() {
        boolean isToBeMade =
                file("jsa").filter(archive -> !Files.exists(archive)).isPresent() && isOurs();
        return isToBeMade
                ? List.of("-XX:DumpLoadedClassList=" + file("loaded").orElseThrow(), "-cp", jars())
                : commandOptions();
    }

    /** What a verb of the program is started with: likewise, and nobody waits for an archive. */
    static List<String> commandOptions() {
        Optional<Path> archive = file("jsa");
        if (archive.isEmpty()) {
            return List.of("-cp", classPath());
        }
        return Files.exists(archive.get())
                ? List.of("-XX:SharedArchiveFile=" + archive.get(), "-cp", jars())
                : List.of("-cp", jars());
    }

    /** A gateway is ready: what it has loaded by now is what the next ones will. */
    static void ready() {
        if (TO_BE_MADE.compareAndSet(true, false)) {
            try {
                make(file("jsa").orElseThrow(), list());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Beside whatever the tests do next; nobody waits for it. */
    private static void make(Path archive, Path list) throws IOException {
        Path unfinished = archive.resolveSibling(archive.getFileName() + ".part");
        new ProcessBuilder(
                        RunningGateway.java(),
                        "-Xshare:dump",
                        "-XX:+UseSerialGC",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + unfinished,
                        "-cp",
                        jars())
                .redirectErrorStream(true)
                .redirectOutput(file("log").orElseThrow().toFile())
                .start()
                .onExit()
                .thenAccept(ended -> {
                    if (ended.exitValue() == 0) {
                        unfinished.toFile().renameTo(archive.toFile());
                    }
                });
    }

    /** The list is still being written to; its last line may be half of one. */
    private static Path list() throws IOException {
        List<String> loaded = Files.readAllLines(file("loaded").orElseThrow());
        return Files.write(file("list").orElseThrow(), loaded.subList(0, loaded.size() - 1));
    }

    /** Whether this process is the one of the run that makes it. */
    private static boolean isOurs() {
        try {
            Files.createFile(file("begun").orElseThrow());
            TO_BE_MADE.set(true);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Named for the program and the Java it is of; empty where there is no program of these classes. */
    private static Optional<Path> file(String kind) {
        return PACKAGED_AT.map(
                at -> TARGET.resolve("gateway-" + at + "-" + Runtime.version().feature() + "." + kind));
    }

    private static Optional<Long> packagedAt() {
        Path compiled = TARGET.resolve("classes");
        if (!Files.exists(PACKAGED) || !CLASSES.contains(compiled)) {
            return Optional.empty();
        }
        long packaged = PACKAGED.toFile().lastModified();
        try (Stream<Path> files = Files.walk(compiled)) {
            boolean same = files.noneMatch(file -> file.toFile().lastModified() > packaged);
            return same ? Optional.of(packaged) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program's own libraries where it is packaged, and otherwise all there are. */
    private static List<Path> classes() {
        List<Path> all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
        Set<String> carried = carried();
        return carried.isEmpty()
                ? all
                : all.stream()
                        .filter(entry -> Files.isDirectory(entry)
                                || carried.contains(entry.getFileName().toString()))
                        .toList();
    }

    /** The names of the libraries that the packaged program carries; none where there is no program of this description. */
    private static Set<String> carried() {
        // An older one may carry others; a file that is not there is of the year 1970.
        if (PACKAGED.toFile().lastModified() < POM.toFile().lastModified()) {
            return Set.of();
        }
        try (JarFile program = new JarFile(PROGRAM.toFile())) {
            return program.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jars() {
        return path(CLASSES.stream().map(entry -> Files.isDirectory(entry) ? PACKAGED : entry));
    }

    private static String path(Stream<Path> entries) {
        return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
