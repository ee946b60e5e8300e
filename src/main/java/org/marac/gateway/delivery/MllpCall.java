package org.marac.gateway.delivery;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/**
 * The HL7 v2 door, outbound: a disclosure is delivered when the agency's listener has acknowledged it (MSA-1 {@code AA} or {@code CA}) by
 * the message's own control id. One connection per listener.
 */
public final class MllpCall implements AutoCloseable {
    private static final int CONTROL_ID = 9;

    private final KeyManager[] own;
    private final Listeners listeners;
    private final Uncover uncover;
    private final Duration patience;
    private final Map<Callee, MllpLine> lines = new ConcurrentHashMap<>();

    /** Whose listener shows this certificate? */
    @FunctionalInterface
    public interface Listeners {
        /** Whether the protocol in force says that the certificate is the agency's, and that it receives by this door. */
        boolean isOf(AgencyId agency, Digest certificate);
    }

    /** Takes the gateway's own cover off what waited to leave. */
    @FunctionalInterface
    public interface Uncover {
        /** The message as it goes onto the wire. */
        byte[] uncover(Bytes covered);
    }

    private record Callee(String agency, String listener) {}

    /**
     * @param own the gateway's own certificate and key
     * @param patience for connecting, and for each answer
     */
    public MllpCall(KeyManager[] own, Listeners listeners, Uncover uncover, Duration patience) {
        this.own = own.clone();
        this.listeners = listeners;
        this.uncover = uncover;
        this.patience = patience;
    }

    /**
     * Sends one and waits until it is acknowledged.
     *
     * @param covered the HL7 message, covered
     * @param agency for whom, as the route names it
     * @param listener {@code host:port}, as the route names it
     */
    @Handler
    public void call(
            @Body byte[] covered,
            @ExchangeProperty("agency") String agency,
            @ExchangeProperty("listener") String listener) {
        byte[] message = uncover.uncover(Bytes.of(covered));
        MllpLine line = lines.computeIfAbsent(
                new Callee(agency, listener),
                callee -> new MllpLine(
                        PinnedListener.context(own, certificate -> listeners.isOf(new AgencyId(agency), certificate)),
                        address(listener),
                        patience));
        MllpAnswer answer = line.ask(message);
        if (!answer.about().equals(controlId(message))) {
            line.close();
            throw new DoorAway("the listener answers to another message");
        }
        answer.take();
    }

    private static String controlId(byte[] message) {
        return new String(message, StandardCharsets.UTF_8).split("\r", 2)[0].split("\\|", -1)[CONTROL_ID];
    }

    private static InetSocketAddress address(String listener) {
        int colon = listener.lastIndexOf(':');
        // Its name is looked up for each connection: a listener may move.
        return InetSocketAddress.createUnresolved(
                listener.substring(0, colon), Integer.parseInt(listener.substring(colon + 1)));
    }

    @Override
    public void close() {
        lines.values().forEach(MllpLine::close);
    }
}
