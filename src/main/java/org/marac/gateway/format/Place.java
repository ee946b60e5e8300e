package org.marac.gateway.format;

import java.util.Optional;

/**
 * Where in a message? A chain of names from the schema and of list indexes, written out as a JSON pointer only when it is needed.
 *
 * @param above where this stands; empty at the top
 * @param name the property's name, or the index in a list
 */
record Place(Optional<Place> above, String name) {
    static final Place TOP = new Place(Optional.empty(), "");

    Place at(String property) {
        return new Place(Optional.of(this), property);
    }

    Place at(int index) {
        return at(Integer.toString(index));
    }

    /** The JSON pointer (RFC 6901); {@code /} at the top. The schema's names need no escaping. */
    String pointer() {
        return above.map(a -> (a.above.isEmpty() ? "" : a.pointer()) + "/" + name)
                .orElse("/");
    }
}
