package org.marac.gateway.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to an agency's listener: MLLP release 1 over mutual TLS. One message at a time; whatever is not answered as it should
 * be ends the connection, so that a late answer is never taken for that to another message.
 */
final class MllpLine {
    private static final int START = 0x0b;
    private static final int END = 0x1c;
    private static final int AFTER_END = 0x0d;
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** Long enough to see what lies there already, and no longer. */
    private static final int GLANCE_MILLIS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(MllpLine.class);

    private final SSLContext tls;
    private final InetSocketAddress listener;
    private final Duration patience;
    private Optional<SSLSocket> open = Optional.empty();

    /**
     * @param tls by which nobody else can be called
     * @param listener where they listen
     * @param patience for connecting, and for each answer
     */
    MllpLine(SSLContext tls, InetSocketAddress listener, Duration patience) {
        this.tls = tls;
        this.listener = listener;
        this.patience = patience;
    }

    /**
     * Sends one, and waits for its answer.
     *
     * @throws DoorAway where none came that could be read
     */
    synchronized MllpAnswer ask(byte[] message) {
        try {
            SSLSocket socket = connected();
            socket.getOutputStream().write(framed(message));
            socket.getOutputStream().flush();
            return MllpAnswer.of(answer(socket))
                    .orElseThrow(() -> new DoorAway("the listener answers with no acknowledgement"));
        } catch (SSLException e) {
            close();
            throw new DoorAway("the listener is not the agency's by the protocol, or does not know the gateway");
        } catch (IOException e) {
            close();
            throw new DoorAway("the listener: " + e.getClass().getSimpleName());
        } catch (DoorAway e) {
            close();
            throw e;
        }
    }

    /** Ends it; the next message begins another. */
    synchronized void close() {
        Optional<SSLSocket> ending = open;
        open = Optional.empty();
        try {
            if (ending.isPresent()) {
                ending.get().close();
            }
        } catch (IOException e) {
            LOG.debug("A connection to a listener was gone already");
        }
    }

    private SSLSocket connected() throws IOException {
        if (open.isPresent() && !isQuiet(open.get())) {
            close();
        }
        if (open.isEmpty()) {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket();
            open = Optional.of(socket);
            socket.setEnabledProtocols(PROTOCOLS);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(listener.getHostString(), listener.getPort()), millis());
            socket.setSoTimeout(millis());
            socket.startHandshake();
        }
        return open.get();
    }

    /** Ended by them, or with something on it that nobody asked for: then it is of no more use. */
    private static boolean isQuiet(SSLSocket socket) {
        try {
            socket.setSoTimeout(GLANCE_MILLIS);
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException nothing) {
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    private byte[] answer(SSLSocket socket) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        InputStream in = socket.getInputStream();
        if (next(socket, in, until) != START) {
            throw new DoorAway("the listener answers with no frame");
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int read = next(socket, in, until); read != END; read = next(socket, in, until)) {
            if (answer.size() == LARGEST_ANSWER) {
                throw new DoorAway("the listener's answer does not end");
            }
            answer.write(read);
        }
        if (next(socket, in, until) != AFTER_END) {
            throw new DoorAway("the listener's frame does not end as frames do");
        }
        return answer.toByteArray();
    }

    /** The next byte, in the time that is left for all of them. */
    private static int next(SSLSocket socket, InputStream in, long until) throws IOException {
        long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw new DoorAway("the listener does not answer in time");
        }
        socket.setSoTimeout((int) left);
        int read = in.read();
        if (read < 0) {
            throw new DoorAway("the listener ends the connection without an answer");
        }
        return read;
    }

    private static byte[] framed(byte[] message) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(message.length + 3);
        frame.write(START);
        frame.writeBytes(message);
        frame.write(END);
        frame.write(AFTER_END);
        return frame.toByteArray();
    }

    private int millis() {
        return (int) patience.toMillis();
    }
}
