package org.marac.gateway.broker;

import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.transformer.Transformer;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what an agency sent into a new message before it touches the disk: body encrypted, content type kept, nothing
 * else of it passed on.
 */
final class Covering implements Transformer {
    private static final Logger LOG = LoggerFactory.getLogger(Covering.class);
    private static final String[] CONTENT_TYPES = {
        "JMS_AMQP_ContentType", "JMS_AMQP_CONTENT_TYPE", "contentType", "content_type", "content-type"
    };

    private final AgencyId agency;
    private final Cover cover;
    private final int maximumBytes;

    Covering(AgencyId agency, Cover cover, int maximumBytes) {
        this.agency = agency;
        this.cover = cover;
        this.maximumBytes = maximumBytes;
    }

    @Override
    public Message transform(Message sent) {
        CoreMessage covered = new CoreMessage(sent.getMessageID(), 1024);
        covered.setAddress(SimpleString.of(Addresses.work(agency)));
        covered.setDurable(true);
        covered.setType(Message.BYTES_TYPE);
        covered.putStringProperty(Broker.CONTENT_TYPE, "");
        Bytes body = Bytes.of(new byte[0]);
        try {
            ICoreMessage core = sent.toCore();
            body = body(core);
            covered.putStringProperty(Broker.CONTENT_TYPE, contentType(core));
        } catch (RuntimeException e) {
            // The broker's converters throw unchecked exceptions on hostile encodings; the empty body is refused later.
            LOG.warn(
                    "A message of {} could not be converted: {}",
                    agency,
                    e.getClass().getSimpleName());
        }
        covered.getBodyBuffer().writeBytes(cover.cover(body).toArray());
        return covered;
    }

    private Bytes body(ICoreMessage core) {
        ActiveMQBuffer buffer = core.getReadOnlyBodyBuffer();
        byte type = core.getType();
        if (type == Message.TEXT_TYPE) {
            SimpleString text = TextMessageUtil.readBodyText(buffer);
            return text == null
                    ? Bytes.of(new byte[0])
                    : limited(Bytes.utf8(text.toString()).toArray());
        }
        if (type != Message.BYTES_TYPE && type != Message.DEFAULT_TYPE) {
            return Bytes.of(new byte[0]);
        }
        byte[] bytes = new byte[Math.min(buffer.readableBytes(), maximumBytes + 1)];
        buffer.readBytes(bytes);
        return Bytes.of(bytes);
    }

    private Bytes limited(byte[] bytes) {
        return Bytes.of(bytes.length <= maximumBytes ? bytes : java.util.Arrays.copyOf(bytes, maximumBytes + 1));
    }

    private static String contentType(ICoreMessage core) {
        byte type = core.getType();
        if (type == Message.OBJECT_TYPE || type == Message.MAP_TYPE || type == Message.STREAM_TYPE) {
            return "";
        }
        for (String name : CONTENT_TYPES) {
            Object value = core.getObjectProperty(name);
            if (value != null) {
                return value.toString();
            }
        }
        return "";
    }
}
