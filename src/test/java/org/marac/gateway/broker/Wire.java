package org.marac.gateway.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;

/** A connection to a door of the broker on which a test writes what it likes. */
final class Wire {
    static final int MIB = 1024 * 1024;
    /** More than any bound, and less than the broker would gather without one. */
    static final int FAR_TOO_MUCH = 64 * MIB;

    private Wire() {}

    /** How many bytes go in until the other side has had enough; as many as are far too much where it never has. */
    static int took(OutputStream out, byte[] again) {
        int took = 0;
        try {
            while (took < FAR_TOO_MUCH) {
                out.write(again);
                took += again.length;
            }
        } catch (IOException ended) {
            return took;
        }
        return took;
    }

    static boolean ended(InputStream in) throws IOException {
        try {
            return IntStream.generate(() -> read(in)).anyMatch(one -> one < 0);
        } catch (java.io.UncheckedIOException e) {
            if (e.getCause() instanceof java.net.SocketTimeoutException) {
                return false;
            }
            return true;
        }
    }

    private static int read(InputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Socket plain(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    static SSLSocket tls(Path identity, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) RunningBroker.tls(identity).getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }
}
