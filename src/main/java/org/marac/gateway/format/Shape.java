package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Role;

/**
 * Which form must a JSON value have? One place of the published schema, compiled: checking a referral takes
 * microseconds where a general validator takes many times as long.
 */
sealed interface Shape permits Shape.Structure, Shape.Sequence, Shape.Choice, Shape.Flag, Shape.Count, Text {

    /** Says nothing if the value has this form, and otherwise which rule is broken where. */
    void check(JsonNode value, Place place) throws Refused;

    /**
     * An object: its properties and nothing else.
     *
     * @param properties by name, in the schema's order
     * @param required which must be there
     */
    record Structure(Map<String, Property> properties, Set<String> required) implements Shape {
        @Override
        public void check(JsonNode value, Place place) throws Refused {
            if (!value.isObject()) {
                throw Refusals.invalid("wrong-type", place.pointer());
            }
            int found = 0;
            for (Map.Entry<String, Property> property : properties.entrySet()) {
                JsonNode held = value.get(property.getKey());
                if (held != null) {
                    found++;
                    property.getValue().shape().check(held, place.at(property.getKey()));
                } else if (required.contains(property.getKey())) {
                    throw Refusals.invalid(
                            "missing-property", place.at(property.getKey()).pointer());
                }
            }
            if (found != value.size()) {
                // The unknown name is the sender's, so only where it stands is told.
                throw Refusals.invalid("unknown-property", place.pointer());
            }
        }
    }

    /**
     * A property of an object.
     *
     * @param shape the form of its value
     * @param category its label; empty where the object around it names its own
     * @param about whom it and all below it is about, where that changes here
     */
    record Property(Shape shape, Optional<DataCategory> category, Optional<Role> about) {

        /** The material of its value, in an object about this person. */
        Material material(Role around, Supplier<Material> own) {
            return category.map(label -> new Material(label, about.orElse(around)))
                    .orElseGet(own);
        }
    }

    /**
     * A list.
     *
     * @param least fewest elements
     * @param most most elements
     * @param unique whether no element may come twice
     * @param element the form of each
     */
    record Sequence(int least, int most, boolean unique, Shape element) implements Shape {
        @Override
        public void check(JsonNode value, Place place) throws Refused {
            if (!value.isArray()) {
                throw Refusals.invalid("wrong-type", place.pointer());
            }
            if (value.size() < least || value.size() > most) {
                throw Refusals.invalid(value.size() < least ? "too-few" : "too-many", place.pointer());
            }
            Set<JsonNode> seen = new HashSet<>();
            for (int i = 0; i < value.size(); i++) {
                element.check(value.get(i), place.at(i));
                if (unique && !seen.add(value.get(i))) {
                    throw Refusals.invalid("not-unique", place.at(i).pointer());
                }
            }
        }
    }

    /**
     * One of a list of values.
     *
     * @param allowed the values
     */
    record Choice(Set<JsonNode> allowed) implements Shape {
        @Override
        public void check(JsonNode value, Place place) throws Refused {
            if (!allowed.contains(value)) {
                throw Refusals.invalid("not-in-list", place.pointer());
            }
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public void check(JsonNode value, Place place) throws Refused {
            if (!value.isBoolean()) {
                throw Refusals.invalid("wrong-type", place.pointer());
            }
        }
    }

    /**
     * A whole number.
     *
     * @param least the smallest
     * @param most the greatest
     */
    record Count(int least, int most) implements Shape {
        @Override
        public void check(JsonNode value, Place place) throws Refused {
            if (!value.isInt()) {
                throw Refusals.invalid("wrong-type", place.pointer());
            }
            if (value.intValue() < least || value.intValue() > most) {
                throw Refusals.invalid("out-of-range", place.pointer());
            }
        }
    }
}
