package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Role;

/**
 * Which material is a place of the canonical message? One flat table of every place, made from the published schema.
 *
 * <p>A place is the kind of message and a JSON pointer with {@code *} for every list index, for example
 * {@code REFERRAL/victim/name/given/*}. Objects and lists stand in the table as well as what they hold.
 */
public final class Labels {
    private static final Material UNLABELLED = Material.of(DataCategory.UNCLASSIFIED);

    private final Map<String, Material> table;

    Labels(Canonical canonical) {
        Map<String, Material> places = new HashMap<>();
        for (MessageKind kind : MessageKind.values()) {
            enter(canonical.shape(kind), kind.name(), Material.of(DataCategory.ENVELOPE), places);
        }
        this.table = Map.copyOf(places);
    }

    /**
     * The material of a place; empty where the message has no such place. {@link DataCategory#UNCLASSIFIED} stands for
     * the parts of an item of information, which names its own category and whom it is about.
     */
    public Optional<Material> of(String place) {
        return Optional.ofNullable(table.get(place));
    }

    /** Every place with its material. */
    public Map<String, Material> all() {
        return table;
    }

    private static void enter(Shape shape, String place, Material material, Map<String, Material> places) {
        places.put(place, material);
        if (shape instanceof Shape.Structure structure) {
            structure
                    .properties()
                    .forEach((name, property) -> enter(
                            property.shape(),
                            place + "/" + name,
                            property.material(material.about(), () -> UNLABELLED),
                            places));
        } else if (shape instanceof Shape.Sequence sequence) {
            enter(sequence.element(), place + "/*", material, places);
        }
    }

    /** Adds the materials of what is really there: of every value, and of every object that says something by being empty. */
    static void present(JsonNode value, Shape shape, Material material, Set<Material> found) {
        if (shape instanceof Shape.Structure structure && value.isObject() && !value.isEmpty()) {
            structure.properties().forEach((name, property) -> {
                JsonNode held = value.get(name);
                if (held != null) {
                    present(
                            held,
                            property.shape(),
                            property.material(material.about(), () -> own(value, material)),
                            found);
                }
            });
        } else if (shape instanceof Shape.Sequence sequence && value.isArray()) {
            value.forEach(element -> present(element, sequence.element(), material, found));
        } else {
            found.add(material);
        }
    }

    /** What an item says it is; parts of an item are what the item is. */
    private static Material own(JsonNode item, Material around) {
        if (!item.has("category")) {
            return around.category() == DataCategory.ENVELOPE ? UNLABELLED : around;
        }
        return new Material(
                named(DataCategory.values(), item.path("category").asText()).orElse(DataCategory.UNCLASSIFIED),
                named(Role.values(), item.path("subject").asText()).orElse(Role.CASE));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        for (E value : values) {
            if (value.name().equals(name)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
