package org.marac.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.delivery.MailDrop;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.MailPerson;
import org.marac.gateway.kit.MailServer;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.MailAddress.Form;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Mail leaves by TLS to the server that is named, or not at all. */
class DisclosuresTest {
    private static final String GATEWAY = "marac@gateway.example";
    private static final String ADVISORS = "advisors@haven.example";
    private static final String PROBATION = "desk@probation.cjsm.example";
    private static final AgencyId HAVEN = new AgencyId("haven-idva");
    private static final Bytes SEALED = Bytes.utf8("sealed");

    @TempDir
    static Path directory;

    private static MailServer server;
    private static SSLContext authority;

    private Party.MailAddress address = new Party.MailAddress(ADVISORS, Form.SMIME);

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        server = MailServer.with(directory, GATEWAY, ADVISORS, PROBATION);
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
    void aDisclosureIsAFileInASignedMailWithAnIdOfItsOwn() throws Exception {
        assertThat(send(tls("localhost"), Map.of())).isEqualTo(MailDrop.Taken.YES);

        String mail = only(ADVISORS);
        assertThat(mail)
                .contains("Message-ID: <disclosure-42@gateway.example>", "Subject: Secure message", "42.cms")
                .contains("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256");
        Entity signed =
                Entity.mail(mail.getBytes(StandardCharsets.ISO_8859_1)).parts(2).get(0);
        assertThat(signed.parts(2).get(1).decoded()).isEqualTo(SEALED.toArray());
        assertThat(signed.field("to")).as("inside the signature too").contains(ADVISORS);
    }

    @Test
    void nothingLeavesToAServerOfAnAuthorityNobodyNamed() throws GeneralSecurityException {
        assertStays(tls("localhost"), SSLContext.getDefault());
    }

    /** Its certificate is of the right authority, for a server, and of no host. */
    @Test
    void nothingLeavesToAServerOfAnotherName() throws Exception {
        MailPerson elsewhere = MailPerson.with(
                directory, "host@elsewhere.example", "ec:P-256", "digitalSignature", "serverAuth", "-days", "30");
        PemSslStoreDetails own = PemSslStoreDetails.forCertificate(Files.readString(elsewhere.certificate()))
                .withPrivateKey(Files.readString(elsewhere.key()));
        SSLContext context = SslBundle.of(new PemSslStoreBundle(own, null)).createSslContext();
        try (ServerSocket socket =
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            CompletableFuture<Boolean> met = CompletableFuture.supplyAsync(() -> greet(socket));

            assertStays(new MailSettings.Server("localhost", socket.getLocalPort(), false, "", ""), authority);

            assertThat(met.get(20, TimeUnit.SECONDS))
                    .as("somebody came, and said nothing")
                    .isTrue();
            socket.setSoTimeout(1);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .as("nobody comes again, and believes whom Java believes")
                    .isThrownBy(socket::accept);
        }
    }

    private static boolean greet(ServerSocket socket) {
        try (Socket client = socket.accept()) {
            client.getOutputStream().write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII));
            return client.getInputStream().read() < 0;
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void nothingLeavesInClear() {
        assertStays(new MailSettings.Server("localhost", server.plainPort(), true, "", ""), authority);
    }

    @Test
    void whatTheProtocolSendsByARelayGoesByThatOfItsDomainOrNotAtAll() throws Exception {
        address = new Party.MailAddress(PROBATION, Form.ATTACHMENT);
        MailSettings.Server nowhere = new MailSettings.Server("localhost", 1, false, "", "");

        assertThat(send(tls("localhost"), Map.of())).isEqualTo(MailDrop.Taken.AWAY);
        assertThat(server.mailsOf(PROBATION)).isEmpty();

        assertThat(send(nowhere, Map.of("probation.cjsm.example", tls("localhost"))))
                .isEqualTo(MailDrop.Taken.YES);
        assertThat(only(PROBATION)).contains("Content-Type: multipart/signed");
    }

    @ParameterizedTest
    @CsvSource({"550 5.1.1 nobody of that name,NEVER", "451 4.7.1 later,NOT_NOW", "'',NOT_NOW"})
    void whatTheServerSaysOfARecipientIsHeard(String said, MailDrop.Taken taken) throws Exception {
        PemSslStoreDetails own = PemSslStoreDetails.forCertificate(
                        Files.readString(Path.of("certs-example/gateway/tls.crt")))
                .withPrivateKey(Files.readString(Path.of("certs-example/gateway/tls.key")));
        SSLContext context = SslBundle.of(new PemSslStoreBundle(own, null)).createSslContext();
        try (ServerSocket socket =
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            CompletableFuture<Void> talk = CompletableFuture.runAsync(() -> talk(socket, said));

            assertThat(send(new MailSettings.Server("localhost", socket.getLocalPort(), false, "", ""), Map.of()))
                    .isEqualTo(taken);

            talk.get(20, TimeUnit.SECONDS);
        }
    }

    /** A mail server that says this of every recipient; where it is nothing, it hangs up. */
    private static void talk(ServerSocket socket, String ofRecipients) {
        try (Socket client = socket.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                Writer out = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.US_ASCII)) {
            String answer = "220 hello";
            while (!answer.isEmpty()) {
                out.write(answer + "\r\n");
                out.flush();
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                answer = line.startsWith("RCPT") ? ofRecipients : "250 fine";
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertStays(MailSettings.Server smtp, SSLContext trust) {
        assertThat(send(smtp, Map.of(), trust)).isEqualTo(MailDrop.Taken.AWAY);
        assertThat(server.mailsOf(ADVISORS)).isEmpty();
    }

    private static MailSettings.Server tls(String host) {
        return new MailSettings.Server(host, server.smtpPort(), false, "", "");
    }

    private MailDrop.Taken send(MailSettings.Server smtp, Map<String, MailSettings.Server> relays) {
        return send(smtp, relays, authority);
    }

    private MailDrop.Taken send(MailSettings.Server smtp, Map<String, MailSettings.Server> relays, SSLContext trust) {
        MailSettings settings =
                new MailSettings(GATEWAY, smtp, "Refused", smtp, relays, trust, Duration.ofSeconds(5), 1_000_000);
        return new Disclosures(
                        settings,
                        TestSealing.of(Path.of("protocol-config/wenbury/trust"), digest -> false, Clock.systemUTC()),
                        new Known(),
                        Clock.systemUTC())
                .send(HAVEN, 42, SEALED);
    }

    private static String only(String mailbox) {
        assertThat(server.mailsOf(mailbox)).hasSize(1);
        return new String(server.mailsOf(mailbox).get(0), StandardCharsets.ISO_8859_1);
    }

    private final class Known implements Correspondents {
        @Override
        public Optional<Correspondent> signing(Digest certificate) {
            return Optional.empty();
        }

        @Override
        public Map<String, AgencyId> addresses() {
            return Map.of();
        }

        @Override
        public Optional<Party.MailAddress> addressOf(AgencyId agency) {
            return Optional.of(address);
        }
    }
}
