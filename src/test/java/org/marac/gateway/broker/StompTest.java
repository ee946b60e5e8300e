package org.marac.gateway.broker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.broker.RunningBroker.HOSPITAL_TLS;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.uncovered;

import jakarta.jms.BytesMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STOMP as it stands on the wire, at the real broker. */
class StompTest {
    private static final String CONNECT = "CONNECT\naccept-version:1.2\nhost:localhost\n";
    private static final int MIB = 1024 * 1024;

    @TempDir
    static Path directory;

    @AutoClose
    private static RunningBroker broker;

    @BeforeAll
    static void start() {
        broker = RunningBroker.in(directory.resolve("broker"));
    }

    /** A connection, frame by frame. */
    private static final class Wire implements AutoCloseable {
        private final SSLSocket socket;
        private final OutputStream out;
        private final InputStream in;

        Wire(Path identity) throws IOException {
            socket = (SSLSocket) RunningBroker.tls(identity)
                    .getSocketFactory()
                    .createSocket("127.0.0.1", broker.settings.stompPort());
            socket.setSoTimeout(20_000);
            out = socket.getOutputStream();
            in = socket.getInputStream();
        }

        static Wire connected(Path identity) throws IOException {
            Wire wire = new Wire(identity);
            assertThat(wire.says(CONNECT + "\n")).startsWith("CONNECTED\n");
            return wire;
        }

        /** Sends a frame and reads the answer; empty where the connection ended. */
        String says(String frame) throws IOException {
            return says(frame, new byte[0]);
        }

        String says(String head, byte[] body) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.writeBytes(head.getBytes(UTF_8));
            frame.writeBytes(body);
            frame.write(0);
            out.write(frame.toByteArray());
            out.flush();
            return answer();
        }

        String answer() throws IOException {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            for (int octet = in.read(); octet > 0 || octet == '\n'; octet = in.read()) {
                answer.write(octet);
            }
            return answer.toString(UTF_8).stripLeading();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String send(String... headers) {
        return "SEND\ndestination:" + Addresses.in(POLICE) + "\nreceipt:r\ncontent-type:application/cms\n"
                + String.join("\n", headers) + (headers.length == 0 ? "\n" : "\n\n");
    }

    @Test
    void aNulInTheBodyIsSentWithItsLength() throws Exception {
        byte[] body = {1, 0, 2};

        try (Wire wire = Wire.connected(POLICE_TLS)) {
            assertThat(wire.says(send("content-length:3"), body)).startsWith("RECEIPT\nreceipt-id:r");
        }

        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(body);
    }

    @Test
    void nothingWaitsOnDiskInClear() throws Exception {
        byte[] body = "Rhiannon Ashdown, 3 Tarn Walk. ".repeat(20_000).getBytes(UTF_8);

        try (Wire wire = Wire.connected(POLICE_TLS)) {
            assertThat(wire.says(send("content-length:" + body.length, "victim:Rhiannon"), body))
                    .startsWith("RECEIPT");
        }

        assertThat(onDisk("Rhiannon")).isFalse();
        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(body);
    }

    private static boolean onDisk(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("broker"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void ofABodyThatIsTooLargeTheBeginningWaitsSoThatItIsRefusedWithAReceipt() throws Exception {
        byte[] body = new byte[RunningBroker.MAXIMUM + 100];
        Arrays.fill(body, (byte) 'x');

        try (Wire wire = Wire.connected(POLICE_TLS)) {
            assertThat(wire.says(send("content-length:" + body.length), body)).startsWith("RECEIPT");
        }

        BytesMessage waiting = broker.waiting(POLICE).orElseThrow();
        assertThat(waiting.getBodyLength()).isEqualTo(RunningBroker.MAXIMUM + 1);
    }

    @Test
    void aFrameThatNeverEndsEndsTheConnectionAndNobodyElses() throws Exception {
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) 'x');

        try (Wire wire = Wire.connected(POLICE_TLS);
                Wire other = Wire.connected(HOSPITAL_TLS)) {
            wire.out.write(send("content-length:" + Integer.MAX_VALUE).getBytes(UTF_8));
            assertThat(ended(wire, block)).isTrue();
            assertThat(other.says("UNSUBSCRIBE\nid:none\nreceipt:x\n\n")).isNotEmpty();
        }
        assertThat(broker.accepts()).isTrue();
        assertThat(broker.nothingWaits(POLICE)).isTrue();
    }

    /** Whether the broker ends the connection before it has taken sixteen times the largest message. */
    private static boolean ended(Wire wire, byte[] block) {
        try {
            for (int sent = 0; sent < 16 * MIB; sent += block.length) {
                wire.out.write(block);
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN\ntransaction:t\n\n", "COMMIT\ntransaction:t\n\n", "ABORT\ntransaction:t\n\n"})
    void transactionsAreNotTaken(String frame) throws Exception {
        try (Wire wire = Wire.connected(POLICE_TLS)) {
            assertThat(wire.says(frame)).startsWith("ERROR").doesNotContain("RECEIPT");
        }
    }

    @Test
    void nobodyLogsInByAName() throws Exception {
        try (Wire wire = new Wire(HOSPITAL_TLS)) {
            assertThat(wire.says(CONNECT + "login:wenbury-police\npasscode:x\n\n"))
                    .startsWith("ERROR");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"marac.in.wenbury-police::marac.work.wenbury-police", "marac.work.wenbury-police", "new.queue"})
    void nothingGoesPastTheCover(String destination) throws Exception {
        try (Wire wire = Wire.connected(POLICE_TLS)) {
            assertThat(wire.says("SEND\ndestination:" + destination + "\nreceipt:r\n\nclear"))
                    .startsWith("ERROR");
        }
        assertThat(broker.nothingWaits(POLICE)).isTrue();
    }
}
