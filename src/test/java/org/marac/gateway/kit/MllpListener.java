package org.marac.gateway.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** An agency's HL7 v2 listener over mutual TLS, which answers as it is told to. */
public final class MllpListener implements AutoCloseable {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();

    private final SSLServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<SSLSocket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Answering answering = MllpListener::accepts;

    /** What it does with a message. */
    @FunctionalInterface
    public interface Answering {
        /** The bytes that go back, frame and all; none where it ends the connection. */
        byte[] answer(String message) throws InterruptedException;
    }

    private MllpListener(SSLServerSocket server) {
        this.server = server;
        threads.execute(this::listen);
    }

    /** Listens as this agency, or as another of the example's identities, for example {@code stranger}. */
    public static MllpListener of(String identity, int port) throws IOException {
        Path own = CERTIFICATES.resolve(identity.equals("stranger") ? identity : "agencies/" + identity);
        SSLServerSocket server = (SSLServerSocket) SslBundle.of(new PemSslStoreBundle(
                        PemSslStoreDetails.forCertificate(
                                        own.resolve("tls.crt").toUri().toString())
                                .withPrivateKey(own.resolve("tls.key").toUri().toString()),
                        PemSslStoreDetails.forCertificate(
                                CERTIFICATES.resolve("ca.crt").toUri().toString())))
                .createSslContext()
                .getServerSocketFactory()
                .createServerSocket(port);
        server.setNeedClientAuth(true);
        return new MllpListener(server);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From now on it answers so. */
    public void answers(Answering how) {
        answering = how;
    }

    /** What it was sent, without frames, in order. */
    public List<String> received() {
        return received;
    }

    /** How often it was connected to. */
    public int connections() {
        return connections.get();
    }

    /** Ends every connection there is. */
    public void hangUp() throws IOException {
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }

    /** AA by the message's own control id. */
    public static byte[] accepts(String message) {
        return framed(acknowledgement("AA", controlId(message)));
    }

    /** An acknowledgement without its frame. */
    public static String acknowledgement(String code, String about) {
        return "MSH|^~\\&|EPR|WDH|MARAC||20261122101530+0000||ACK|A1|P|2.5.1\rMSA|" + code + "|" + about + "\r";
    }

    public static byte[] framed(String message) {
        return ("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8);
    }

    public static String controlId(String message) {
        return message.split("\\|", -1)[9];
    }

    private void listen() {
        try {
            while (!server.isClosed()) {
                SSLSocket socket = (SSLSocket) server.accept();
                sockets.add(socket);
                threads.execute(() -> converse(socket));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void converse(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            connections.incrementAndGet();
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (String message = frame(in); !message.isEmpty(); message = frame(in)) {
                received.add(message);
                byte[] answer = answering.answer(message);
                if (answer.length == 0) {
                    return;
                }
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // The caller is gone; what it sent before is what the test asks for.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String frame(InputStream in) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int one = in.read(); one != 0x1c; one = in.read()) {
            if (one < 0) {
                return "";
            }
            if (one != 0x0b) {
                frame.write(one);
            }
        }
        in.read();
        return frame.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
        threads.shutdownNow();
    }
}
