package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A canonical object that is told in other words, property by property: what nobody took is known in the end, and nothing is lost in silence. */
final class Telling {
    private final ObjectNode left;

    private Telling(ObjectNode left) {
        this.left = left;
    }

    /** @param view stays as it is */
    static Telling of(JsonNode view) {
        return new Telling(view.deepCopy());
    }

    boolean has(String name) {
        return left.has(name);
    }

    /** A text, a number or a truth value. */
    Optional<String> text(String name) {
        return Optional.ofNullable(left.remove(name)).map(JsonNode::asText);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        Optional.ofNullable(left.remove(name)).ifPresent(all -> all.forEach(one -> texts.add(one.asText())));
        return texts;
    }

    /** What is within; what is not taken of it stays. */
    Optional<Telling> within(String name) {
        return left.get(name) instanceof ObjectNode object ? Optional.of(new Telling(object)) : Optional.empty();
    }

    /** Texts, which are not taken by it. */
    List<String> seen(String name) {
        List<String> texts = new ArrayList<>();
        Optional.ofNullable(left.get(name)).ifPresent(all -> all.forEach(one -> texts.add(one.asText())));
        return texts;
    }

    List<Telling> each(String name) {
        List<Telling> all = new ArrayList<>();
        Optional.ofNullable(left.get(name))
                .ifPresent(array -> array.forEach(one -> {
                    if (one instanceof ObjectNode object) {
                        all.add(new Telling(object));
                    }
                }));
        return all;
    }

    /** Takes what was not taken, a line each: where it stands, and what it says. */
    List<String> rest() {
        List<String> lines = new ArrayList<>();
        rest("", left, lines);
        left.removeAll();
        return lines;
    }

    private static void rest(String place, JsonNode node, List<String> lines) {
        if (node.isObject()) {
            node.fields().forEachRemaining(one -> rest(place + " " + one.getKey(), one.getValue(), lines));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                rest(place + " " + (i + 1), node.get(i), lines);
            }
        } else {
            lines.add(place.strip() + ": " + node.asText());
        }
    }
}
