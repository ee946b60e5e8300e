package org.marac.gateway.broker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.CertificateEncodingException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.marac.gateway.model.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One certificate has so many connections to the broker and no more, so that a runaway client does not take all there are. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final int most;
    private final Map<Digest, Integer> open = new ConcurrentHashMap<>();

    /** @param most of one certificate, at all doors of the broker together */
    Connections(int most) {
        this.most = most;
    }

    /** Counts one connection, from the end of its handshake to its own. */
    ChannelInboundHandlerAdapter counted() {
        return new Counted();
    }

    private final class Counted extends ChannelInboundHandlerAdapter {
        private Optional<Digest> certificate = Optional.empty();

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake
                    && handshake.isSuccess()
                    && certificate.isEmpty()) {
                Digest shown = shown(context);
                certificate = Optional.of(shown);
                if (open.merge(shown, 1, Integer::sum) > most) {
                    LOG.warn("A connection to the broker was ended: its certificate has {} already", most);
                    context.close();
                    return;
                }
            }
            super.userEventTriggered(context, event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            certificate.ifPresent(shown -> open.computeIfPresent(shown, (same, now) -> now == 1 ? null : now - 1));
            certificate = Optional.empty();
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
