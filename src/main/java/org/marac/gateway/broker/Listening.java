package org.marac.gateway.broker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Is a connection listened to now? Not while its certificate has said more than its {@link Pace} allows, and not while it does
 * not read what it is told, which the broker would keep without end. Nothing is lost by it: what is not read waits in the network.
 * Whoever never reads is gone after the time that a connection may be silent.
 */
final class Listening extends ChannelInboundHandlerAdapter {
    private Optional<Pace> pace = Optional.empty();
    private Optional<Channel> channel = Optional.empty();
    private boolean enough;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = Optional.of(context.channel());
    }

    /** The certificate is known, and with it whose pace it is. */
    void keep(Pace ofTheCertificate) {
        pace = Optional.of(ofTheCertificate);
    }

    /** A packet of so many bytes has arrived. */
    void heard(int bytes) {
        long nanos = pace.map(its -> its.spend(bytes, System.nanoTime())).orElse(0L);
        if (nanos > 0 && !enough) {
            channel.ifPresent(open -> rest(open, nanos));
        }
    }

    private void rest(Channel open, long nanos) {
        enough = true;
        listen(open);
        open.eventLoop().schedule(() -> goOn(open), nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        listen(context.channel());
        super.channelWritabilityChanged(context);
    }

    private void goOn(Channel open) {
        enough = false;
        listen(open);
    }

    private void listen(Channel open) {
        open.config().setAutoRead(!enough && open.isWritable());
    }
}
