package org.marac.gateway.broker;

import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionAddMetaDataMessageV2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionBindingQueryMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionQueueQueryMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.marac.gateway.model.AgencyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an agency may say in the CORE protocol: log in, send a whole message, read its own. Everything else ends the
 * connection, because the broker answers or obeys much of it without asking the {@link Guard}: large messages (written to
 * disk in clear before anything can cover them), reattaching to a session by its name (CVE-2026-57967), cluster and
 * replication traffic, distributed transactions, how many messages wait at another agency's address. What is no message is short.
 */
final class CorePackets implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(CorePackets.class);

    private static final Set<Byte> ALLOWED = Set.of(
            PacketImpl.PING,
            PacketImpl.DISCONNECT,
            PacketImpl.PACKETS_CONFIRMED,
            PacketImpl.CREATESESSION,
            PacketImpl.CREATESESSION_V2,
            PacketImpl.CHECK_FOR_FAILOVER,
            PacketImpl.SUBSCRIBE_TOPOLOGY,
            PacketImpl.SUBSCRIBE_TOPOLOGY_V2,
            PacketImpl.SESS_ADD_METADATA2,
            PacketImpl.SESS_UNIQUE_ADD_METADATA,
            PacketImpl.SESS_START,
            PacketImpl.SESS_STOP,
            PacketImpl.SESS_CLOSE,
            PacketImpl.SESS_COMMIT,
            PacketImpl.SESS_ROLLBACK,
            PacketImpl.SESS_SEND,
            PacketImpl.CREATE_PRODUCER,
            PacketImpl.REMOVE_PRODUCER,
            PacketImpl.SESS_PRODUCER_REQUEST_CREDITS,
            PacketImpl.SESS_QUEUEQUERY,
            PacketImpl.SESS_BINDINGQUERY,
            PacketImpl.SESS_CREATECONSUMER,
            PacketImpl.SESS_CONSUMER_CLOSE,
            PacketImpl.SESS_FLOWTOKEN,
            PacketImpl.SESS_FORCE_CONSUMER_DELIVERY,
            PacketImpl.SESS_ACKNOWLEDGE,
            PacketImpl.SESS_INDIVIDUAL_ACKNOWLEDGE,
            PacketImpl.SESS_EXPIRED,
            // The guard refuses these, with an answer that says so.
            PacketImpl.CREATE_ADDRESS,
            PacketImpl.CREATE_QUEUE,
            PacketImpl.CREATE_QUEUE_V2,
            PacketImpl.DELETE_QUEUE);

    /** What the JMS client says of its sessions; the broker keeps it as long as they last. */
    private static final Set<String> METADATA =
            Set.of(ClientSession.JMS_SESSION_IDENTIFIER_PROPERTY, ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY);

    private static final int LONGEST_METADATA = 256;
    /** Of a packet that is no message. */
    private static final int LARGEST_OTHER = 4 * 1024;

    private final int largest;

    /** @param largest the largest message, encoded, that is sure to stay in memory until it is covered */
    CorePackets(int largest) {
        this.largest = largest;
    }

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (Guard.isOwn(connection)) {
            return true;
        }
        if (ALLOWED.contains(packet.getType())
                && mayAsk(packet, connection)
                && mayKeep(packet, connection)
                && mayTake(packet)
                && CoreSessions.mayOpen(packet, connection)
                && CoreTransactions.mayAdd(packet, connection)) {
            return true;
        }
        LOG.warn("Packet {} of {} refused", packet.getType(), Guard.agency(connection.getSubject()));
        // Throwing here would only be logged, and the packet obeyed; dropping it alone would leave the sender waiting.
        connection.fail(new ActiveMQException(
                "Not taken here; a message must be sent whole (minLargeMessageSize)",
                ActiveMQExceptionType.UNSUPPORTED_PACKET));
        return false;
    }

    private static boolean mayAsk(Packet packet, RemotingConnection connection) {
        if (packet instanceof SessionQueueQueryMessage query) {
            return owns(connection, query.getQueueName().toString());
        }
        return !(packet instanceof SessionBindingQueryMessage query)
                || owns(connection, query.getAddress().toString());
    }

    private static boolean owns(RemotingConnection connection, String address) {
        return Guard.owns(connection.getSubject(), address);
    }

    private static boolean mayKeep(Packet packet, RemotingConnection connection) {
        if (!(packet instanceof SessionAddMetaDataMessageV2 said)) {
            return true;
        }
        Optional<AgencyId> agency = Guard.agency(connection.getSubject());
        if (agency.isEmpty()
                || !METADATA.contains(said.getKey())
                || said.getData().length() > LONGEST_METADATA) {
            return false;
        }
        if (said.getKey().equals(ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY)) {
            scope(said, agency.get());
        }
        return true;
    }

    /**
     * The JMS client asks that its client id be nobody else's, and the broker looks at everybody's: so that no agency takes
     * another's, each has its own.
     */
    private static void scope(SessionAddMetaDataMessageV2 said, AgencyId agency) {
        ActiveMQBuffer scoped = ActiveMQBuffers.dynamicBuffer(LONGEST_METADATA);
        new SessionAddMetaDataMessageV2(
                        said.getKey(), agency.value() + ":" + said.getData(), said.isRequiresConfirmations())
                .encodeRest(scoped);
        said.decodeRest(scoped);
    }

    private boolean mayTake(Packet packet) {
        if (!(packet instanceof SessionSendMessage send)) {
            return packet.getPacketSize() <= LARGEST_OTHER;
        }
        ICoreMessage message = send.getMessage();
        // The main line knows a repeated message and answers it again; the broker would drop it without a word.
        message.removeProperty(Message.HDR_DUPLICATE_DETECTION_ID);
        message.removeProperty(Message.HDR_BRIDGE_DUPLICATE_ID);
        // Names the queues a message goes to, past the divert that covers it.
        message.removeProperty(Message.HDR_ROUTE_TO_IDS);
        message.removeProperty(Message.HDR_ROUTE_TO_ACK_IDS);
        return message.getEncodeSize() <= largest;
    }
}
