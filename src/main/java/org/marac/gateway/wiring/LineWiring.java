package org.marac.gateway.wiring;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.broker.Cover;
import org.marac.gateway.broker.Owners;
import org.marac.gateway.delivery.Dispatch;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.disclosure.Disclosure;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Pack;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.Settlement;
import org.marac.gateway.format.Formats;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.idempotency.Recognition;
import org.marac.gateway.intake.FhirDoor;
import org.marac.gateway.intake.QueueDoor;
import org.marac.gateway.intake.RestDoor;
import org.marac.gateway.intake.RestMailbox;
import org.marac.gateway.intake.RestMessages;
import org.marac.gateway.intake.RestRows;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.matching.Matching;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Transfer;
import org.marac.gateway.receipt.Receipts;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.Kept;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.seal.Seal;
import org.marac.gateway.storage.Transactions;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** The main line over the rooms, and the doors at its ends. */
@Configuration(proxyBeanMethods = false)
class LineWiring {
    private static final String BROKER = "broker";

    @Bean
    Ledger ledger(
            Transactions transactions,
            Recognition recognition,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Outbox outbox,
            Holds holds,
            Receipts receipts,
            Pseudonyms pseudonyms,
            Kept kept,
            Clock clock) {
        return new Ledger(
                transactions,
                new Books(recognition, caseRecord, log, outbox, holds, receipts, pseudonyms, kept, clock));
    }

    /** After the watch has begun: what was in force before must be remembered before anything is decided. */
    @Bean
    Rooms rooms(
            SignedArea area, ProtocolWatch watched, Seal seal, Formats formats, Disclosure disclosure, Ledger ledger) {
        return rooms(
                area.shelf()::identify,
                seal::open,
                formats,
                area::decide,
                disclosure,
                new Closing(seal, formats, area),
                ledger);
    }

    /** The line over these; what is only there where there is a door comes from outside. */
    static Rooms rooms(
            Rooms.Identify identify,
            Rooms.Open open,
            Formats formats,
            Rooms.Decide decide,
            Disclosure disclosure,
            Rooms.Close close,
            Ledger ledger) {
        Matching matching = new Matching();
        return new Rooms(
                identify,
                open,
                ledger::recognise,
                new Understanding(formats, ledger),
                (message, protocol) -> matching.match(message, protocol, ledger.recall(message)),
                decide,
                disclosure::disclose,
                close,
                ledger);
    }

    @Bean
    Admission admission(Rooms rooms, Clock clock, GatewaySettings settings) {
        return new Admission(rooms, clock, settings.maximumBytes());
    }

    @Bean
    Owners owners(SignedArea area, Clock clock) {
        return new CertificateOwners(area, clock);
    }

    @Bean
    Cover cover(KeyCustody custody) {
        return plain -> custody.wrap(plain.toArray(), BROKER);
    }

    @Bean
    QueueDoor.Uncover uncover(KeyCustody custody) {
        return covered -> Bytes.of(custody.unwrap(covered, BROKER));
    }

    @Bean
    FhirDoor fhirDoor(Admission admission, Clock clock, GatewaySettings settings) {
        return new FhirDoor(admission, clock, settings.maximumBytes());
    }

    @Bean
    RestDoor restDoor(
            Admission admission,
            SignedArea area,
            Ledger ledger,
            OutboxDesk desk,
            Rows rows,
            Clock clock,
            GatewaySettings settings) {
        CertificateOwners callers = new CertificateOwners(area, clock);
        return new RestDoor(
                new RestMessages(admission, callers, ledger::told, clock, settings.maximumBytes()),
                new RestRows(rows, callers, settings.maximumBytes()),
                new RestMailbox(desk, callers),
                callers,
                settings.rest().perMinute());
    }

    @Bean
    OutboxDesk outboxDesk(Transactions transactions, Outbox outbox, PostgresAuditLog log, Clock clock) {
        return new OutboxDesk(transactions, outbox, log, new Settlement(clock), clock);
    }

    @Bean(destroyMethod = "close")
    Dispatch dispatch(OutboxDesk desk, SignedArea area, CamelContext camel, Ledger ledger, Clock clock) {
        Dispatch dispatch = new Dispatch(desk, new StillParty(area, clock), camel.createProducerTemplate(), clock);
        ledger.onPosted(dispatch::ring);
        return dispatch;
    }

    /** Delivery begins when the routes stand: before, every hand-over fails and is set back. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> deliveryBegins(Dispatch dispatch) {
        return event -> dispatch.start();
    }

    /** Delivery ends before the routes do. */
    @Bean
    ApplicationListener<ContextClosedEvent> deliveryEnds(Dispatch dispatch) {
        return event -> dispatch.close();
    }

    /** What the room says, in the main line's words. */
    private record Understanding(Formats formats, Ledger ledger) implements Rooms.Understand {
        @Override
        public Message understand(Opened opened, AgencyId sender, AgencyId coordinator) throws Refused {
            return formats.understand(opened, sender, coordinator);
        }

        @Override
        public Optional<IdentityChange> identityChange(Opened opened, AgencyId coordinator) throws Refused {
            return formats.identityChange(opened, coordinator);
        }

        @Override
        public Message complete(Message message) {
            if (message instanceof Correction correction && correction.isOfItsConversation()) {
                return correction.correcting(ledger.latest(correction.header().sender(), correction.corrects())
                        .flatMap(this::read)
                        .map(last -> last.header().id())
                        .orElse(correction.corrects()));
            }
            return message instanceof Transfer transfer
                    ? Pack.complete(
                            transfer,
                            ledger.standing(message).stream()
                                    .flatMap(filed -> read(filed).stream())
                                    .toList())
                    : message;
        }

        /** What the record may not hold may have been all a message says; then nothing of it goes anywhere. */
        private Optional<Message> read(CaseRecord.Filed filed) {
            try {
                return Optional.of(formats.read(filed.view()));
            } catch (Refused e) {
                return Optional.empty();
            }
        }

        @Override
        public Bytes write(Message message) {
            return formats.write(message);
        }

        @Override
        public Set<Material> materials(Bytes canonical) throws Refused {
            return formats.materials(canonical);
        }
    }
}
