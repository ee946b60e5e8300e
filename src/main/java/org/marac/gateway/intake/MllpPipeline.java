package org.marac.gateway.intake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;
import org.marac.gateway.model.Digest;

/** What stands between the network and the route of the MLLP door: mutual TLS 1.3 or 1.2, then frames. */
@ChannelHandler.Sharable
public final class MllpPipeline extends ServerInitializerFactory implements AutoCloseable {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int AT_ONCE = 8;

    private final SSLContext tls;
    private final int maximumBytes;
    private final MllpGuests guests;
    private final RateLimit rate;
    private final EventExecutorGroup workers;
    private final Optional<NettyConsumer> consumer;

    /**
     * @param tls the gateway's certificate, and the authority that clients' certificates must come from
     * @param maximumBytes the largest message
     * @param perMinute how many messages a minute one certificate may send; more are answered later
     */
    public MllpPipeline(SSLContext tls, int maximumBytes, int perMinute) {
        this(
                tls,
                maximumBytes,
                new MllpGuests(),
                new RateLimit(perMinute),
                new DefaultEventExecutorGroup(AT_ONCE),
                Optional.empty());
    }

    private MllpPipeline(
            SSLContext tls,
            int maximumBytes,
            MllpGuests guests,
            RateLimit rate,
            EventExecutorGroup workers,
            Optional<NettyConsumer> consumer) {
        this.tls = tls;
        this.maximumBytes = maximumBytes;
        this.guests = guests;
        this.rate = rate;
        this.workers = workers;
        this.consumer = consumer;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer route) {
        return new MllpPipeline(tls, maximumBytes, guests, rate, workers, Optional.of(route));
    }

    @Override
    protected void initChannel(Channel channel) {
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        engine.setEnabledProtocols(PROTOCOLS);
        SslHandler handshake = new SslHandler(engine);
        handshake.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        channel.pipeline()
                .addLast("tls", handshake)
                .addLast(
                        "frames",
                        new MllpFrames(
                                guests,
                                rate,
                                maximumBytes,
                                () -> Digest.of(engine.getSession()
                                        .getPeerCertificates()[0]
                                        .getEncoded())))
                // The database is waited for on these threads and not on those that read the network.
                .addLast(workers, "route", new ServerChannelHandler(consumer.orElseThrow()));
    }

    @Override
    public void close() {
        workers.shutdownGracefully();
    }
}
