package org.marac.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.delivery.MailDrop;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.MailPerson;
import org.marac.gateway.kit.Ports;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.MailAddress.Form;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.server.SMTPServer;

/** A relay of a partner whose mail has TLS and no S/MIME (CJSM): by STARTTLS to the server that is named, or not at all. */
@Timeout(60)
class RelayTest {
    private static final String GATEWAY = "marac@gateway.example";
    private static final String PROBATION = "desk@probation.cjsm.example";
    private static final Bytes SEALED = Bytes.utf8("sealed");

    @TempDir
    static Path directory;

    private static SSLContext authority;
    private static SSLContext right;
    private static SSLContext ofAnotherName;
    private static SSLContext ofAnotherAuthority;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void certificates() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        authority = ExampleAuthority.trusted();
        right = context(Path.of("certs-example/gateway/tls.crt"), Path.of("certs-example/gateway/tls.key"));
        MailPerson elsewhere = MailPerson.with(
                directory, "host@elsewhere.example", "ec:P-256", "digitalSignature", "serverAuth", "-days", "30");
        ofAnotherName = context(elsewhere.certificate(), elsewhere.key());
        Path key = directory.resolve("own.key");
        Path certificate = directory.resolve("own.crt");
        Programs.Ended made = Programs.run(
                directory,
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()));
        assertThat(made.status()).as(made.said()).isZero();
        ofAnotherAuthority = context(certificate, key);
    }

    @Test
    void aDisclosureGoesByTheRelayAndOverTls() {
        assertThat(sendTo(server().enableTLS().requireTLS().startTlsSocketFactory(right)))
                .isEqualTo(MailDrop.Taken.YES);

        assertThat(taken)
                .singleElement()
                .satisfies(mail -> assertThat(mail)
                        .startsWith(GATEWAY + " " + PROBATION + "\n")
                        .contains("Subject: Secure message", "42.cms", "Content-Type: multipart/signed")
                        .doesNotContain("sealed"));
        assertThat(said).containsExactly("gateway secret");
    }

    /** As when somebody on the way takes the offer out. */
    @Test
    void aRelayThatOffersNoTlsGetsNeitherMailNorPassword() {
        assertThat(sendTo(server())).isEqualTo(MailDrop.Taken.AWAY);
        assertNothing();
    }

    @Test
    void aRelayOfAnotherNameGetsNeitherMailNorPassword() {
        assertThat(sendTo(server().enableTLS().startTlsSocketFactory(ofAnotherName)))
                .isEqualTo(MailDrop.Taken.AWAY);
        assertNothing();
    }

    @Test
    void aRelayOfAnAuthorityNobodyNamedGetsNeitherMailNorPassword() {
        assertThat(sendTo(server().enableTLS().startTlsSocketFactory(ofAnotherAuthority)))
                .isEqualTo(MailDrop.Taken.AWAY);
        assertNothing();
    }

    private void assertNothing() {
        assertThat(taken).isEmpty();
        assertThat(said).isEmpty();
    }

    /** It would take a mail and a password from anybody, with TLS or without. */
    private SMTPServer.Builder server() {
        return SMTPServer.port(Ports.free())
                .bindAddress(InetAddress.getLoopbackAddress())
                .showAuthCapabilitiesBeforeSTARTTLS(true)
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(
                        (user, password, context) -> said.add(user + " " + password)))
                .messageHandler((context, from, to, data) ->
                        taken.add(from + " " + to + "\n" + new String(data, StandardCharsets.ISO_8859_1)));
    }

    private MailDrop.Taken sendTo(SMTPServer.Builder builder) {
        SMTPServer server = builder.build();
        server.start();
        try {
            MailSettings.Server relay =
                    new MailSettings.Server("localhost", server.getPortAllocated(), true, "gateway", "secret");
            MailSettings.Server nowhere = new MailSettings.Server("localhost", 1, false, "", "");
            MailSettings settings = new MailSettings(
                    GATEWAY,
                    nowhere,
                    "Refused",
                    nowhere,
                    Map.of("probation.cjsm.example", relay),
                    authority,
                    Duration.ofSeconds(5),
                    1_000_000);
            Clock clock = Clock.systemUTC();
            Sealing sealing = TestSealing.of(Path.of("protocol-config/wenbury/trust"), digest -> false, clock);
            return new Disclosures(settings, sealing, new Known(), clock)
                    .send(new AgencyId("wenbury-probation"), 42, SEALED);
        } finally {
            server.stop();
        }
    }

    private static SSLContext context(Path certificate, Path key) throws IOException {
        PemSslStoreDetails own =
                PemSslStoreDetails.forCertificate(Files.readString(certificate)).withPrivateKey(Files.readString(key));
        return SslBundle.of(new PemSslStoreBundle(own, null)).createSslContext();
    }

    private static final class Known implements Correspondents {
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
            return Optional.of(new Party.MailAddress(PROBATION, Form.ATTACHMENT));
        }
    }
}
