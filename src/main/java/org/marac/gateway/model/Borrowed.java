package org.marac.gateway.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a message repeats of what others said, and what it asserts more firmly than it may. */
final class Borrowed {
    private static final String NOT_RELIABLE = "3";
    private static final String SUSPECTED_FALSE = "E";

    private Borrowed() {}

    /**
     * Materials that stem wholly from others, and to whom their originators have released some of each for the purpose of
     * this message. An originator may always be sent its own.
     */
    static Map<Material, Set<AgencyId>> of(Message message) {
        AgencyId sender = message.header().sender();
        Map<Material, Set<AgencyId>> borrowed = new HashMap<>();
        for (Information.Item item : message.items()) {
            item.originator().filter(originator -> !originator.equals(sender)).ifPresent(originator -> {
                Set<AgencyId> released = borrowed.computeIfAbsent(material(item), m -> new HashSet<>());
                released.addAll(item.releasedFor(message.header().purpose()));
                released.add(originator);
            });
        }
        List<Information.Item> own = message.items().stream()
                .filter(item -> item.originator().map(sender::equals).orElse(true))
                .toList();
        own.forEach(item -> borrowed.remove(material(item)));
        return borrowed;
    }

    /** Intelligence is graded, never a fact (College of Policing, 3x5x2); least of all what is doubted. */
    static boolean isMisasserted(Message message) {
        return message.items().stream()
                .filter(item -> item.assertion() == Information.Assertion.FACT)
                .anyMatch(item -> isIntelligence(item) || isDoubted(item.intelligence()));
    }

    private static boolean isIntelligence(Information.Item item) {
        return item.category() == DataCategory.POLICE_INTEL_P || item.category() == DataCategory.POLICE_INTEL_C;
    }

    private static boolean isDoubted(Optional<Information.Intelligence> evaluation) {
        return evaluation.flatMap(Information.Intelligence::source).equals(Optional.of(NOT_RELIABLE))
                || evaluation.flatMap(Information.Intelligence::assessment).equals(Optional.of(SUSPECTED_FALSE));
    }

    private static Material material(Information.Item item) {
        return new Material(item.category(), item.subject());
    }
}
