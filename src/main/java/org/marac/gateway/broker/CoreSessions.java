package org.marac.gateway.broker;

import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateProducerMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.RemoveProducerMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionConsumerCloseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionCreateConsumerMessage;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerSessionPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * How many sessions, producers and consumers one connection of CORE has: each costs the broker memory, and it has no limit.
 * Nor has what it keeps of all it said until a client confirms it, so a session has no confirmation window.
 */
final class CoreSessions implements ActiveMQServerSessionPlugin {
    private static final int MOST_SESSIONS = 64;
    private static final int MOST_LINKS = 256;
    private static final int NOTHING_IS_CONFIRMED = -1;

    private static final AttributeKey<Opened> OPENED = AttributeKey.valueOf(CoreSessions.class, "opened");

    /** A producer or a consumer. */
    private record Link(long channel, boolean reads, long id) {}

    /** What one connection has asked for and not ended. */
    private static final class Opened {
        final AtomicInteger sessions = new AtomicInteger();
        final Set<Link> links = new HashSet<>();
    }

    /** Whether the connection may go on after a packet. One that asks again and again for what it does not get may not. */
    static boolean mayOpen(Packet packet, RemotingConnection connection) {
        Opened opened = opened(connection)
                .map(attribute -> {
                    attribute.setIfAbsent(new Opened());
                    return attribute.get();
                })
                .orElseThrow();
        long channel = packet.getChannelID();
        if (packet instanceof CreateSessionMessage create) {
            // A channel whose producers are counted is not another session's as well: it would be told that they ended.
            return opened.sessions.incrementAndGet() <= MOST_SESSIONS
                    && create.getWindowSize() == NOTHING_IS_CONFIRMED
                    && opened.links.stream().noneMatch(link -> link.channel() == create.getSessionChannelID());
        }
        if (packet instanceof CreateProducerMessage create) {
            opened.links.add(new Link(channel, false, create.getId()));
        } else if (packet instanceof RemoveProducerMessage remove) {
            opened.links.remove(new Link(channel, false, remove.getId()));
        } else if (packet instanceof SessionCreateConsumerMessage create) {
            opened.links.add(new Link(channel, true, create.getID()));
        } else if (packet instanceof SessionConsumerCloseMessage close) {
            opened.links.remove(new Link(channel, true, close.getConsumerID()));
        } else if (packet.getType() == PacketImpl.SESS_CLOSE) {
            opened.links.removeIf(link -> link.channel() == channel);
        }
        return opened.links.size() <= MOST_LINKS;
    }

    /**
     * A session has ended in the broker: that its client says so is not enough, because the broker makes sessions later than
     * it reads, and what is closed before it is made stays.
     */
    @Override
    public void afterCloseSession(ServerSession session, boolean failed) {
        opened(session.getRemotingConnection())
                .map(Attribute::get)
                .ifPresent(opened -> opened.sessions.decrementAndGet());
    }

    /** Lives as long as the connection. */
    private static Optional<Attribute<Opened>> opened(RemotingConnection connection) {
        return connection.getTransportConnection() instanceof NettyConnection netty
                ? Optional.of(netty.getNettyChannel().attr(OPENED))
                : Optional.empty();
    }
}
