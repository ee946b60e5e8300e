package org.marac.gateway.disclosure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One value of a document, as the inspector sees it.
 *
 * @param pointer where it stands, a JSON pointer
 * @param place the same with {@code *} for list indexes
 * @param text the value as text; of an empty object or list the empty text
 */
record Leaf(String pointer, String place, String text) {
    private static final JsonFactory TOKENS = new JsonFactory();

    /**
     * Every value of a document, read token by token.
     *
     * @throws DisclosureFault where the bytes are not one JSON document
     */
    static List<Leaf> all(byte[] document) {
        List<Leaf> leaves = new ArrayList<>();
        try (JsonParser tokens = TOKENS.createParser(document)) {
            Deque<Step> path = new ArrayDeque<>();
            path.push(new Step("", "", false));
            for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
                take(token, tokens, path, leaves);
            }
        } catch (IOException e) {
            // The library's exception quotes the document, so it is not passed on.
            throw new DisclosureFault("Not readable", "/");
        }
        return leaves;
    }

    /** The name of the property that holds it, also where the property is a list. */
    String name() {
        int end = place.length();
        while (place.startsWith("/*", end - 2)) {
            end -= 2;
        }
        return place.substring(place.lastIndexOf('/', end - 1) + 1, end);
    }

    private static void take(JsonToken token, JsonParser tokens, Deque<Step> path, List<Leaf> leaves)
            throws IOException {
        if (token == JsonToken.FIELD_NAME) {
            path.element().name = tokens.currentName();
        } else if (token.isStructEnd()) {
            Step done = path.pop();
            if (done.count == 0) {
                leaves.add(new Leaf(done.pointer, done.place, ""));
            }
        } else {
            Step here = path.element();
            String pointer = here.childPointer();
            String place = here.childPlace();
            here.count++;
            if (token.isStructStart()) {
                path.push(new Step(pointer, place, token == JsonToken.START_ARRAY));
            } else {
                leaves.add(new Leaf(pointer, place, tokens.getText()));
            }
        }
    }

    /** Where the reading stands inside one object or list. */
    private static final class Step {
        private final String pointer;
        private final String place;
        private final boolean list;
        private String name = "";
        private int count;

        Step(String pointer, String place, boolean list) {
            this.pointer = pointer;
            this.place = place;
            this.list = list;
        }

        String childPointer() {
            return list ? pointer + "/" + count : name.isEmpty() ? pointer : pointer + "/" + name;
        }

        String childPlace() {
            return list ? place + "/*" : name.isEmpty() ? place : place + "/" + name;
        }
    }
}
