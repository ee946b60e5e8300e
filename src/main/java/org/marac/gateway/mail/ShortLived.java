package org.marac.gateway.mail;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections that end after a time, whatever comes over them. A server that sends a byte now and then is never silent for long enough to be given up,
 * and would hold whoever reads for ever.
 */
final class ShortLived extends SSLSocketFactory {
    private static final ScheduledExecutorService END = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "mail-connections-end");
        thread.setDaemon(true);
        return thread;
    });

    private final SSLSocketFactory makes;
    private final Duration life;

    ShortLived(SSLSocketFactory makes, Duration life) {
        this.makes = makes;
        this.life = life;
    }

    private Socket ending(Socket socket) {
        // Weak, because most end long before.
        WeakReference<Socket> one = new WeakReference<>(socket);
        END.schedule(() -> end(one.get()), life.toMillis(), TimeUnit.MILLISECONDS);
        return socket;
    }

    private static void end(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException alreadyEnded) {
            // Which is all that is wanted.
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        return ending(makes.createSocket());
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean closesBelow) throws IOException {
        return ending(makes.createSocket(below, host, port, closesBelow));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return ending(makes.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return ending(makes.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return ending(makes.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return ending(makes.createSocket(host, port, from, fromPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return makes.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return makes.getSupportedCipherSuites();
    }
}
