package org.marac.gateway.broker;

import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.core.server.ServiceRegistry;

/** What is too much at any door of the broker? Looked at as it arrives, before the broker gathers any of it. */
final class Bounds {
    private static final Set<String> AMQP_BEGINS = Set.of("AM");
    private static final Set<String> CORE_BEGINS = Set.of("AR");
    /** Of one certificate. */
    private static final int MOST_CONNECTIONS = 64;
    /** What stands around a message in a packet of CORE. */
    private static final int PACKET_AROUND = 64 * 1024;

    private Bounds() {}

    /**
     * Puts them on.
     *
     * @param largest the most bytes of one message
     */
    static void on(ServiceRegistry registry, int largest) {
        Connections connections = new Connections(MOST_CONNECTIONS);
        registry.addIncomingInterceptor(new CorePackets(largest));
        registry.addAcceptorFactory(
                BrokerConfiguration.CORE,
                new BoundedAcceptor.Factory(() -> List.of(
                        connections.counted(), new Greeting(CORE_BEGINS), new CoreFrames(largest + PACKET_AROUND))));
        registry.addIncomingInterceptor(new AmqpSizes(largest));
        registry.addAcceptorFactory(
                BrokerConfiguration.AMQP,
                new BoundedAcceptor.Factory(() -> List.of(
                        connections.counted(),
                        new Greeting(AMQP_BEGINS),
                        new AmqpFrames(new AmqpSessions(), new AmqpTransfers(2L * largest)))));
        StompSizes stomp = new StompSizes(largest, connections);
        registry.addIncomingInterceptor(new StompFrames(stomp::ended));
        registry.addAcceptorFactory(BrokerConfiguration.STOMP, stomp);
    }
}
