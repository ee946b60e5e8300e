package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.MessageKind;

/**
 * Which data category has a place of the canonical message? One flat table of every place, made from the published schema.
 *
 * <p>A place is the kind of message and a JSON pointer with {@code *} for every list index, for example
 * {@code REFERRAL/victim/name/given/*}. Objects and lists stand in the table as well as what they hold.
 */
public final class Labels {
    private final Map<String, DataCategory> table;

    Labels(Canonical canonical) {
        Map<String, DataCategory> places = new HashMap<>();
        for (MessageKind kind : MessageKind.values()) {
            enter(canonical.shape(kind), kind.name(), DataCategory.ENVELOPE, places);
        }
        this.table = Map.copyOf(places);
    }

    /**
     * The category of a place; empty where the message has no such place. {@link DataCategory#UNCLASSIFIED} stands for the parts
     * of an item of information, which names its own category.
     */
    public Optional<DataCategory> of(String place) {
        return Optional.ofNullable(table.get(place));
    }

    /** Every place with its category. */
    public Map<String, DataCategory> all() {
        return table;
    }

    private static void enter(Shape shape, String place, DataCategory category, Map<String, DataCategory> places) {
        places.put(place, category);
        if (shape instanceof Shape.Structure structure) {
            structure
                    .properties()
                    .forEach((name, property) -> enter(
                            property.shape(),
                            place + "/" + name,
                            property.category().orElse(DataCategory.UNCLASSIFIED),
                            places));
        } else if (shape instanceof Shape.Sequence sequence) {
            enter(sequence.element(), place + "/*", category, places);
        }
    }

    /** Adds the categories of what is really there: of every value, and of every object that says something by being empty. */
    static void present(JsonNode value, Shape shape, DataCategory category, Set<DataCategory> found) {
        if (shape instanceof Shape.Structure structure && value.isObject() && !value.isEmpty()) {
            structure.properties().forEach((name, property) -> {
                JsonNode held = value.get(name);
                if (held != null) {
                    present(held, property.shape(), property.category().orElseGet(() -> own(value)), found);
                }
            });
        } else if (shape instanceof Shape.Sequence sequence && value.isArray()) {
            value.forEach(element -> present(element, sequence.element(), category, found));
        } else {
            found.add(category);
        }
    }

    /** The category an item names for itself. */
    private static DataCategory own(JsonNode item) {
        String name = item.path("category").asText();
        for (DataCategory category : DataCategory.values()) {
            if (category.name().equals(name)) {
                return category;
            }
        }
        return DataCategory.UNCLASSIFIED;
    }
}
