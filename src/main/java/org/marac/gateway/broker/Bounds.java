package org.marac.gateway.broker;

import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.activemq.artemis.core.server.ServiceRegistry;

/** What is too much at any door of the broker? Looked at as it arrives, before the broker gathers any of it. */
final class Bounds {
    private static final Set<String> AMQP_BEGINS = Set.of("AM");
    private static final Set<String> CORE_BEGINS = Set.of("AR");
    /** Of one certificate. */
    private static final int MOST_CONNECTIONS = 64;
    /** Of one certificate, of what is begun and not ended, this many times the largest message. */
    private static final long MOST_KEPT = 8;
    /** What stands around a message in a packet of CORE. */
    private static final int PACKET_AROUND = 64 * 1024;

    private Bounds() {}

    /**
     * Puts them on.
     *
     * @param largest the most bytes of one message
     * @param bytesASecond that a certificate is listened to
     */
    static void on(ServiceRegistry registry, int largest, int bytesASecond) {
        Connections connections = new Connections(MOST_CONNECTIONS, MOST_KEPT * largest, bytesASecond);
        registry.addIncomingInterceptor(new CorePackets(largest));
        registry.addAcceptorFactory(BrokerConfiguration.CORE, new BoundedAcceptor.Factory(() -> {
            Listening listening = new Listening();
            return List.of(
                    connections.counted(listening),
                    listening,
                    new Greeting(CORE_BEGINS),
                    new CoreFrames(largest + PACKET_AROUND, listening::heard));
        }));
        registry.addIncomingInterceptor(new AmqpSizes(largest));
        registry.addAcceptorFactory(BrokerConfiguration.AMQP, new BoundedAcceptor.Factory(() -> amqp(connections)));
        StompSizes stomp = new StompSizes(largest, connections);
        registry.addIncomingInterceptor(new StompFrames(stomp::ended));
        registry.addAcceptorFactory(BrokerConfiguration.STOMP, stomp);
    }

    private static List<ChannelHandler> amqp(Connections connections) {
        Listening listening = new Listening();
        Connections.Counted counted = connections.counted(listening);
        AmqpTransactions transactions = new AmqpTransactions(counted::keeps);
        AmqpFrames said = new AmqpFrames(
                told(frame -> listening.heard(frame.size())),
                new AmqpSessions(),
                new AmqpTransfers(counted::keeps),
                transactions::maySay);
        return List.of(
                counted,
                listening,
                new Greeting(AMQP_BEGINS),
                new AmqpBound(said),
                new AmqpBound.Answers(new AmqpFrames(told(transactions::answered))));
    }

    /** One that is told of each frame, and ends no connection. */
    private static Predicate<AmqpFrame> told(Consumer<AmqpFrame> frames) {
        return frame -> {
            frames.accept(frame);
            return true;
        };
    }
}
