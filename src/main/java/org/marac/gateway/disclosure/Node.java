package org.marac.gateway.disclosure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A part of a document as the inspector reads it, token by token.
 *
 * @param type what it is: a structure, or which kind of value
 * @param text of a value
 * @param fields of an object
 * @param elements of a list
 */
record Node(JsonToken type, String text, Map<String, Node> fields, List<Node> elements) {
    private static final Node NOTHING = new Node(JsonToken.VALUE_NULL, "", Map.of(), List.of());
    private static final JsonFactory TOKENS = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * @throws DisclosureFault where the bytes are not one JSON document
     */
    static Node read(byte[] document) {
        try (JsonParser tokens = TOKENS.createParser(document)) {
            tokens.nextToken();
            Node node = read(tokens);
            if (tokens.nextToken() != null) {
                throw new DisclosureFault("More than one document", "/");
            }
            return node;
        } catch (IOException e) {
            // The library's exception quotes the document, so it is not passed on.
            throw new DisclosureFault("Not readable", "/");
        }
    }

    private static Node read(JsonParser tokens) throws IOException {
        JsonToken type = tokens.currentToken();
        if (type == null) {
            throw new DisclosureFault("Not readable", "/");
        }
        if (type == JsonToken.START_OBJECT) {
            Map<String, Node> fields = new LinkedHashMap<>();
            while (tokens.nextToken() == JsonToken.FIELD_NAME) {
                String name = tokens.currentName();
                tokens.nextToken();
                fields.put(name, read(tokens));
            }
            return new Node(type, "", fields, List.of());
        }
        if (type == JsonToken.START_ARRAY) {
            List<Node> elements = new ArrayList<>();
            while (tokens.nextToken() != JsonToken.END_ARRAY) {
                elements.add(read(tokens));
            }
            return new Node(type, "", Map.of(), elements);
        }
        return new Node(type, tokens.getText(), Map.of(), List.of());
    }

    boolean isObject() {
        return type == JsonToken.START_OBJECT;
    }

    boolean isList() {
        return type == JsonToken.START_ARRAY;
    }

    /** Whether it says something by itself: a value, or an object that says something by being empty. */
    boolean isValue() {
        return !isList() && (!isObject() || fields.isEmpty());
    }

    /** What stands at a JSON pointer of names; an empty value where nothing does. */
    Node under(String pointer) {
        Node found = this;
        for (String name : pointer.substring(1).split("/")) {
            found = found.fields.getOrDefault(name, NOTHING);
        }
        return found;
    }

    /** The text of a field; empty where there is none. */
    String at(String field) {
        Node node = fields.get(field);
        return node == null ? "" : node.text;
    }

    /** The texts of a field that is a list. */
    List<String> all(String field) {
        Node node = fields.get(field);
        return node == null ? List.of() : node.elements.stream().map(Node::text).toList();
    }

    /** What it consists of. */
    Stream<Node> parts() {
        return Stream.concat(fields.values().stream(), elements.stream());
    }
}
