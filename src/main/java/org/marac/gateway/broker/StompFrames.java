package org.marac.gateway.broker;

import java.util.Set;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.core.protocol.stomp.Stomp;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrame;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrameInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an agency may say in STOMP: connect, send a whole message, read its own. Of a message's headers only those with a
 * meaning here are kept: the broker makes a property of every other, and obeys some.
 */
final class StompFrames implements StompFrameInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(StompFrames.class);

    private static final Set<String> COMMANDS = Set.of(
            Stomp.Commands.CONNECT,
            Stomp.Commands.STOMP,
            Stomp.Commands.SEND,
            Stomp.Commands.SUBSCRIBE,
            Stomp.Commands.UNSUBSCRIBE,
            Stomp.Commands.ACK,
            Stomp.Commands.NACK,
            Stomp.Commands.DISCONNECT);

    /** What wraps a message is never passed on; so a reply-to goes too, and receipts go where they always go. */
    private static final Set<String> OF_A_MESSAGE = Set.of(
            "destination",
            "content-type",
            "content-length",
            "receipt",
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type");

    private static final Set<String> OF_A_SUBSCRIPTION =
            Set.of("destination", "id", "ack", "receipt", "consumer-window-size");

    private final Consumer<Object> ended;

    /** @param ended is told of every whole frame, by its connection's id */
    StompFrames(Consumer<Object> ended) {
        this.ended = ended;
    }

    @Override
    public boolean intercept(StompFrame frame, RemotingConnection connection) {
        ended.accept(connection.getID());
        String command = frame.getCommand();
        if (!COMMANDS.contains(command)) {
            LOG.warn("A STOMP frame of {} was refused", Guard.agency(connection.getSubject()));
            connection.fail(new ActiveMQException("Not taken here", ActiveMQExceptionType.UNSUPPORTED_PACKET));
            return false;
        }
        if (command.equals(Stomp.Commands.SEND)) {
            frame.getHeadersMap().keySet().retainAll(OF_A_MESSAGE);
        } else if (command.equals(Stomp.Commands.SUBSCRIBE)) {
            frame.getHeadersMap().keySet().retainAll(OF_A_SUBSCRIPTION);
        }
        return true;
    }
}
