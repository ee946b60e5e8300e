package org.marac.gateway.broker;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/** How much was sent in transactions of CORE that are not ended? The broker remembers all of it until they are, and has no limit. */
final class CoreTransactions {
    /** What the transaction of each session costs the broker, of those that have any; lives as long as the connection. */
    private static final AttributeKey<Map<Long, Long>> OPEN = AttributeKey.valueOf(CoreTransactions.class, "open");

    private CoreTransactions() {}

    /** Whether the connection may go on after a packet. */
    static boolean mayAdd(Packet packet, RemotingConnection connection) {
        return !(connection.getTransportConnection() instanceof NettyConnection netty)
                || mayAdd(packet, netty.getNettyChannel());
    }

    private static boolean mayAdd(Packet packet, Channel client) {
        Map<Long, Long> open = open(client);
        long session = packet.getChannelID();
        if (packet instanceof CreateSessionMessage create) {
            begin(create, open);
            return true;
        }
        if (packet instanceof SessionSendMessage && open.containsKey(session)) {
            open.merge(session, Connections.COST_UNTIL_COMMITTED, Long::sum);
            return keeps(client, Connections.COST_UNTIL_COMMITTED);
        }
        return switch (packet.getType()) {
            case PacketImpl.SESS_COMMIT, PacketImpl.SESS_ROLLBACK -> {
                Long cost = open.replace(session, 0L);
                yield cost == null || keeps(client, -cost);
            }
            case PacketImpl.SESS_CLOSE -> {
                Long cost = open.remove(session);
                yield cost == null || keeps(client, -cost);
            }
            default -> true;
        };
    }

    /** One whose every message is committed by itself has no transaction. */
    private static void begin(CreateSessionMessage session, Map<Long, Long> open) {
        if (session.isAutoCommitSends()) {
            open.remove(session.getSessionChannelID());
        } else {
            open.put(session.getSessionChannelID(), 0L);
        }
    }

    private static boolean keeps(Channel client, long bytes) {
        return client.pipeline().get(Connections.Counted.class).keeps(bytes);
    }

    private static Map<Long, Long> open(Channel client) {
        Attribute<Map<Long, Long>> attribute = client.attr(OPEN);
        attribute.setIfAbsent(new HashMap<>());
        return attribute.get();
    }
}
