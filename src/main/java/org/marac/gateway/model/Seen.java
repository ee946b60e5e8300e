package org.marac.gateway.model;

import java.util.Map;

/**
 * What of the record a decision on a message rests on. Where it is not the same any more when the message is filed, the
 * message is decided on again.
 *
 * @param cases each case that was looked into, by its pseudonym, and how far it had come; a case that nobody knew of at that
 *     time is not among them
 */
public record Seen(Map<String, Long> cases) {
    public Seen {
        cases = Map.copyOf(cases);
    }

    /** Nothing was known. */
    public static Seen nothing() {
        return new Seen(Map.of());
    }
}
