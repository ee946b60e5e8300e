package org.marac.gateway.command;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.marac.gateway.mail.MailClient;
import org.marac.gateway.mail.MailSettings;
import org.marac.gateway.mail.Sealing;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Party;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.MailSeal;
import org.marac.gateway.seal.Trust;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Writes to the mail door as the agency would, from the account that stands in {@code mail.properties} beside its keys. */
final class MailKnock {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MailSeal seal;
    private final Digest gateway;
    private final Party receiver;
    private final Clock clock = Clock.systemUTC();
    private final Properties account = new Properties();

    MailKnock(Credentials credentials) {
        Path theirs = credentials.directory().resolve("gateway");
        Trust trust = Trust.read(credentials.directory());
        Certificates certificates = Certificates.read(theirs);
        this.seal = new MailSeal(Keyring.ofMail(credentials.own()), () -> trust, () -> certificates);
        this.gateway = Certificates.digestOf(theirs.resolve("sign.crt"));
        this.receiver = Party.knownBy(
                credentials.agency(),
                new Party.PinnedCertificate(
                        Party.PinnedCertificate.Use.ENCRYPT, Certificates.digestOf(credentials.gatewayEncryption())));
        Path file = credentials.own().resolve("mail.properties");
        try (Reader in = Files.newBufferedReader(file)) {
            account.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Sends a message and waits for its receipt. */
    Knock.Answer send(Bytes message, MediaType type) {
        MailSettings.Server imap = server("imap", "993");
        MailSettings settings = new MailSettings(
                said("address"), imap, "", server("smtp", "465"), Map.of(), tls(), PATIENCE, Integer.MAX_VALUE);
        Optional<Bytes> receipt =
                new MailClient(settings, sealing(), clock).send(said("gateway"), type, message, PATIENCE);
        return new Knock.Answer(
                receipt,
                receipt.isPresent() ? "" : "no answer came within a minute; who is no agency to it is not answered");
    }

    /** The agency's own: whoever answers must be the gateway. */
    private Sealing sealing() {
        return new Sealing(
                seal::layer,
                seal::decrypt,
                (cms, detached) -> seal.verify(cms, detached, gateway::equals, clock.instant()),
                content -> seal.sign(content, clock.instant()),
                seal.micalg(),
                (content, recipient) -> seal.encrypt(content, receiver, clock.instant()));
    }

    private MailSettings.Server server(String protocol, String port) {
        return new MailSettings.Server(
                said(protocol + ".host"),
                Integer.parseInt(account.getProperty(protocol + ".port", port)),
                Boolean.parseBoolean(account.getProperty(protocol + ".start-tls")),
                account.getProperty("user", ""),
                account.getProperty("password", ""));
    }

    private String said(String key) {
        return Optional.ofNullable(account.getProperty(key))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalStateException("mail.properties does not say " + key));
    }

    private SSLContext tls() {
        String authority = account.getProperty("authority");
        if (authority == null) {
            return SslBundle.of(null, null, SslOptions.NONE).createSslContext();
        }
        PemSslStoreDetails trusted =
                PemSslStoreDetails.forCertificate(Path.of(authority).toUri().toString());
        return SslBundle.of(new PemSslStoreBundle(null, trusted)).createSslContext();
    }
}
