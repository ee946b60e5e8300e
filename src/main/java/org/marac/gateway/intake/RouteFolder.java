package org.marac.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has changed among the route files? A file is taken up once it has been the same from one look to the next, so that
 * none is read while it is being written; at the first look all are.
 */
final class RouteFolder {
    private static final List<String> PLACES = List.of("doors", "agencies");
    private static final String ENDING = ".camel.yaml";

    /** One byte more than is taken: enough to refuse it for its size. */
    private static final int MOST_BYTES = 64 * 1024 + 1;

    private final Path routes;
    private final Map<String, String> taken = new HashMap<>();
    private @Nullable Map<String, String> seen;

    RouteFolder(Path routes) {
        this.routes = routes;
    }

    /**
     * A file that is another than it was.
     *
     * @param name its folder and name
     * @param text what it says now; empty when it is gone
     */
    record Change(String name, Optional<String> text) {}

    /**
     * Looks.
     *
     * @throws UncheckedIOException when the folder cannot be read
     */
    List<Change> changes() {
        Map<String, String> now = stamps();
        Map<String, String> before = Objects.requireNonNullElse(seen, now);
        seen = now;
        Set<String> names = new TreeSet<>(now.keySet());
        names.addAll(taken.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            String stamp = now.get(name);
            boolean still = Objects.equals(stamp, before.get(name));
            if (still && !Objects.equals(stamp, taken.get(name))) {
                take(name, stamp).ifPresent(changes::add);
            }
        }
        return changes;
    }

    private Optional<Change> take(String name, @Nullable String stamp) {
        if (stamp == null) {
            taken.remove(name);
            return Optional.of(new Change(name, Optional.empty()));
        }
        try (InputStream in = Files.newInputStream(routes.resolve(name))) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            // Whatever is too large stays too large: cut off, it might be another route.
            String text =
                    new String(bytes, bytes.length < MOST_BYTES ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            taken.put(name, stamp);
            return Optional.of(new Change(name, Optional.of(text)));
        } catch (NoSuchFileException e) {
            // Gone since the look; the next will say so.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("A route file cannot be read", e);
        }
    }

    private Map<String, String> stamps() {
        Map<String, String> stamps = new TreeMap<>();
        for (String place : PLACES) {
            Path folder = routes.resolve(place);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(RouteFolder::isRoute)
                            .forEach(file -> stamp(file)
                                    .ifPresent(stamp -> stamps.put(place + "/" + file.getFileName(), stamp)));
                } catch (IOException e) {
                    throw new UncheckedIOException("The route files cannot be listed", e);
                }
            }
        }
        return stamps;
    }

    private static boolean isRoute(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(ENDING) && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private static Optional<String> stamp(Path file) {
        try {
            return Optional.of(Files.size(file) + " " + Files.getLastModifiedTime(file) + " "
                    + Files.readAttributes(file, "fileKey").get("fileKey"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("A route file cannot be looked at", e);
        }
    }
}
