package org.marac.gateway.matching;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes spellings of one telephone number equal: its last nine digits, because 0 and +44 in front do not matter. */
final class Numbers {
    private static final int NATIONAL = 9;

    private Numbers() {}

    /** The numbers that are long enough to tell one line from another. */
    static Set<String> of(Collection<String> written) {
        return written.stream()
                .map(number -> number.replaceAll("[^0-9]", ""))
                .filter(digits -> digits.length() >= NATIONAL)
                .map(digits -> digits.substring(digits.length() - NATIONAL))
                .collect(Collectors.toSet());
    }

    static boolean isIn(String written, Set<String> numbers) {
        return of(Set.of(written)).stream().anyMatch(numbers::contains);
    }
}
