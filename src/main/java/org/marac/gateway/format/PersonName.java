package org.marac.gateway.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A name in one cell. Before a comma stands the surname; words in capitals after others are the surname; else the last word
 * is, as forms in the United Kingdom print it. A single word is taken for a forename.
 */
final class PersonName {
    private static final Set<String> TITLES = Set.of("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir");

    private PersonName() {}

    static ObjectNode of(String text) {
        List<String> words =
                new ArrayList<>(List.of(text.replace(",", " , ").strip().split("\\s+")));
        ObjectNode name = Json.MAPPER.createObjectNode();
        String first = words.get(0).toLowerCase(Locale.ROOT).replace(".", "");
        if (words.size() > 1 && TITLES.contains(first)) {
            name.put("title", words.remove(0));
        }
        int comma = words.indexOf(",");
        if (comma > 0 && comma < words.size() - 1) {
            put(name, words.subList(0, comma), words.subList(comma + 1, words.size()));
        } else {
            words.removeIf(","::equals);
            int surname = surname(words);
            put(name, words.subList(surname, words.size()), words.subList(0, surname));
        }
        return name;
    }

    /** Where the surname begins. */
    private static int surname(List<String> words) {
        int capitals = words.size();
        while (capitals > 0 && isCapitals(words.get(capitals - 1))) {
            capitals--;
        }
        if (capitals > 0 && capitals < words.size()) {
            return capitals;
        }
        return words.size() == 1 ? 1 : words.size() - 1;
    }

    private static boolean isCapitals(String word) {
        return word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT)) && word.matches(".*\\p{L}.*");
    }

    private static void put(ObjectNode name, List<String> family, List<String> given) {
        if (!family.isEmpty()) {
            name.put("family", String.join(" ", family));
        }
        if (!given.isEmpty()) {
            ArrayNode forenames = name.putArray("given");
            given.stream().filter(word -> !word.equals(",")).forEach(forenames::add);
        }
    }
}
