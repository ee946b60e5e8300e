package org.marac.gateway.broker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends STOMP connections that send more than the largest message without ever ending a frame: the broker gathers a frame in
 * memory before anyone may look at it, and has no limit of its own.
 */
final class StompSizes implements AcceptorFactory {
    private static final Logger LOG = LoggerFactory.getLogger(StompSizes.class);

    /** {@code CONNECT} and {@code STOMP}. */
    private static final Set<String> BEGINS = Set.of("CO", "ST");

    private final int largest;
    private final Connections connections;
    private final Map<Object, Long> unfinished = new ConcurrentHashMap<>();

    /**
     * @param largest the most bytes of one frame
     * @param connections counts them
     */
    StompSizes(int largest, Connections connections) {
        this.largest = largest;
        this.connections = connections;
    }

    /** A frame has ended on the connection. */
    void ended(Object connection) {
        unfinished.remove(connection);
    }

    @Override
    public Acceptor createAcceptor(
            String name,
            ClusterConnection cluster,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            Executor threads,
            ScheduledExecutorService scheduled,
            Map<String, ProtocolManager> protocols,
            String threadNames,
            MetricsManager metrics) {
        Counting counting = new Counting(handler);
        NettyAcceptor acceptor = (NettyAcceptor) new BoundedAcceptor.Factory(() -> {
                    Listening listening = new Listening();
                    return List.of(connections.counted(listening), listening, new Greeting(BEGINS));
                })
                .createAcceptor(
                        name,
                        cluster,
                        configuration,
                        counting,
                        listener,
                        threads,
                        scheduled,
                        protocols,
                        threadNames,
                        metrics);
        counting.acceptor = acceptor;
        return acceptor;
    }

    /** Counts what arrives before anything keeps it. */
    private final class Counting implements BufferHandler {
        private final BufferHandler next;
        private volatile @Nullable NettyAcceptor acceptor;

        Counting(BufferHandler next) {
            this.next = next;
        }

        @Override
        public void bufferReceived(Object connection, ActiveMQBuffer buffer) {
            long bytes = unfinished.merge(connection, (long) buffer.readableBytes(), Long::sum);
            if (bytes <= largest) {
                next.bufferReceived(connection, buffer);
                return;
            }
            LOG.warn("A STOMP connection was ended: more than {} bytes without the end of a frame", largest);
            close(connection);
        }

        @Override
        public void endOfBatch(Object connection) {
            next.endOfBatch(connection);
        }

        private void close(Object connection) {
            NettyAcceptor from = acceptor;
            NettyServerConnection open =
                    from == null ? null : from.getConnections().get(connection);
            if (open != null) {
                open.close();
            }
            if (from != null) {
                unfinished.keySet().retainAll(from.getConnections().keySet());
            }
        }
    }
}
