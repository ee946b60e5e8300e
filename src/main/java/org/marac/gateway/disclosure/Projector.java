package org.marac.gateway.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Role;

/** Builds a view by allow-list: it copies what is permitted into a new document and never takes anything out of an old one. */
final class Projector implements Projection {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final Map<MessageKind, LabelTree> trees = new EnumMap<>(MessageKind.class);

    Projector(JsonNode schema) {
        trees.put(MessageKind.REFERRAL, LabelTree.of(schema, "referral"));
        trees.put(MessageKind.INFORMATION, LabelTree.of(schema, "information"));
        trees.put(MessageKind.CORRECTION, LabelTree.of(schema, "correction"));
        trees.put(MessageKind.TRANSFER, LabelTree.of(schema, "transfer"));
    }

    @Override
    public View project(JsonNode message, Viewer viewer, Redaction redaction) {
        LabelTree tree =
                Objects.requireNonNull(trees.get(Kinds.of(message.path("kind").asText())));
        Reserved reserved = new Reserved(
                message.at("/header/sender").asText(),
                message.at("/header/purpose").asText(),
                viewer);
        Walk walk = new Walk(viewer, redaction, reserved, new HashSet<>());
        JsonNode view =
                walk.copy(message, tree, Material.of(DataCategory.ENVELOPE), "").orElseGet(MAKE::objectNode);
        return new View(view, walk.withheld);
    }

    /** One walk through one message. */
    private record Walk(Viewer viewer, Redaction redaction, Reserved reserved, Set<Material> withheld) {

        Optional<JsonNode> copy(JsonNode value, LabelTree label, Material material, String pointer) {
            if (redaction.fields().contains(pointer)) {
                withheld.add(material);
                return Optional.empty();
            }
            if (value.isObject() && !value.isEmpty()) {
                return object(value, label, material, pointer);
            }
            if (value.isArray()) {
                return list(value, label, material, pointer);
            }
            // An object that is empty in the message says something by being there, so it counts as a value.
            if (!viewer.maySee(material)) {
                withheld.add(material);
                return Optional.empty();
            }
            if (value.isObject()) {
                return Optional.of(MAKE.objectNode());
            }
            String instead = redaction.texts().get(pointer);
            return Optional.of(instead == null ? value : MAKE.textNode(instead));
        }

        private Optional<JsonNode> object(JsonNode value, LabelTree label, Material around, String pointer) {
            ObjectNode seen = MAKE.objectNode();
            label.properties().forEach((name, property) -> {
                JsonNode held = value.get(name);
                if (held == null) {
                    return;
                }
                Material material = material(property, around, value);
                if (reserved.keepsBack(value, name)) {
                    withheld.add(material);
                    return;
                }
                copy(held, property, material, at(pointer, name)).ifPresent(part -> seen.set(name, part));
            });
            return seen.isEmpty() ? Optional.empty() : Optional.of(seen);
        }

        /** Nobody asks where it stands when nothing is to be taken out. */
        private String at(String pointer, String name) {
            return redaction.isEmpty() ? pointer : pointer + "/" + name;
        }

        private Optional<JsonNode> list(JsonNode value, LabelTree label, Material material, String pointer) {
            ArrayNode seen = MAKE.arrayNode();
            label.element().ifPresent(element -> {
                for (int i = 0; i < value.size(); i++) {
                    copy(value.path(i), element, material, at(pointer, Integer.toString(i)))
                            .ifPresent(seen::add);
                }
            });
            return seen.isEmpty() ? Optional.empty() : Optional.of(seen);
        }

        private static Material material(LabelTree property, Material around, JsonNode holder) {
            Optional<DataCategory> label = property.category();
            return label.isPresent()
                    ? new Material(label.get(), property.about().orElse(around.about()))
                    : own(holder, around);
        }

        /** What an item of information says it is; parts of an item are what the item is. */
        private static Material own(JsonNode item, Material around) {
            if (!item.has("category")) {
                return around.category() == DataCategory.ENVELOPE ? Material.of(DataCategory.UNCLASSIFIED) : around;
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
}
