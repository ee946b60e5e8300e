package org.marac.gateway.model;

import java.util.Map;
import java.util.Set;

/** What a message repeats of what others said, and what it asserts more firmly than it may. */
final class Borrowed {
    private Borrowed() {}

    /** Materials that stem wholly from others, and to whom their originators have released some of each. */
    static Map<Material, Set<AgencyId>> of(Message message) {
        return Map.of();
    }

    /** Intelligence is graded, never a fact (College of Policing, 3x5x2). */
    static boolean isMisasserted(Message message) {
        return message instanceof Information information
                && information.items().stream()
                        .anyMatch(item -> item.assertion() == Information.Assertion.FACT && isIntelligence(item));
    }

    private static boolean isIntelligence(Information.Item item) {
        return item.category() == DataCategory.POLICE_INTEL_P || item.category() == DataCategory.POLICE_INTEL_C;
    }
}
