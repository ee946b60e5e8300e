package org.marac.gateway.broker;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;

/**
 * A door of the broker where somebody looks at what arrives, once it is decrypted, before the broker gathers any of it: the
 * broker itself waits for the end of whatever was begun, however long that is, of anyone whose certificate the authority issued.
 */
final class BoundedAcceptor extends NettyAcceptor {
    private final Supplier<List<ChannelHandler>> bounds;

    private BoundedAcceptor(
            String name,
            ClusterConnection cluster,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            ScheduledExecutorService scheduled,
            Executor threads,
            Map<String, ProtocolManager> protocols,
            String threadNames,
            MetricsManager metrics,
            Supplier<List<ChannelHandler>> bounds) {
        super(name, cluster, configuration, handler, listener, scheduled, threads, protocols, threadNames, metrics);
        this.bounds = bounds;
    }

    /**
     * Makes them.
     *
     * @param bounds new ones for each connection, the first of them nearest to the network
     */
    record Factory(Supplier<List<ChannelHandler>> bounds) implements AcceptorFactory {
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
            return new BoundedAcceptor(
                    name,
                    cluster,
                    configuration,
                    handler,
                    listener,
                    scheduled,
                    threads,
                    protocols,
                    threadNames,
                    metrics,
                    bounds);
        }
    }

    @Override
    public SslHandler getSslHandler(ByteBufAllocator memory, String host, int port) throws Exception {
        SslHandler made = super.getSslHandler(memory, host, port);
        SslHandler bounded = new SslHandler(made.engine()) {
            @Override
            public void handlerAdded(ChannelHandlerContext context) throws Exception {
                super.handlerAdded(context);
                String after = context.name();
                for (ChannelHandler bound : bounds.get()) {
                    String name = "bound-" + bound.getClass().getSimpleName();
                    context.pipeline().addAfter(after, name, bound);
                    after = name;
                }
            }
        };
        bounded.setHandshakeTimeout(made.getHandshakeTimeoutMillis(), TimeUnit.MILLISECONDS);
        return bounded;
    }
}
