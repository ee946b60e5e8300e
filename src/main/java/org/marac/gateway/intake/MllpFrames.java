package org.marac.gateway.intake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames of one connection (Minimal Lower Layer Protocol, release 1): message by message, the next when the last is answered. Whatever
 * is no frame ends the connection, because nobody could say which message it was; the sender sends again what was not answered.
 */
final class MllpFrames extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(MllpFrames.class);
    /** A whole message, as at the doors over HTTPS. */
    private static final Duration SLOWEST = Duration.ofSeconds(30);
    /** Senders keep their connection open between messages. */
    private static final Duration IDLE = Duration.ofMinutes(15);
    /** To decide, file and log one message. */
    private static final Duration WORK = Duration.ofMinutes(2);

    private final MllpGuests guests;
    private final RateLimit rate;
    private final int maximumBytes;
    private final Peer peer;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private State state = State.BETWEEN;
    private Optional<Digest> certificate = Optional.empty();
    private Optional<Future<?>> deadline = Optional.empty();

    private enum State {
        BETWEEN,
        INSIDE,
        ENDING,
        /** A message is worked on. */
        BUSY,
        ENDED
    }

    /**
     * @param guests who is connected
     * @param rate how many messages a minute
     * @param maximumBytes the largest message
     * @param peer who is at the other end
     */
    MllpFrames(MllpGuests guests, RateLimit rate, int maximumBytes, Peer peer) {
        this.guests = guests;
        this.rate = rate;
        this.maximumBytes = maximumBytes;
        this.peer = peer;
    }

    /** Who is at the other end? Asked when the handshake is done. */
    @FunctionalInterface
    interface Peer {
        /** Digest of the certificate it showed. */
        Digest certificate() throws GeneralSecurityException, SSLPeerUnverifiedException;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            Digest shown = peer.certificate();
            if (guests.admit(shown)) {
                certificate = Optional.of(shown);
                until(context, IDLE);
            } else {
                end(context, "too-many-connections");
            }
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), received, (ByteBuf) message);
        frames(context);
    }

    private void frames(ChannelHandlerContext context) {
        while (received.isReadable()) {
            switch (state) {
                case BETWEEN -> start(context, received.readByte());
                case INSIDE -> take(context);
                case ENDING -> finish(context, received.readByte());
                case BUSY -> {
                    return;
                }
                case ENDED -> received.skipBytes(received.readableBytes());
            }
        }
    }

    private void start(ChannelHandlerContext context, byte one) {
        if (one == MllpReply.START) {
            state = State.INSIDE;
            until(context, SLOWEST);
        } else if (one != '\r' && one != '\n') {
            end(context, "garbage-between-frames");
        }
    }

    private void take(ChannelHandlerContext context) {
        int stop = received.forEachByte(one -> one != MllpReply.END && one != MllpReply.START);
        int length = (stop < 0 ? received.writerIndex() : stop) - received.readerIndex();
        // One byte more than is taken: enough to refuse it for its size. The rest is read and not kept.
        int kept = Math.min(length, maximumBytes + 1 - frame.size());
        byte[] part = new byte[kept];
        received.readBytes(part);
        frame.writeBytes(part);
        received.skipBytes(length - kept);
        if (stop >= 0) {
            if (received.readByte() == MllpReply.END) {
                state = State.ENDING;
            } else {
                end(context, "start-inside-a-frame");
            }
        }
    }

    private void finish(ChannelHandlerContext context, byte one) {
        if (one != MllpReply.AFTER_END) {
            end(context, "end-without-carriage-return");
            return;
        }
        state = State.BUSY;
        until(context, WORK);
        // The sender waits for its answer; what it sends meanwhile waits in its own buffers and not in our memory.
        context.channel().config().setAutoRead(false);
        MllpFrame whole = new MllpFrame(certificate.orElseThrow(), Bytes.of(frame.toByteArray()));
        frame.reset();
        // Who sends too fast is answered later: engines take a refusal for final, and would send something else.
        Duration wait = rate.pace(certificate.orElseThrow());
        if (wait.isZero()) {
            context.fireChannelRead(whole);
        } else {
            context.executor().schedule(() -> later(context, whole), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** Where the sender has gone meanwhile it has no answer, and sends again. */
    private void later(ChannelHandlerContext context, MllpFrame whole) {
        if (state == State.BUSY) {
            context.fireChannelRead(whole);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof MllpReply reply) {
            context.write(Unpooled.wrappedBuffer(reply.framed()), promise);
            if (state == State.BUSY) {
                state = State.BETWEEN;
                until(context, IDLE);
                context.channel().config().setAutoRead(true);
                context.executor().execute(() -> frames(context));
            }
        } else if (message instanceof Throwable) {
            // It could not be done and so is not answered: the sender sends it again.
            promise.setSuccess();
            end(context, "could-not");
        } else {
            super.write(context, message, promise);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (state == State.INSIDE || state == State.ENDING) {
            LOG.info("An MLLP connection ended in the middle of a message");
        }
        state = State.ENDED;
        super.channelInactive(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.ifPresent(timer -> timer.cancel(false));
        certificate.ifPresent(guests::leave);
        certificate = Optional.empty();
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }

    /** A handshake that failed, a connection reset: nothing of it can be answered. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context, cause.getClass().getSimpleName());
    }

    private void end(ChannelHandlerContext context, String why) {
        if (state != State.ENDED) {
            LOG.info("An MLLP connection is ended: {}", why);
        }
        state = State.ENDED;
        context.close();
    }

    private void until(ChannelHandlerContext context, Duration time) {
        deadline.ifPresent(timer -> timer.cancel(false));
        deadline = Optional.of(
                context.executor().schedule(() -> end(context, "too-slow"), time.toMillis(), TimeUnit.MILLISECONDS));
    }
}
