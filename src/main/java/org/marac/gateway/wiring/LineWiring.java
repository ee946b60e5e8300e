package org.marac.gateway.wiring;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.broker.Cover;
import org.marac.gateway.broker.Owners;
import org.marac.gateway.delivery.Dispatch;
import org.marac.gateway.delivery.Lending;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.disclosure.Disclosure;
import org.marac.gateway.flow.Admission;
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
import org.marac.gateway.model.Bytes;
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
            SignedArea area,
            ProtocolWatch watched,
            Seal seal,
            Formats formats,
            Disclosure disclosure,
            KeyCustody custody,
            Ledger ledger) {
        return rooms(
                area.shelf()::identify,
                seal::open,
                formats,
                area::decide,
                disclosure,
                new Closing(seal, formats, plain -> custody.wrap(plain.toArray(), Closing.OUTBOX)),
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
        CertificateCallers callers = new CertificateCallers(area, clock);
        return new RestDoor(
                new RestMessages(admission, callers, ledger::told, clock, settings.maximumBytes()),
                new RestRows(rows, callers, settings.maximumBytes()),
                new RestMailbox(desk, callers),
                callers,
                settings.rest().perMinute());
    }

    @Bean
    OutboxDesk outboxDesk(Transactions transactions, Lending lending, PostgresAuditLog log, Clock clock) {
        return new OutboxDesk(transactions, lending, log, new Settlement(clock), clock);
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
}
