package org.marac.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of one object of a leaf, each of the kind it must be. Anything else is an {@link IllegalArgumentException}. */
record Fields(JsonNode node) {
    Fields {
        require(node.isObject());
    }

    String text(String name) {
        return text(node.get(name));
    }

    Optional<String> optionalText(String name) {
        return node.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    int integer(String name) {
        JsonNode value = node.get(name);
        require(value != null && value.isIntegralNumber() && value.canConvertToInt());
        return value.intValue();
    }

    Optional<Integer> optionalInteger(String name) {
        return node.has(name) ? Optional.of(integer(name)) : Optional.empty();
    }

    long big(String name) {
        JsonNode value = node.get(name);
        require(value != null && value.isIntegralNumber() && value.canConvertToLong());
        return value.longValue();
    }

    boolean truth(String name) {
        JsonNode value = node.get(name);
        require(value != null && value.isBoolean());
        return value.booleanValue();
    }

    Fields object(String name) {
        JsonNode value = node.get(name);
        require(value != null);
        return new Fields(value);
    }

    Optional<Fields> optionalObject(String name) {
        return node.has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        array(name).forEach(value -> objects.add(new Fields(value)));
        return objects;
    }

    <T> List<T> texts(String name, Function<String, T> read) {
        List<T> texts = new ArrayList<>();
        array(name).forEach(value -> texts.add(read.apply(text(value))));
        return texts;
    }

    <T> Set<T> set(String name, Function<String, T> read) {
        return new LinkedHashSet<>(texts(name, read));
    }

    boolean has(String name) {
        return node.has(name);
    }

    private JsonNode array(String name) {
        JsonNode value = node.get(name);
        require(value != null && value.isArray());
        return value;
    }

    private static String text(@Nullable JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("A field is missing or of another kind");
        }
        return value.textValue();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("A field is missing or of another kind");
        }
    }
}
