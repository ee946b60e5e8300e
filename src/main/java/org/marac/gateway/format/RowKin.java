package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By what can rows be told that are not about the same people? By having no word of a name, no day of birth, number or postcode in
 * common. Far more rows share something than are of the same people, which costs a little time and nothing else.
 */
final class RowKin {
    private static final List<String> PEOPLE = List.of("victim", "allegedPerpetrators", "children");
    private static final List<String> IDS = List.of("/header/id", "/header/correlation");
    /** Of a person, and of what is within them: any word of these, */
    private static final Set<String> NAMES = Set.of("family", "given");
    /** and these as a whole. */
    private static final Set<String> MARKS =
            Set.of("birthDate", "alternativeBirthDates", "nhsNumber", "value", "postcode", "telephones", "email");

    private RowKin() {}

    /** Of a message in the making. */
    static Set<String> of(JsonNode message) {
        Set<String> kin = new HashSet<>();
        IDS.forEach(id -> add(message.at(id), "", kin));
        PEOPLE.forEach(people -> collect(message.path(people), kin));
        return kin;
    }

    private static void collect(JsonNode node, Set<String> kin) {
        node.forEach(element -> collect(element, kin));
        NAMES.forEach(property -> add(node.path(property), " ", kin));
        MARKS.forEach(property -> add(node.path(property), "", kin));
    }

    /** @param between what stands for all that is neither letter nor digit */
    private static void add(JsonNode said, String between, Set<String> kin) {
        said.forEach(element -> add(element, between, kin));
        if (said.isTextual()) {
            String folded = said.textValue().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", between);
            Stream.of(folded.split(" ")).filter(word -> !word.isEmpty()).forEach(kin::add);
        }
    }
}
