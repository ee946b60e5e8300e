package org.marac.gateway.disclosure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.marac.gateway.model.Material;

/**
 * A part of the message with its label.
 *
 * @param pointer where it stands, a JSON pointer
 * @param place the same with {@code *} for list indexes
 * @param node what stands there
 * @param source its material, and who alone may see it
 * @param fields its parts, of an object
 * @param elements its parts, of a list
 */
record Part(String pointer, String place, Node node, Source source, Map<String, Part> fields, List<Part> elements) {

    private static final Set<String> OF_AN_ADDRESS = Set.of("lines", "postcode", "uprn");

    Material material() {
        return source.material();
    }

    /** Whether the parts belong to one address, which is shown whole or not at all. */
    boolean isAddress() {
        return fields.keySet().stream().anyMatch(OF_AN_ADDRESS::contains);
    }

    /** Whether it is part of an address. */
    boolean isOfAddress() {
        return OF_AN_ADDRESS.contains(name());
    }

    /** The name of the property that holds it, also where the property is a list. */
    String name() {
        int end = place.length();
        while (place.startsWith("/*", end - 2)) {
            end -= 2;
        }
        return place.substring(place.lastIndexOf('/', end - 1) + 1, end);
    }
}
