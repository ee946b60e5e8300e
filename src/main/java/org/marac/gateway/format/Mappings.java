package org.marac.gateway.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;

/**
 * How do we read an agency's own documents? Owner of the mappings directory: a folder per agency, in it one file per kind of
 * document, each with what it names (stylesheets, templates, schemas) beside it. New, changed and removed files count from
 * the next document on. A file that cannot be read leaves the last one that could in its place and is told as a problem.
 * Safe to share between threads.
 */
public final class Mappings {
    /** Every kind of document there are mappings for. */
    private static final List<Kind<?>> KINDS =
            List.of(XmlMapping.KIND, JsonMapping.KIND, RowSheet.KIND, FormMapping.KIND);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Path directory;
    private final Duration longest;
    private final Map<Path, Kept> kept = new ConcurrentHashMap<>();

    /** @param directory holds a folder per agency; need not exist */
    public Mappings(Path directory) {
        this(directory, LONGEST);
    }

    /**
     * @param directory holds a folder per agency; need not exist
     * @param longest how long what an agency has written may run on one document
     */
    public Mappings(Path directory, Duration longest) {
        this.directory = directory;
        this.longest = longest;
    }

    /**
     * What is wrong with a file.
     *
     * @param agency whose folder
     * @param file its name
     * @param line where in it; 1 where it is about the whole
     * @param says what is wrong, for the operator; no personal data is ever in these files
     * @param since when the last of the files it is made of was changed
     * @param earlier whether an earlier version of it, which was good, is used meanwhile
     */
    public record Problem(String agency, String file, int line, String says, Instant since, boolean earlier) {
        /** In one line: where and what. */
        public String sentence() {
            return agency + "/" + file + ":" + line + ": " + says;
        }
    }

    /**
     * A kind of document.
     *
     * @param file the file in the agency's folder that says how it is read
     * @param reading makes the mapping of what the file says
     */
    record Kind<M>(String file, Reading<M> reading) {}

    /** Makes a mapping; a mapping is safe to share between threads. */
    @FunctionalInterface
    interface Reading<M> {
        M read(MappingFile file) throws Flawed;
    }

    /** That a mapping is there but has never been readable since the start: we cannot, and it is tried again. */
    public static final class MappingUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        MappingUnavailable(Problem problem) {
            super("A mapping cannot be used: " + problem.sentence());
        }
    }

    /**
     * What was made of a file.
     *
     * @param seen the files it was made of, and what they were like then
     * @param good the newest mapping that could be made
     * @param problem why the newest file is not it
     */
    private record Kept(Map<Path, String> seen, Optional<Object> good, Optional<Problem> problem) {
        boolean isCurrent() {
            return seen.entrySet().stream()
                    .allMatch(file -> stamp(file.getKey()).equals(file.getValue()));
        }
    }

    /**
     * An agency's mapping of a kind; empty where it has none.
     *
     * @throws MappingUnavailable where there is one, and none of it could be read since the start
     */
    <M> Optional<M> of(AgencyId agency, Kind<M> kind) {
        Kept found = kept(agency.value(), kind);
        if (found.good().isEmpty() && found.problem().isPresent()) {
            throw new MappingUnavailable(found.problem().get());
        }
        @SuppressWarnings("unchecked")
        Optional<M> mapping = (Optional<M>) found.good();
        return mapping;
    }

    /** Everything that is wrong in the directory now, in the order of the folders' names. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Path folder : children(directory)) {
            String agency = name(folder);
            for (Kind<?> kind : KINDS) {
                kept(agency, kind).problem().ifPresent(problems::add);
            }
            children(folder).stream()
                    .map(Mappings::name)
                    .filter(Mappings::isReadByNobody)
                    .map(file -> new Problem(
                            agency,
                            file,
                            1,
                            "no kind of document has a file of this name",
                            changed(Set.of(folder.resolve(file))),
                            false))
                    .forEach(problems::add);
        }
        return List.copyOf(problems);
    }

    private static boolean isReadByNobody(String file) {
        Set<String> known = KINDS.stream().map(Kind::file).collect(Collectors.toSet());
        return file.matches("(?i).*\\.ya?ml") && !known.contains(file);
    }

    private Kept kept(String agency, Kind<?> kind) {
        Path file = directory.resolve(agency).resolve(kind.file());
        Kept before = kept.get(file);
        if (before != null && before.isCurrent()) {
            return before;
        }
        return kept.compute(
                file,
                (path, old) ->
                        old != null && old.isCurrent() ? old : read(agency, kind, path, Optional.ofNullable(old)));
    }

    private Kept read(String agency, Kind<?> kind, Path path, Optional<Kept> before) {
        Map<Path, String> seen = new HashMap<>();
        seen.put(path, stamp(path));
        if (!Files.exists(path)) {
            return new Kept(seen, Optional.empty(), Optional.empty());
        }
        MappingFile file = new MappingFile(path, beside -> seen.put(beside, stamp(beside)), longest);
        try {
            file.open();
            Object mapping = kind.reading().read(file);
            file.requireAllRead();
            return new Kept(Map.copyOf(seen), Optional.of(mapping), Optional.empty());
        } catch (Flawed e) {
            Optional<Object> good = before.flatMap(Kept::good);
            Problem problem =
                    new Problem(agency, e.file(), e.line(), e.says(), changed(seen.keySet()), good.isPresent());
            return new Kept(Map.copyOf(seen), good, Optional.of(problem));
        }
    }

    /** When the last of them was. */
    private static Instant changed(Set<Path> files) {
        Instant last = Instant.EPOCH;
        for (Path file : files) {
            try {
                Instant changed = Files.getLastModifiedTime(file).toInstant();
                last = changed.isAfter(last) ? changed : last;
            } catch (IOException e) {
                // It is not there: nothing says since when.
                continue;
            }
        }
        return last;
    }

    /** What a file is like: another one put in its place differs in at least one of these. */
    private static String stamp(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return is.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + is.size() + " " + is.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The mappings directory cannot be read", e);
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
