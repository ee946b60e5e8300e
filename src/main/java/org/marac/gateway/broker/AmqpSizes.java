package org.marac.gateway.broker;

import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.AmqpInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rejects AMQP messages so large that the broker would write them to disk in clear before anything can cover them. */
final class AmqpSizes implements AmqpInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpSizes.class);

    private final int largest;

    /** @param largest the largest message, encoded, that is sure to stay in memory until it is covered */
    AmqpSizes(int largest) {
        this.largest = largest;
    }

    @Override
    public boolean intercept(AMQPMessage message, RemotingConnection connection) {
        boolean fits = message.getEncodeSize() <= largest;
        if (!fits) {
            LOG.warn(
                    "A message of {} bytes from {} was rejected",
                    message.getEncodeSize(),
                    Guard.agency(connection.getSubject()));
        }
        return fits;
    }
}
