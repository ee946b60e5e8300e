package org.marac.gateway.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what arrives and keeps none of it; where it is too much, the connection ends and nobody else's does. */
abstract class Bound extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Bound.class);

    private boolean ended;

    /**
     * Looks at what arrived.
     *
     * @param bytes to be read, not to be changed
     * @return whether it may go on
     */
    abstract boolean looks(ByteBuf bytes);

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        if (ended) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ByteBuf bytes && !looks(bytes.duplicate())) {
            ended = true;
            LOG.warn("A connection to the broker was ended ({})", getClass().getSimpleName());
            ReferenceCountUtil.release(message);
            context.close();
        } else {
            context.fireChannelRead(message);
        }
    }
}
