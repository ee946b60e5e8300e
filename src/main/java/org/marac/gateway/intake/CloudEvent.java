package org.marac.gateway.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;

/**
 * An event that carries a message: CloudEvents 1.0 in structured mode, JSON event format.
 *
 * @param claim what it says of the message
 * @param type what the data claims to be; empty when it is not on the list
 * @param data the message
 */
record CloudEvent(Arrival.Claim claim, Optional<MediaType> type, Bytes data) {
    /** The content type of an event in structured mode. */
    static final String CONTENT_TYPE = "application/cloudevents+json";

    /** Before the kind of message, in small letters, and {@code .v1}: for example {@code example.marac.referral.v1}. */
    private static final String PREFIX = "example.marac.";

    private static final String VERSION = ".v1";
    private static final int DEEPEST = 64;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(32)
                            .maxNameLength(128)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** What is not such an event; the reason is a code. */
    static final class NoEvent extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        NoEvent(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    static CloudEvent read(Bytes structured) throws NoEvent {
        JsonNode event = tree(structured);
        if (!event.path("specversion").asText().equals("1.0")
                || text(event, "source").isEmpty()) {
            throw new NoEvent("not-a-cloud-event");
        }
        MessageId id = text(event, "id")
                .filter(MessageId::isValid)
                .map(MessageId::new)
                .orElseThrow(() -> new NoEvent("event-id"));
        MessageKind kind = text(event, "type").flatMap(CloudEvent::kind).orElseThrow(() -> new NoEvent("event-type"));
        String type = text(event, "datacontenttype").orElse(MediaType.JSON.code());
        return new CloudEvent(new Arrival.Claim(id, kind), MediaType.of(type), data(event, type));
    }

    private static JsonNode tree(Bytes structured) throws NoEvent {
        try {
            JsonNode event = JSON.readTree(structured.toArray());
            if (event != null && event.isObject()) {
                return event;
            }
        } catch (JsonProcessingException e) {
            // The library's message quotes the input.
        } catch (IOException e) {
            throw new IllegalStateException("What stands in memory can be read", e);
        }
        throw new NoEvent("not-a-cloud-event");
    }

    /** In Base64, or as it is: JSON as JSON, everything else as text. */
    private static Bytes data(JsonNode event, String type) throws NoEvent {
        JsonNode encoded = event.path("data_base64");
        JsonNode plain = event.path("data");
        if (encoded.isMissingNode() == plain.isMissingNode()) {
            throw new NoEvent("event-data");
        }
        try {
            if (encoded.isTextual()) {
                return Bytes.of(Base64.getDecoder().decode(encoded.textValue()));
            }
        } catch (IllegalArgumentException e) {
            throw new NoEvent("event-data");
        }
        if (plain.isMissingNode()) {
            throw new NoEvent("event-data");
        }
        return Bytes.utf8(plain.isTextual() && !isJson(type) ? plain.textValue() : plain.toString());
    }

    private static boolean isJson(String type) {
        int end = type.indexOf(';');
        String name = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return name.equals("application/json") || name.endsWith("+json");
    }

    private static Optional<MessageKind> kind(String type) {
        return Stream.of(MessageKind.values())
                .filter(kind -> type.equals(PREFIX + kind.name().toLowerCase(Locale.ROOT) + VERSION))
                .findFirst();
    }

    private static Optional<String> text(JsonNode event, String name) {
        return Optional.ofNullable(event.path(name).textValue()).filter(value -> !value.isEmpty());
    }
}
