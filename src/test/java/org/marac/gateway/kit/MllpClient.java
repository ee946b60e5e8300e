package org.marac.gateway.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection to an MLLP listener, with the TLS certificate of an agency of the example; it sends whatever bytes it is told. */
public final class MllpClient implements AutoCloseable {
    private static final Path CERTIFICATES = Path.of("certs-example");
    private static final int PATIENCE_MS = 60_000;

    private final SSLSocket socket;
    private final OutputStream out;
    private final InputStream in;

    private MllpClient(SSLSocket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        this.out = socket.getOutputStream();
        this.in = socket.getInputStream();
    }

    /** Connects as this agency, or as another of the example's identities, for example {@code stranger}. */
    public static MllpClient as(String identity, int port) throws IOException {
        Path own = CERTIFICATES.resolve(identity.equals("stranger") ? identity : "agencies/" + identity);
        SSLContext context = ExampleAuthority.tls(own.resolve("tls"));
        return new MllpClient((SSLSocket) context.getSocketFactory().createSocket("localhost", port));
    }

    /** Sends bytes as they are. */
    public MllpClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends one message in its frame. */
    public MllpClient sendMessage(String message) throws IOException {
        return send(("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8));
    }

    /** The next acknowledgement without its frame; empty where the connection was ended. */
    public String answer() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            for (int one = in.read(); one >= 0 && one != 0x1c; one = in.read()) {
                answer.write(one);
            }
            if (answer.size() > 0) {
                in.read();
            }
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Reset by the other side: ended as well.
            return "";
        }
        return answer.toString(StandardCharsets.UTF_8).replace("\u000b", "");
    }

    /** Sends a message and waits for the answer. */
    public String ask(String message) throws IOException {
        return sendMessage(message).answer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
