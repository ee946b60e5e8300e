package org.marac.gateway.broker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.util.TLSEncode;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/**
 * What an agency sent, read from its own protocol and not through the broker's conversions: those decode text by a
 * declared character set, and the receipt must hold the digest of the bytes as sent.
 *
 * @param body bytes as sent, or text in UTF-8; empty for every other form of body
 * @param type what they claim to be: a media type on the list, or an event around one; empty when missing or not on the list
 */
record Sent(Bytes body, Optional<String> type) {
    static final Sent NOTHING = new Sent(Bytes.of(new byte[0]), Optional.empty());

    private static final String[] CONTENT_TYPES = {
        "JMS_AMQP_ContentType",
        "JMS_AMQP_CONTENT_TYPE",
        "contentType",
        "content_type",
        "content-type",
        // Where the broker keeps STOMP's content-type.
        "_AMQ_CONTENT_TYPE"
    };

    static Sent of(Message message) {
        return message instanceof AMQPMessage amqp ? of(amqp) : of(message.toCore());
    }

    /** The same as an event, where the attributes of one stand beside the body. */
    Sent asEvent(Message message) {
        return EventForm.structured(message, body, type)
                .map(event -> new Sent(event, Optional.of(EventForm.STRUCTURED)))
                .orElse(this);
    }

    /** At most so many bytes of the body. */
    Sent limited(int bytes) {
        return body.size() <= bytes ? this : new Sent(Bytes.of(Arrays.copyOf(body.toArray(), bytes)), type);
    }

    private static Sent of(ICoreMessage core) {
        ActiveMQBuffer buffer = core.getReadOnlyBodyBuffer();
        byte kind = core.getType();
        if (kind == Message.TEXT_TYPE) {
            SimpleString text = TextMessageUtil.readBodyText(buffer);
            return text == null ? NOTHING : new Sent(Bytes.utf8(text.toString()), type(core, null));
        }
        if (kind != Message.BYTES_TYPE && kind != Message.DEFAULT_TYPE) {
            return NOTHING;
        }
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return new Sent(Bytes.of(bytes), type(core, null));
    }

    private static Sent of(AMQPMessage amqp) {
        Properties properties = amqp.getProperties();
        Object declared = properties == null ? null : properties.getContentType();
        return body(amqp).map(body -> new Sent(body, type(amqp, declared))).orElse(NOTHING);
    }

    /** All data sections in their order, or the one value. */
    private static Optional<Bytes> body(AMQPMessage amqp) {
        ReadableBuffer buffer = amqp.getSendBuffer(1, null);
        DecoderImpl decoder = TLSEncode.getDecoder();
        decoder.setBuffer(buffer);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean found = false;
        try {
            while (buffer.hasRemaining()) {
                Object section = decoder.readObject();
                if (section instanceof AmqpSequence) {
                    return Optional.empty();
                }
                if (section instanceof AmqpValue value) {
                    return value(value.getValue());
                }
                if (section instanceof Data data) {
                    Binary part = data.getValue();
                    body.write(part.getArray(), part.getArrayOffset(), part.getLength());
                    found = true;
                }
            }
        } finally {
            decoder.setBuffer(null);
        }
        return found ? Optional.of(Bytes.of(body.toByteArray())) : Optional.empty();
    }

    private static Optional<Bytes> value(@Nullable Object value) {
        if (value instanceof Binary binary) {
            return Optional.of(Bytes.of(Arrays.copyOfRange(
                    binary.getArray(), binary.getArrayOffset(), binary.getArrayOffset() + binary.getLength())));
        }
        return value instanceof String text
                ? Optional.of(Bytes.of(text.getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /** The first of the agreed places that holds a type on the list; some clients fill one of them by themselves. */
    private static Optional<String> type(Message message, @Nullable Object declared) {
        return Stream.concat(
                        Stream.ofNullable(declared),
                        Stream.of(CONTENT_TYPES).map(message::getObjectProperty).flatMap(Stream::ofNullable))
                .map(Object::toString)
                .flatMap(value -> EventForm.isStructured(value)
                        ? Stream.of(EventForm.STRUCTURED)
                        : MediaType.of(value).map(MediaType::code).stream())
                .findFirst();
    }
}
