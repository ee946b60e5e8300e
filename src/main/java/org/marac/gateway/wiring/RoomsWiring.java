package org.marac.gateway.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.marac.gateway.audit.LogKey;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.audit.Sequencer;
import org.marac.gateway.audit.SignedCheckpoint;
import org.marac.gateway.delivery.Lending;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.disclosure.Disclosure;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.idempotency.Recognition;
import org.marac.gateway.matching.Matching;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Person;
import org.marac.gateway.protocol.Pins;
import org.marac.gateway.reading.Reading;
import org.marac.gateway.receipt.Receipts;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.Kept;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.Seal;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.StorageSettings;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Every room, with what it needs of the others handed in. */
@Configuration(proxyBeanMethods = false)
class RoomsWiring {
    /** What a killed gateway had taken waits so long; what two nodes hand over at once the broker drops. */
    private static final Duration DELIVERY_LOAN = Duration.ofSeconds(20);

    /** How long one attached document may take to read, and an agency's own mapping to run. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Milliseconds: what every format we speak can carry, so that a time read back is the time written. */
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Bean
    SignedArea area(GatewaySettings settings, Clock clock) {
        return new SignedArea(
                settings.protocol().directory(),
                new Pins(
                        Optional.ofNullable(settings.protocol().firstDigest()).map(Digest::parse),
                        Optional.ofNullable(settings.protocol().successorDigest())
                                .map(Digest::parse)),
                clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ProtocolWatch protocolWatch(
            SignedArea area, Transactions transactions, PostgresAuditLog log, Clock clock, GatewaySettings settings) {
        return new ProtocolWatch(
                area,
                transactions,
                log,
                clock,
                Optional.ofNullable(settings.protocol().clockCorrected()));
    }

    @Bean
    Keyring keyring(GatewaySettings settings) {
        Production.refuseExampleCertificates(settings);
        return Keyring.read(settings.keys().directory());
    }

    @Bean
    Seal seal(Keyring keyring, SignedArea area, Clock clock) {
        return new Seal(keyring, area.trust(), area.certificates(), clock);
    }

    /** Agencies' own documents; beside the routes, as what an operator changes. */
    @Bean
    Mappings agencyMappings(GatewaySettings settings) {
        return new Mappings(settings.routes().resolve("mappings"), PATIENCE);
    }

    @Bean
    Formats formats(Mappings mappings) {
        return new Formats(mappings);
    }

    @Bean
    Disclosure disclosure(Formats formats) {
        Reading reading = new Reading(PATIENCE);
        return new Disclosure(formats.schema(), formats.labels()::of, reading::words);
    }

    /** After the keys: with those it refuses, nothing is begun. */
    @DependsOn("keyring")
    @Bean(destroyMethod = "close")
    Database database(GatewaySettings settings) {
        GatewaySettings.Database own = settings.database();
        return Database.start(new StorageSettings(
                settings.data(),
                Optional.ofNullable(own.url())
                        .map(url -> new StorageSettings.Server(
                                url,
                                Objects.requireNonNullElse(own.user(), ""),
                                Objects.requireNonNullElse(own.password(), ""))),
                Optional.empty(),
                own.connections()));
    }

    @Bean
    Transactions transactions(Database database) {
        return database.transactions();
    }

    @Bean
    KeyCustody custody(GatewaySettings settings) {
        return FileKeyCustody.in(Objects.requireNonNullElse(
                settings.keys().custody(), settings.data().resolve("keys").resolve("kek")));
    }

    @Bean
    Pseudonyms pseudonyms(Transactions transactions, KeyCustody custody) {
        return transactions.write(connection -> Pseudonyms.open(connection, custody));
    }

    @Bean
    CaseRecord caseRecord(KeyCustody custody, Pseudonyms pseudonyms) {
        return new CaseRecord(custody, pseudonyms, new Remembering(new Matching()));
    }

    @Bean
    Kept kept(KeyCustody custody, Pseudonyms pseudonyms, GatewaySettings settings) {
        GatewaySettings.Unread unread = settings.unread();
        return new Kept(
                custody,
                pseudonyms,
                new Kept.Limits(
                        settings.maximumBytes(), unread.quota(), unread.things(), Duration.ofDays(unread.days())));
    }

    @Bean
    PostgresAuditLog auditLog() {
        return new PostgresAuditLog(Software.version());
    }

    @Bean
    LogKey logKey(GatewaySettings settings) {
        Path audit = settings.data().resolve("audit");
        try {
            Files.createDirectories(audit);
            LogKey key = LogKey.loadOrCreate(
                    audit.resolve("checkpoint.key"), settings.log().origin());
            Files.writeString(audit.resolve("vkey"), key.verifier().text() + "\n");
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The audit log's key cannot be read or made", e);
        }
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Sequencer sequencer(Database database, LogKey key, GatewaySettings settings) {
        return new Sequencer(
                () -> database.source().getConnection(),
                key,
                settings.data().resolve("audit").resolve("last-signed"));
    }

    @Bean
    Receipts receipts(Seal seal, LogKey key, Sequencer sequencer) {
        return new Receipts(
                seal::sign, key.verifier().name(), () -> sequencer.latest().map(SignedCheckpoint::note));
    }

    @Bean
    Recognition recognition(Pseudonyms pseudonyms) {
        return new Recognition(pseudonyms::mark);
    }

    @Bean
    Holds holds() {
        return new Holds();
    }

    @Bean
    Outbox outbox() {
        return new Outbox();
    }

    @Bean
    Lending lending() {
        return new Lending(DELIVERY_LOAN);
    }

    /** What the room says, in the record's words. */
    private record Remembering(Matching matching) implements CaseRecord.Matching {
        @Override
        public MatchKeys keys(Message message) {
            return matching.keys(message);
        }

        @Override
        public List<MatchKeys.Subject> subjects(List<Person> people) {
            return matching.subjects(people);
        }

        @Override
        public Memory remember(Message message) {
            return matching.remember(message);
        }
    }
}
