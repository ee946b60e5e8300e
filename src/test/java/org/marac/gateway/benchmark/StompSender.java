package org.marac.gateway.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** The hospital by STOMP 1.2 over a connection of its own; waits for each signed receipt before it sends the next. */
final class StompSender {
    private final int port;
    private final Agencies agencies;

    StompSender(int port, Agencies agencies) {
        this.port = port;
        this.agencies = agencies;
    }

    void send(List<Referrals.Sealed> messages) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                Agencies.tls(DoorCallers.HOSPITAL).getSocketFactory().createSocket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            frame(out, "CONNECT\naccept-version:1.2\nhost:localhost\n\n", new byte[0]);
            assertThat(answer(in)).startsWith("CONNECTED\n");
            for (Referrals.Sealed next : messages) {
                CompletableFuture<Long> receipt = agencies.receiptOf(next.id());
                frame(
                        out,
                        "SEND\ndestination:marac.in." + next.sender() + "\nreceipt:r\ncontent-type:application/cms\n"
                                + "content-length:" + next.bytes().length + "\n\n",
                        next.bytes());
                assertThat(answer(in)).startsWith("RECEIPT\n");
                receipt.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static void frame(OutputStream out, String head, byte[] body) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(body);
        frame.write(0);
        out.write(frame.toByteArray());
        out.flush();
    }

    private static String answer(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int octet = in.read(); octet > 0; octet = in.read()) {
            answer.write(octet);
        }
        return answer.toString(StandardCharsets.UTF_8).stripLeading();
    }
}
