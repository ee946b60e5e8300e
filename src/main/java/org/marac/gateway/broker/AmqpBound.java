package org.marac.gateway.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** What a client of AMQP says, and what it is answered: each has its own {@link AmqpFrames}. */
final class AmqpBound extends Bound {
    private final AmqpFrames said;

    /** @param said looks at what the client says */
    AmqpBound(AmqpFrames said) {
        this.said = said;
    }

    @Override
    boolean looks(ByteBuf bytes) {
        return said.mayPass(bytes);
    }

    /** What the broker answers. */
    static final class Answers extends ChannelOutboundHandlerAdapter {
        private final AmqpFrames answered;

        /** @param answered looks at what the broker answers */
        Answers(AmqpFrames answered) {
            this.answered = answered;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof ByteBuf bytes && !answered.mayPass(bytes.duplicate())) {
                context.close();
            }
            super.write(context, message, promise);
        }
    }
}
