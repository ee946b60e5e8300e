package org.marac.gateway.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/** Refuses CORE "large messages": the broker would write them to disk in clear before anything can cover them. */
final class LargeMessages implements Interceptor {
    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) throws ActiveMQException {
        if (packet.getType() == PacketImpl.SESS_SEND_LARGE) {
            throw new ActiveMQException(
                    "Large messages are not taken; send the message whole (minLargeMessageSize)",
                    ActiveMQExceptionType.ILLEGAL_STATE);
        }
        return true;
    }
}
