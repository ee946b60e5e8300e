package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Role;

/**
 * Compiles the published schema. It knows the few keywords of JSON Schema 2020-12 that the schema uses; any other stops the start,
 * so that no rule is written down and then not kept.
 */
final class Schema {
    private static final Set<String> KNOWN = Set.of(
            "$ref",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "enum",
            "const",
            "minimum",
            "maximum",
            "x-category",
            "x-category-from",
            "x-about");

    private final JsonNode definitions;

    Schema(JsonNode document) {
        this.definitions = document.path("$defs");
    }

    /** The shape of a definition, for example {@code referral}. */
    Shape.Structure structure(String definition) {
        return (Shape.Structure) shape(definitions.path(definition));
    }

    private Shape shape(JsonNode rule) {
        rule.fieldNames().forEachRemaining(keyword -> {
            if (!KNOWN.contains(keyword)) {
                throw new IllegalStateException("The message schema uses a keyword nobody checks: " + keyword);
            }
        });
        if (rule.has("$ref")) {
            return shape(definitions.path(rule.path("$ref").asText().substring("#/$defs/".length())));
        }
        if (rule.has("enum")) {
            Set<JsonNode> allowed = new HashSet<>();
            rule.path("enum").forEach(allowed::add);
            return new Shape.Choice(Set.copyOf(allowed));
        }
        if (rule.has("const")) {
            return new Shape.Choice(Set.of(rule.path("const")));
        }
        return ofType(rule);
    }

    private Shape ofType(JsonNode rule) {
        return switch (rule.path("type").asText()) {
            case "object" -> object(rule);
            case "array" ->
                new Shape.Sequence(
                        rule.path("minItems").asInt(0),
                        rule.path("maxItems").asInt(Integer.MAX_VALUE),
                        rule.path("uniqueItems").asBoolean(false),
                        shape(rule.path("items")));
            case "string" ->
                new Text(
                        rule.path("minLength").asInt(0),
                        rule.path("maxLength").asInt(Integer.MAX_VALUE),
                        Optional.ofNullable(rule.get("pattern")).map(p -> Pattern.compile(p.asText())),
                        Optional.ofNullable(rule.get("format")).map(JsonNode::asText));
            case "boolean" -> new Shape.Flag();
            case "integer" ->
                new Shape.Count(
                        rule.path("minimum").asInt(Integer.MIN_VALUE),
                        rule.path("maximum").asInt(Integer.MAX_VALUE));
            default -> throw new IllegalStateException("The message schema has a place without a type");
        };
    }

    private Shape object(JsonNode rule) {
        if (rule.path("additionalProperties").asBoolean(true)) {
            throw new IllegalStateException("The message schema has an object open to unknown properties");
        }
        Map<String, Shape.Property> properties = new LinkedHashMap<>();
        rule.path("properties").properties().forEach(p -> properties.put(p.getKey(), property(p.getValue())));
        Set<String> required = new HashSet<>();
        rule.path("required").forEach(name -> required.add(name.asText()));
        return new Shape.Structure(Collections.unmodifiableMap(properties), Set.copyOf(required));
    }

    private Shape.Property property(JsonNode rule) {
        if (rule.has("x-category-from")) {
            return new Shape.Property(shape(rule), Optional.empty(), Optional.empty());
        }
        Optional<Role> about = Optional.ofNullable(rule.get("x-about")).map(role -> Role.valueOf(role.asText()));
        DataCategory category = rule.has("x-category")
                ? DataCategory.valueOf(rule.path("x-category").asText())
                : DataCategory.UNCLASSIFIED;
        return new Shape.Property(shape(rule), Optional.of(category), about);
    }
}
