package org.marac.gateway.broker;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.transformer.Transformer;
import org.marac.gateway.model.AgencyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what an agency sent into a new message before it touches the disk: body encrypted, content type kept where it is
 * on the list, nothing else of it passed on.
 */
final class Covering implements Transformer {
    private static final Logger LOG = LoggerFactory.getLogger(Covering.class);

    private final AgencyId agency;
    private final Cover cover;
    private final int maximumBytes;

    Covering(AgencyId agency, Cover cover, int maximumBytes) {
        this.agency = agency;
        this.cover = cover;
        this.maximumBytes = maximumBytes;
    }

    @Override
    public Message transform(Message message) {
        Sent sent = read(message);
        CoreMessage covered = new CoreMessage(message.getMessageID(), 1024);
        covered.setAddress(SimpleString.of(Addresses.work(agency)));
        covered.setDurable(true);
        covered.setType(Message.BYTES_TYPE);
        covered.putStringProperty(Broker.CONTENT_TYPE, sent.type().orElse(""));
        covered.getBodyBuffer().writeBytes(cover.cover(sent.body()).toArray());
        return covered;
    }

    private Sent read(Message message) {
        try {
            // One byte more than is taken: enough to refuse it for its size.
            return Sent.of(message).limited(maximumBytes + 1).asEvent(message);
        } catch (RuntimeException e) {
            // The decoders throw unchecked exceptions on hostile encodings; the empty body is refused and answered
            // later.
            LOG.warn(
                    "A message of {} could not be read: {}",
                    agency,
                    e.getClass().getSimpleName());
            return Sent.NOTHING;
        }
    }
}
