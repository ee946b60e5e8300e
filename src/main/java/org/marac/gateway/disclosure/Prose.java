package org.marac.gateway.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which places of a message hold prose? There a sentence can be taken out and the rest still says something; a shorter
 * field goes whole or not at all.
 *
 * @param places kind of message and place, as the table of labels names them
 */
record Prose(Set<String> places) {
    /** Shorter texts are names, numbers and addresses. */
    private static final int SHORTEST = 500;

    static Prose of(JsonNode schema) {
        Set<String> places = new HashSet<>();
        Map.of("referral", "REFERRAL", "information", "INFORMATION", "correction", "CORRECTION", "transfer", "TRANSFER")
                .forEach((definition, kind) -> grow(schema, schema.at("/$defs/" + definition), kind, places));
        return new Prose(Set.copyOf(places));
    }

    boolean isAt(String kind, String place) {
        return places.contains(kind + place);
    }

    private static void grow(JsonNode schema, JsonNode rule, String place, Set<String> places) {
        if (rule.has("$ref")) {
            grow(schema, schema.at(rule.path("$ref").asText().substring(1)), place, places);
            return;
        }
        if (rule.path("maxLength").asInt() >= SHORTEST && !rule.has("pattern")) {
            places.add(place);
        }
        rule.path("properties").properties().forEach(p -> grow(schema, p.getValue(), place + "/" + p.getKey(), places));
        if (rule.has("items")) {
            grow(schema, rule.path("items"), place + "/*", places);
        }
    }
}
