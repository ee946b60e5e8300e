package org.marac.gateway.command;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.marac.gateway.model.Bytes;

/** Sends to the HL7 v2 door as an agency's interface engine would: MLLP over TLS with the agency's certificate. */
final class MllpClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int END = 0x1c;
    /** Where an acknowledgement carries the receipt, and its code. */
    private static final Pattern RECEIPT =
            Pattern.compile("ZRC\\|1\\|\\^application\\^pkcs7-mime\\^Base64\\^([^|^\r]+)");

    private static final Pattern CODE = Pattern.compile("\rMSA\\|([A-Z]{2})\\|");

    private final Credentials credentials;
    private final InetSocketAddress door;

    MllpClient(Credentials credentials, String host, int port) {
        this.credentials = credentials;
        this.door = InetSocketAddress.createUnresolved(host, port);
    }

    /** Sends one message and waits for its acknowledgement. */
    Knock.Answer send(Bytes message) {
        String segments = message.text().replace("\r\n", "\r").replace('\n', '\r');
        try (SSLSocket socket = connected()) {
            socket.getOutputStream().write(("\u000b" + segments + "\u001c\r").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            String answer = "\r" + answer(socket.getInputStream());
            Optional<Bytes> receipt = Optional.of(RECEIPT.matcher(answer))
                    .filter(Matcher::find)
                    .map(found -> Bytes.of(Base64.getDecoder().decode(found.group(1))));
            Matcher code = CODE.matcher(answer);
            return new Knock.Answer(receipt, code.find() ? code.group(1) : "no acknowledgement");
        } catch (IOException e) {
            throw new UncheckedIOException("The HL7 v2 door did not answer", e);
        }
    }

    private SSLSocket connected() throws IOException {
        SSLSocket socket = (SSLSocket) credentials.tls().getSocketFactory().createSocket();
        try {
            socket.connect(new InetSocketAddress(door.getHostString(), door.getPort()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            SSLParameters named = socket.getSSLParameters();
            named.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(named);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String answer(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int one = in.read(); one != END; one = in.read()) {
            if (one < 0) {
                throw new EOFException("the connection ended without an acknowledgement");
            }
            answer.write(one);
        }
        return answer.toString(StandardCharsets.UTF_8).replace("\u000b", "");
    }
}
