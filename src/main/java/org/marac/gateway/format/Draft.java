package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** A canonical message in the making: values are put where they belong, in any order. */
final class Draft {
    private final ObjectNode root = Json.MAPPER.createObjectNode();

    /** Whether something stands there. */
    boolean has(String pointer) {
        return !root.at(pointer).isMissingNode();
    }

    /** Puts a value where none, or the same, may stand. */
    void put(String pointer, JsonNode value) throws Damaged {
        JsonNode before = root.at(pointer);
        if (!before.isMissingNode() && !before.equals(value)) {
            throw new Damaged("given-twice");
        }
        ((ObjectNode) parent(pointer)).set(last(pointer), value);
    }

    /** Puts a value where nothing stands yet. */
    void otherwise(String pointer, String value) {
        if (!has(pointer)) {
            ((ObjectNode) parent(pointer)).put(last(pointer), value);
        }
    }

    /** Adds to a text what another column says of the same. */
    void append(String pointer, String value, String between) {
        JsonNode before = root.at(pointer);
        String text = before.isTextual() ? before.textValue() + between + value : value;
        ((ObjectNode) parent(pointer)).set(last(pointer), new TextNode(text));
    }

    /** Adds to a list. */
    void add(String pointer, JsonNode value) {
        JsonNode parent = parent(pointer);
        JsonNode list = parent.path(last(pointer));
        ArrayNode array = list instanceof ArrayNode there ? there : ((ObjectNode) parent).putArray(last(pointer));
        array.add(value);
    }

    /** The object itself, made where it is not there. */
    ObjectNode object(String pointer) {
        return (ObjectNode) parent(pointer + "/-");
    }

    /** All of it; of persons in a row that is not full, only those there is something of. */
    ObjectNode done() {
        for (String list : List.of("allegedPerpetrators", "children")) {
            if (root.path(list) instanceof ArrayNode array) {
                for (int i = array.size() - 1; i >= 0; i--) {
                    if (array.get(i).isEmpty()) {
                        array.remove(i);
                    }
                }
            }
        }
        return root;
    }

    private JsonNode parent(String pointer) {
        JsonNode at = root;
        String[] steps = pointer.substring(1).split("/");
        for (int i = 0; i < steps.length - 1; i++) {
            boolean listNext = steps[i + 1].matches("[0-9]+");
            at = at instanceof ArrayNode array
                    ? element(array, Integer.parseInt(steps[i]))
                    : property((ObjectNode) at, steps[i], listNext);
        }
        return at;
    }

    private static JsonNode element(ArrayNode array, int index) {
        while (array.size() <= index) {
            array.addObject();
        }
        return array.get(index);
    }

    private static JsonNode property(ObjectNode object, String name, boolean list) {
        JsonNode there = object.get(name);
        if (there != null) {
            return there;
        }
        return list ? object.putArray(name) : object.putObject(name);
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }
}
