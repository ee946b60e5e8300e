package org.marac.gateway.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Transfer;

/** The canonical JSON form: the published schema decides what is read, and the records decide the order in which it is written. */
final class Canonical {
    private static final String SCHEMA = "/schema/message.schema.json";
    private static final int VERSION = 1;
    private static final Map<MessageKind, Class<? extends Message>> RECORDS = Map.of(
            MessageKind.REFERRAL, Referral.class,
            MessageKind.INFORMATION, Information.class,
            MessageKind.TRANSFER, Transfer.class);
    /** Under which name a correction holds the new content. */
    private static final Map<MessageKind, String> CONTENT =
            Map.of(MessageKind.REFERRAL, "referral", MessageKind.INFORMATION, "information");

    private static final String HEADER = "header";

    private final Bytes schema;
    private final Map<MessageKind, Shape.Structure> shapes;

    Canonical() {
        try (InputStream in = Objects.requireNonNull(Canonical.class.getResourceAsStream(SCHEMA), SCHEMA)) {
            this.schema = Bytes.of(in.readAllBytes());
            Schema compiler = new Schema(Json.MAPPER.readTree(schema.text()));
            this.shapes = Map.of(
                    MessageKind.REFERRAL, compiler.structure("referral"),
                    MessageKind.INFORMATION, compiler.structure("information"),
                    MessageKind.CORRECTION, compiler.structure("correction"),
                    MessageKind.TRANSFER, compiler.structure("transfer"));
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
        return read(Json.tree(Json.text(canonical)));
    }

    Message read(JsonNode tree) throws Refused {
        MessageKind kind = kind(tree);
        shape(kind).check(tree, Place.TOP);
        ObjectNode body = (ObjectNode) tree;
        body.remove("kind");
        body.remove("version");
        try {
            return kind == MessageKind.CORRECTION
                    ? correction(body)
                    : Json.MAPPER.treeToValue(body, Objects.requireNonNull(RECORDS.get(kind)));
        } catch (JsonProcessingException e) {
            // The schema let through what a record refuses; the library's message quotes the input.
            throw Refusals.invalid("wrong-form", "/");
        }
    }

    private static Correction correction(ObjectNode body) throws Refused, JsonProcessingException {
        JsonNode header = body.path(HEADER);
        List<MessageKind> contents = CONTENT.keySet().stream()
                .filter(kind -> body.has(CONTENT.get(kind)))
                .toList();
        boolean withdraws = body.has("withdrawal");
        if (contents.size() + (withdraws ? 1 : 0) != 1) {
            throw Refusals.invalid(withdraws || contents.size() > 1 ? "too-many" : "too-few", "/");
        }
        Optional<Message> content = Optional.empty();
        for (MessageKind kind : contents) {
            ObjectNode whole = Json.MAPPER.createObjectNode();
            whole.set(HEADER, header);
            whole.setAll((ObjectNode) body.path(CONTENT.get(kind)));
            content = Optional.of(Json.MAPPER.treeToValue(whole, Objects.requireNonNull(RECORDS.get(kind))));
        }
        return new Correction(
                Json.MAPPER.treeToValue(header, Header.class),
                new MessageId(body.path("corrects").textValue()),
                withdraws
                        ? Optional.of(Json.MAPPER.treeToValue(body.path("withdrawal"), Correction.Withdrawal.class))
                        : Optional.empty(),
                content);
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
        if (message instanceof Correction correction) {
            return correction(tree, correction);
        }
        tree.setAll(Json.MAPPER.<ObjectNode>valueToTree(message));
        return tree;
    }

    private static ObjectNode correction(ObjectNode tree, Correction correction) {
        tree.set(HEADER, Json.MAPPER.valueToTree(correction.header()));
        tree.put("corrects", correction.corrects().value());
        correction.withdrawal().ifPresent(why -> tree.set("withdrawal", Json.MAPPER.valueToTree(why)));
        correction.content().ifPresent(content -> {
            ObjectNode body = Json.MAPPER.valueToTree(content);
            body.remove(HEADER);
            tree.set(Objects.requireNonNull(CONTENT.get(content.kind())), body);
        });
        return tree;
    }
}
