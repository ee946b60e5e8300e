package org.marac.gateway.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.MessageKind;

/** Builds a view by allow-list: it copies what is permitted into a new document and never takes anything out of an old one. */
final class Projector implements Projection {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final Map<MessageKind, LabelTree> trees = new EnumMap<>(MessageKind.class);

    Projector(JsonNode schema) {
        trees.put(MessageKind.REFERRAL, LabelTree.of(schema, "referral"));
        trees.put(MessageKind.INFORMATION, LabelTree.of(schema, "information"));
    }

    @Override
    public View project(JsonNode message, Set<DataCategory> permitted, Set<String> redact) {
        LabelTree tree =
                Objects.requireNonNull(trees.get(Kinds.of(message.path("kind").asText())));
        Walk walk = new Walk(permitted, redact, EnumSet.noneOf(DataCategory.class));
        JsonNode view = walk.copy(message, tree, DataCategory.ENVELOPE, "").orElseGet(MAKE::objectNode);
        return new View(view, walk.withheld);
    }

    /** One walk through one message. */
    private record Walk(Set<DataCategory> permitted, Set<String> redact, Set<DataCategory> withheld) {

        Optional<JsonNode> copy(JsonNode value, LabelTree label, DataCategory category, String pointer) {
            if (value.isObject() && !value.isEmpty()) {
                return object(value, label, pointer);
            }
            if (value.isArray()) {
                return list(value, label, category, pointer);
            }
            // An object that is empty in the message says something by being there, so it counts as a value.
            if (!permitted.contains(category)) {
                withheld.add(category);
                return Optional.empty();
            }
            if (value.isObject()) {
                return Optional.of(MAKE.objectNode());
            }
            return Optional.of(redact.contains(pointer) ? MAKE.textNode(MARKER) : value);
        }

        private Optional<JsonNode> object(JsonNode value, LabelTree label, String pointer) {
            ObjectNode seen = MAKE.objectNode();
            label.properties().forEach((name, property) -> {
                JsonNode held = value.get(name);
                if (held != null) {
                    copy(held, property, property.category().orElseGet(() -> own(value)), pointer + "/" + name)
                            .ifPresent(part -> seen.set(name, part));
                }
            });
            return seen.isEmpty() ? Optional.empty() : Optional.of(seen);
        }

        private Optional<JsonNode> list(JsonNode value, LabelTree label, DataCategory category, String pointer) {
            ArrayNode seen = MAKE.arrayNode();
            label.element().ifPresent(element -> {
                for (int i = 0; i < value.size(); i++) {
                    copy(value.path(i), element, category, pointer + "/" + i).ifPresent(seen::add);
                }
            });
            return seen.isEmpty() ? Optional.empty() : Optional.of(seen);
        }

        /** The category that an item of information names for itself. */
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
}
