package org.marac.gateway.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;

/** The canonical JSON form: the published schema decides what is read, and the records decide the order in which it is written. */
final class Canonical {
    private static final String SCHEMA = "/schema/message.schema.json";
    private static final int VERSION = 1;
    private static final Map<MessageKind, Class<? extends Message>> RECORDS =
            Map.of(MessageKind.REFERRAL, Referral.class, MessageKind.INFORMATION, Information.class);

    private final Bytes schema;
    private final Map<MessageKind, Shape.Structure> shapes;

    Canonical() {
        try (InputStream in = Objects.requireNonNull(Canonical.class.getResourceAsStream(SCHEMA), SCHEMA)) {
            this.schema = Bytes.of(in.readAllBytes());
            Schema compiler = new Schema(Json.MAPPER.readTree(schema.text()));
            this.shapes = Map.of(
                    MessageKind.REFERRAL, compiler.structure("referral"),
                    MessageKind.INFORMATION, compiler.structure("information"));
        } catch (IOException e) {
            throw new UncheckedIOException("The message schema cannot be read", e);
        }
    }

    /** The published schema, byte for byte. */
    Bytes schema() {
        return schema;
    }

    Shape.Structure shape(MessageKind kind) {
        return Objects.requireNonNull(shapes.get(kind));
    }

    Message read(Bytes canonical) throws Refused {
        JsonNode tree = Json.tree(Json.text(canonical));
        MessageKind kind = kind(tree);
        shape(kind).check(tree, Place.TOP);
        ObjectNode body = (ObjectNode) tree;
        body.remove("kind");
        body.remove("version");
        try {
            return Json.MAPPER.treeToValue(body, Objects.requireNonNull(RECORDS.get(kind)));
        } catch (JsonProcessingException e) {
            // The schema let through what a record refuses; the library's message quotes the input.
            throw Refusals.invalid("wrong-form", "/");
        }
    }

    /** The same message always gives the same bytes. */
    Bytes write(Message message) {
        try {
            return Bytes.of(Json.MAPPER.writeValueAsBytes(tree(message)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message could not be written");
        }
    }

    /** Whether a message made from another format keeps the rules of the canonical form. */
    void check(Message message) throws Refused {
        shape(message.kind()).check(tree(message), Place.TOP);
    }

    /** The kind a canonical document says it is. */
    static MessageKind kind(JsonNode tree) throws Refused {
        if (!tree.isObject()) {
            throw Refusals.invalid("wrong-type", "/");
        }
        JsonNode kind = tree.path("kind");
        JsonNode version = tree.path("version");
        if (!kind.isTextual()) {
            throw Refusals.invalid(kind.isMissingNode() ? "missing-property" : "wrong-type", "/kind");
        }
        if (!version.isInt()) {
            throw Refusals.invalid(version.isMissingNode() ? "missing-property" : "wrong-type", "/version");
        }
        for (MessageKind known : MessageKind.values()) {
            if (known.name().equals(kind.textValue()) && version.intValue() == VERSION) {
                return known;
            }
        }
        throw Refusals.unsupported("kind-or-version-not-known");
    }

    private static ObjectNode tree(Message message) {
        ObjectNode tree = Json.MAPPER.createObjectNode();
        tree.put("kind", message.kind().name());
        tree.put("version", VERSION);
        tree.setAll(Json.MAPPER.<ObjectNode>valueToTree(message));
        return tree;
    }
}
