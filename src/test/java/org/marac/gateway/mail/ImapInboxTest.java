package org.marac.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.MailServer;
import org.marac.gateway.kit.Programs;

/** What a mailbox on a real server holds, and what a server may do to whoever reads it. */
@Timeout(60)
class ImapInboxTest {
    private static final String GATEWAY = "marac@gateway.example";
    private static final String POLICE = "desk@police.example";

    @TempDir
    static Path directory;

    private static MailServer server;
    private static SSLContext authority;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        server = MailServer.with(directory, GATEWAY);
        authority = ExampleAuthority.trusted();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void forget() {
        server.clear();
    }

    @Test
    void theServerSaysWhatIsFromWhom() throws IOException {
        post("Somebody <somebody@elsewhere.example>", "hello");
        post("Police Desk <Desk@Police.Example>", "one");
        post(POLICE, "two");

        try (Inbox inbox = open(server.imapPort(), Duration.ofMinutes(1))) {
            List<String> places =
                    inbox.waiting().stream().map(Inbox.Waiting::place).toList();

            assertThat(places).hasSize(3);
            assertThat(inbox.from(POLICE)).containsExactlyInAnyOrder(places.get(1), places.get(2));
            assertThat(inbox.from("desk@housing.example")).isEmpty();
        }
    }

    @Test
    void aMailIsReadAsFarAsIsAskedAndLiesThereUntilItIsDone() throws IOException {
        post(POLICE, "x".repeat(70).concat("\r\n").repeat(40_000));

        try (Inbox inbox = open(server.imapPort(), Duration.ofMinutes(1))) {
            Inbox.Waiting mail = inbox.waiting().get(0);
            assertThat(mail.read(100_000)).hasSize(100_000);
            assertThat(new String(mail.read(100), StandardCharsets.US_ASCII)).contains("\n");
        }
        assertThat(server.mailsOf(GATEWAY)).hasSize(1);
        try (Inbox inbox = open(server.imapPort(), Duration.ofMinutes(1))) {
            inbox.waiting().get(0).done();
        }
        assertThat(server.mailsOf(GATEWAY)).isEmpty();
    }

    /** Never silent for long enough to be given up. */
    @Test
    void aServerThatDripsIsLeft() throws Exception {
        try (ServerSocket socket = listening()) {
            CompletableFuture<Long> dripped = CompletableFuture.supplyAsync(() -> drip(socket));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> open(socket.getLocalPort(), Duration.ofSeconds(2)));

            assertThat(dripped.get(30, TimeUnit.SECONDS))
                    .as("it was listened to for a while")
                    .isPositive();
        }
    }

    @Test
    void aServerThatDripsInTheMiddleOfAMailIsLeft() throws Exception {
        post(POLICE, "x".repeat(70).concat("\r\n").repeat(1_000));
        try (ServerSocket socket = listening();
                Between between = new Between(socket, server.imapPort(), authority)) {
            Inbox.Waiting mail =
                    open(socket.getLocalPort(), Duration.ofSeconds(6)).waiting().get(0);
            between.dripFrom("BODY");

            assertThatExceptionOfType(IOException.class).isThrownBy(() -> mail.read(100_000));

            assertThat(between.dripped()).as("it was listened to for a while").isPositive();
        }
        assertThat(server.mailsOf(GATEWAY)).as("it lies there").hasSize(1);
    }

    @Test
    void ofAMailThatIsTooLargeTheRestIsNotFetched() throws Exception {
        int taken = 4 * 1024 * 1024;
        post(POLICE, "x".repeat(70).concat("\r\n").repeat(taken / 48));
        try (ServerSocket socket = listening();
                Between between = new Between(socket, server.imapPort(), authority);
                Inbox inbox = open(socket.getLocalPort(), Duration.ofMinutes(1))) {
            assertThat(inbox.waiting().get(0).read(taken + 1)).hasSize(taken + 1);

            assertThat(between.came()).isBetween(taken + 1L, taken + 1024L * 1024);
        }
    }

    private static ServerSocket listening() throws IOException {
        SSLContext context = ExampleAuthority.tls(Path.of("certs-example/gateway/tls"));
        return context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("localhost"));
    }

    /** A greeting that has no end; how much of it somebody took. */
    private static long drip(ServerSocket socket) {
        long sent = 0;
        try (Socket client = socket.accept()) {
            OutputStream out = client.getOutputStream();
            out.write("* OK ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('.');
                out.flush();
                sent++;
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException left) {
            return sent;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return sent;
        }
    }

    private static Inbox open(int port, Duration life) throws IOException {
        MailSettings.Server imap = new MailSettings.Server("localhost", port, false, GATEWAY, server.password());
        MailSettings settings =
                new MailSettings(GATEWAY, imap, "Refused", imap, Map.of(), authority, Duration.ofDays(1), 1_000_000);
        return new ImapInbox.Server(settings, life).open();
    }

    private static void post(String from, String text) throws IOException {
        String mail = "From: " + from + "\r\nTo: " + GATEWAY + "\r\nSubject: x\r\n\r\n" + text;
        Programs.Ended ended = server.post(directory, POLICE, GATEWAY, mail.getBytes(StandardCharsets.US_ASCII));
        assertThat(ended.status()).as(ended.said()).isZero();
    }
}
