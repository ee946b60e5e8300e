package org.marac.gateway.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Role;

/**
 * The labels of the published schema as a tree, which the projector walks. The inspector never sees it: it has a table made by other code.
 *
 * @param category the label; empty where the object around it names its own
 * @param about whom it and all below it is about, where that changes here
 * @param properties of an object, in the schema's order; empty otherwise
 * @param element of a list
 */
record LabelTree(
        Optional<DataCategory> category,
        Optional<Role> about,
        Map<String, LabelTree> properties,
        Optional<LabelTree> element) {

    /** The tree of a definition of the schema, for example {@code referral}. */
    static LabelTree of(JsonNode schema, String definition) {
        return grow(schema, schema.at("/$defs/" + definition), Optional.of(DataCategory.ENVELOPE), Optional.empty());
    }

    private static LabelTree grow(
            JsonNode schema, JsonNode rule, Optional<DataCategory> category, Optional<Role> about) {
        if (rule.has("$ref")) {
            return grow(schema, schema.at(rule.path("$ref").asText().substring(1)), category, about);
        }
        Map<String, LabelTree> properties = new LinkedHashMap<>();
        rule.path("properties")
                .properties()
                .forEach(p -> properties.put(
                        p.getKey(), grow(schema, p.getValue(), label(p.getValue()), about(p.getValue()))));
        Optional<LabelTree> element =
                rule.has("items") ? Optional.of(grow(schema, rule.path("items"), category, about)) : Optional.empty();
        return new LabelTree(category, about, properties, element);
    }

    private static Optional<Role> about(JsonNode rule) {
        return Optional.ofNullable(rule.get("x-about")).map(role -> Role.valueOf(role.asText()));
    }

    /** A property without a label counts as the highest category. */
    private static Optional<DataCategory> label(JsonNode rule) {
        if (rule.has("x-category-from")) {
            return Optional.empty();
        }
        return Optional.of(
                rule.has("x-category")
                        ? DataCategory.valueOf(rule.path("x-category").asText())
                        : DataCategory.UNCLASSIFIED);
    }
}
