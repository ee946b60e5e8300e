package org.marac.gateway.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The route files that run, and whether another can run beside them. */
final class RouteSet {
    private final RouteLoading camel;
    private final Map<String, RouteFile> running = new TreeMap<>();

    RouteSet(RouteLoading camel) {
        this.camel = camel;
    }

    /** What of the file runs: this version, an earlier one, or nothing. */
    Optional<RouteFile> running(String name) {
        return Optional.ofNullable(running.get(name));
    }

    /** Those that run only because of this one. */
    List<String> neededBy(String name) {
        return running(name).stream()
                .flatMap(file -> file.neededBy(running.values().stream()))
                .map(RouteFile::name)
                .toList();
    }

    /** Why the file cannot take the place of its earlier version, or a place beside the others; nothing is changed. */
    List<String> obstacles(RouteFile file) {
        List<String> obstacles = new ArrayList<>(file.broken());
        if (!obstacles.isEmpty()) {
            return obstacles;
        }
        Set<String> there = new TreeSet<>(file.plan().brings());
        Map<String, RoutePlan.Parameters> templates = new HashMap<>(file.plan().templates());
        for (RouteFile other : others(file).toList()) {
            other.plan().brings().stream()
                    .filter(file.plan().brings()::contains)
                    .forEach(id -> obstacles.add("brings " + id + ", which is in " + other.name()));
            there.addAll(other.plan().brings());
            templates.putAll(other.plan().templates());
        }
        missing(file, there).forEach(id -> obstacles.add("needs " + id + ", which no file brings"));
        obstacles.addAll(file.plan().ill(templates));
        others(file).forEach(other -> {
            missing(other, there)
                    .forEach(id -> obstacles.add("no longer brings " + id + ", which " + other.name() + " needs"));
            other.plan()
                    .ill(templates)
                    .forEach(ill -> obstacles.add("does not suit " + other.name() + ", which " + ill));
        });
        return obstacles;
    }

    private Stream<RouteFile> others(RouteFile file) {
        return running.values().stream().filter(other -> !other.name().equals(file.name()));
    }

    private static Stream<String> missing(RouteFile file, Set<String> there) {
        return file.plan().needs().stream().filter(id -> !there.contains(id));
    }

    /**
     * Puts the file in the place of its earlier version, if there is one; whoever needs it starts anew with it. If that
     * fails, everything is as it was before.
     *
     * @return of each file that does not run as it should, why
     */
    Map<String, String> replace(RouteFile file) {
        Optional<RouteFile> earlier = running(file.name());
        List<RouteFile> before = earlier.map(this::withThoseWhoNeed).orElseGet(List::of);
        List<RouteFile> after = new ArrayList<>(List.of(file));
        before.stream().skip(1).forEach(after::add);
        unload(before);
        try {
            for (RouteFile one : after) {
                load(one);
            }
            return Map.of();
        } catch (RouteLoading.NotLoaded e) {
            unload(after);
            Map<String, String> failed = new HashMap<>(restore(before));
            failed.put(file.name(), String.valueOf(e.getMessage()));
            return failed;
        }
    }

    /** Takes the file away, and nobody else. */
    void remove(String name) {
        running(name).ifPresent(file -> unload(List.of(file)));
    }

    private Map<String, String> restore(List<RouteFile> before) {
        Map<String, String> failed = new HashMap<>();
        for (RouteFile one : before) {
            try {
                load(one);
            } catch (RouteLoading.NotLoaded e) {
                unload(List.of(one));
                failed.put(one.name(), String.valueOf(e.getMessage()));
            }
        }
        return failed;
    }

    /** The file first, then who needs it, then who needs those. */
    private List<RouteFile> withThoseWhoNeed(RouteFile file) {
        List<RouteFile> found = new ArrayList<>(List.of(file));
        for (int i = 0; i < found.size(); i++) {
            found.get(i)
                    .neededBy(running.values().stream())
                    .filter(other -> !found.contains(other))
                    .forEach(found::add);
        }
        return found;
    }

    private void load(RouteFile file) throws RouteLoading.NotLoaded {
        running.put(file.name(), file);
        camel.load(file);
    }

    private void unload(List<RouteFile> files) {
        List<RouteFile> lastFirst = new ArrayList<>(files);
        Collections.reverse(lastFirst);
        for (RouteFile file : lastFirst) {
            camel.unload(file);
            running.remove(file.name());
        }
    }
}
