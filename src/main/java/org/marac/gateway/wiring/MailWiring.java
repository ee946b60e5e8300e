package org.marac.gateway.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.MailDrop;
import org.marac.gateway.format.Splitter;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.mail.Disclosures;
import org.marac.gateway.mail.LateMail;
import org.marac.gateway.mail.MailDoor;
import org.marac.gateway.mail.MailSettings;
import org.marac.gateway.mail.SmtpPost;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.record.UnprovedMail;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.MailSeal;
import org.marac.gateway.storage.Transactions;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** Secure mail, where the operator has given it a mailbox. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("gateway.mail.address")
class MailWiring {

    @Bean
    MailSettings mailSettings(GatewaySettings settings) {
        GatewaySettings.Mail mail = settings.mail();
        if (mail.address() == null || mail.imap() == null || mail.smtp() == null) {
            throw new CannotStart("gateway.mail.address wants gateway.mail.imap.host and gateway.mail.smtp.host too");
        }
        return new MailSettings(
                mail.address(),
                server(mail.imap(), 993),
                mail.aside(),
                server(mail.smtp(), 465),
                mail.relays().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> server(one.getValue(), 465))),
                tls(mail.authority()),
                mail.every(),
                mail.maximumBytes());
    }

    @Bean
    MailRoom mailRoom(Keyring keyring, SignedArea area, Clock clock) {
        return new MailRoom(new MailSeal(keyring, area.trust(), area.certificates()), area, clock);
    }

    @Bean
    MailStrangers mailStrangers(
            Transactions transactions,
            Pseudonyms pseudonyms,
            PostgresAuditLog log,
            SignedArea area,
            MeterRegistry meters,
            Clock clock) {
        return new MailStrangers(transactions, new UnprovedMail(pseudonyms), log, area, meters, clock);
    }

    @Bean
    MailDoor mailDoor(MailSettings settings, MailRoom room, Rows rows, MailStrangers strangers, Clock clock) {
        return new MailDoor(
                settings, room.sealing(), room, rows, new SmtpPost(settings), strangers, Splitter::line, clock);
    }

    @Bean
    LateMail lateMail(MailSettings settings, MailRoom room, Clock clock) {
        return new LateMail(settings, room.sealing(), new SmtpPost(settings), Splitter::line, clock);
    }

    @Bean
    MailDrop mailDrop(MailSettings settings, MailRoom room, Clock clock) {
        return new MailDrop(new Disclosures(settings, room.sealing(), room, clock));
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> mailBegins(MailDoor door) {
        return event -> door.start();
    }

    /** Before the rooms behind it close. */
    @Bean
    ApplicationListener<ContextClosedEvent> mailEnds(MailDoor door) {
        return event -> door.close();
    }

    /** Closes nothing: mail waits in the mailbox until it can be read. */
    @Bean
    HealthIndicator mail(MailDoor door) {
        return () -> (door.isReachable() ? Health.up() : Health.status("ATTENTION"))
                .withDetail("mailbox", door.isReachable() ? "read" : "cannot be read")
                .build();
    }

    private static MailSettings.Server server(GatewaySettings.MailServer server, int usual) {
        return new MailSettings.Server(
                server.host(),
                server.port() == 0 ? usual : server.port(),
                server.startTls(),
                orNothing(server.user()),
                orNothing(server.password()));
    }

    private static String orNothing(@Nullable String said) {
        return said == null ? "" : said;
    }

    /** Whoever the platform trusts, or only the authority the operator names. */
    private static SSLContext tls(@Nullable Path authority) {
        return authority == null
                ? SslBundle.of(null, null, SslOptions.NONE).createSslContext()
                : SslBundle.of(new PemSslStoreBundle(
                                null, PemSslStoreDetails.forCertificate(HttpWiring.uri(authority))))
                        .createSslContext();
    }
}
