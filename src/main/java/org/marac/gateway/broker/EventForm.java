package org.marac.gateway.broker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.marac.gateway.model.Bytes;

/**
 * CloudEvents 1.0 as they travel on a queue. Of an event in binary mode the attributes stand beside the body; since nothing
 * beside a body waits on disk, it becomes one in structured mode before it is covered.
 */
final class EventForm {
    /** An event in structured mode (CloudEvents 1.0, JSON event format). */
    static final String STRUCTURED = "application/cloudevents+json";

    /** AMQP binding 1.0.2 with both separators it allows; JMS and STOMP, for which there is no binding, by agreement. */
    private static final List<String> PREFIXES = List.of("cloudEvents:", "cloudEvents_", "ce_", "ce-");

    private static final String SPEC_VERSION = "specversion";
    private static final List<String> ATTRIBUTES = List.of(SPEC_VERSION, "id", "source", "type");

    private EventForm() {}

    /** Whether a content type is that of an event in structured mode. */
    static boolean isStructured(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().equalsIgnoreCase(STRUCTURED);
    }

    /** The event whose attributes stand beside the body, in structured mode; empty where there are none. */
    static Optional<Bytes> structured(Message message, Bytes body, Optional<String> contentType) {
        return PREFIXES.stream()
                .filter(prefix -> message.getObjectProperty(prefix + SPEC_VERSION) != null)
                .findFirst()
                .map(prefix -> {
                    ObjectNode event = JsonNodeFactory.instance.objectNode();
                    ATTRIBUTES.forEach(name -> Stream.ofNullable(message.getObjectProperty(prefix + name))
                            .forEach(value -> event.put(name, value.toString())));
                    contentType.ifPresent(type -> event.put("datacontenttype", type));
                    event.put("data_base64", body.toArray());
                    return Bytes.utf8(event.toString());
                });
    }
}
