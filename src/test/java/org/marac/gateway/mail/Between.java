package org.marac.gateway.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Stands between one client and a real server, both by TLS, and begins to drip after something was said. */
final class Between implements AutoCloseable {
    private static final int BETWEEN_DROPS_MS = 20;

    private final ServerSocket door;
    private final int port;
    private final SSLContext trusted;
    private final AtomicLong drops = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable String word;
    private volatile boolean drips;

    Between(ServerSocket door, int port, SSLContext trusted) {
        this.door = door;
        this.port = port;
        this.trusted = trusted;
        new Thread(this::stand, "between").start();
    }

    /** From when the client has said this, the server's answer comes byte by byte. */
    void dripFrom(String said) {
        word = said;
    }

    /** How many bytes came so. */
    long dripped() {
        return drops.get();
    }

    /** How many bytes the server has said. */
    long came() {
        return bytes.get();
    }

    private void stand() {
        try (Socket client = door.accept();
                Socket server = trusted.getSocketFactory().createSocket("localhost", port)) {
            Thread there = new Thread(() -> there(client, server), "between-there");
            there.start();
            back(server.getInputStream(), client.getOutputStream());
        } catch (IOException over) {
            // One of them has left: so does this.
        }
    }

    private void there(Socket client, Socket server) {
        byte[] some = new byte[4096];
        try {
            for (int read = client.getInputStream().read(some);
                    read >= 0;
                    read = client.getInputStream().read(some)) {
                String waited = word;
                drips |= waited != null && new String(some, 0, read, StandardCharsets.US_ASCII).contains(waited);
                server.getOutputStream().write(some, 0, read);
            }
            server.close();
        } catch (IOException over) {
            // As above.
        }
    }

    private void back(InputStream in, OutputStream out) throws IOException {
        byte[] some = new byte[4096];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            bytes.addAndGet(read);
            if (drips) {
                drip(some, read, out);
            } else {
                out.write(some, 0, read);
            }
        }
    }

    private void drip(byte[] some, int many, OutputStream out) throws IOException {
        for (int i = 0; i < many; i++) {
            out.write(some, i, 1);
            drops.incrementAndGet();
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_DROPS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
