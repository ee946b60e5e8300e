package org.marac.gateway.broker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.CertificateEncodingException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.marac.gateway.model.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One certificate has so many connections to the broker and no more, so that a runaway client does not take all there are; and
 * all of them together have one {@link Pace}, and the broker keeps so much for them of what is begun and not ended.
 */
final class Connections {
    /** What the broker remembers of a message until the transaction it was sent in is committed; the message itself may be on disk. */
    static final long COST_UNTIL_COMMITTED = 2 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final int most;
    private final long mostKept;
    private final long bytesASecond;
    private final Map<Digest, Share> shares = new ConcurrentHashMap<>();

    /** What a certificate has of the broker; remembered when it has no connection, or it would begin anew with each. */
    private final class Share {
        final AtomicInteger open = new AtomicInteger();
        final AtomicLong kept = new AtomicLong();
        final Pace pace = new Pace(bytesASecond, System.nanoTime());
    }

    /**
     * @param most of one certificate, at all doors of the broker together
     * @param mostKept bytes of what is begun and not ended, of all of them
     * @param bytesASecond that it is listened to
     */
    Connections(int most, long mostKept, long bytesASecond) {
        this.most = most;
        this.mostKept = mostKept;
        this.bytesASecond = bytesASecond;
    }

    /**
     * Counts one connection, from the end of its handshake to its own.
     *
     * @param listening keeps the pace of its certificate
     */
    Counted counted(Listening listening) {
        return new Counted(listening);
    }

    /** One connection. */
    final class Counted extends ChannelInboundHandlerAdapter {
        private final Listening listening;
        private Optional<Share> counted = Optional.empty();
        private long kept;

        private Counted(Listening listening) {
            this.listening = listening;
        }

        /**
         * Whether the broker may keep so many bytes more for this connection.
         *
         * @param more less than none where it keeps them no longer
         */
        boolean keeps(long more) {
            kept += more;
            return counted.filter(share -> share.kept.addAndGet(more) <= mostKept)
                    .isPresent();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess() && counted.isEmpty()) {
                Share share = shares.computeIfAbsent(shown(context), shown -> new Share());
                counted = Optional.of(share);
                listening.keep(share.pace);
                if (share.open.incrementAndGet() > most) {
                    LOG.warn("A connection to the broker was ended: its certificate has {} already", most);
                    context.close();
                    return;
                }
            }
            super.userEventTriggered(context, event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            counted.ifPresent(share -> {
                share.open.decrementAndGet();
                share.kept.addAndGet(-kept);
            });
            counted = Optional.empty();
            super.channelInactive(context);
        }

        private static Digest shown(ChannelHandlerContext context)
                throws SSLPeerUnverifiedException, CertificateEncodingException {
            return Digest.of(context.pipeline()
                    .get(SslHandler.class)
                    .engine()
                    .getSession()
                    .getPeerCertificates()[0]
                    .getEncoded());
        }
    }
}
