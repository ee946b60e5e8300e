package org.marac.gateway.wiring;

import java.time.Clock;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.Dispatch;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.flow.Escalation;
import org.marac.gateway.flow.Expiry;
import org.marac.gateway.flow.GlassReviews;
import org.marac.gateway.flow.HoldRooms;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.format.Formats;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refused;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What waits for people, and what becomes of it when nobody decides in time. */
@Configuration(proxyBeanMethods = false)
class HoldWiring {

    @Bean
    Glasses glasses() {
        return new Glasses();
    }

    @Bean
    HoldRooms holdRooms(
            SignedArea area,
            Rooms rooms,
            Transactions transactions,
            Holds holds,
            Glasses glasses,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Outbox outbox,
            Pseudonyms pseudonyms,
            Dispatch dispatch) {
        return new HoldRooms(
                area.shelf()::inForce,
                rooms.understand(),
                rooms.match(),
                rooms.decide(),
                rooms.disclose(),
                rooms.close(),
                new HoldDesk(transactions, holds, glasses, caseRecord, log, outbox, pseudonyms, dispatch::ring));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    EscalationClock escalationClock(
            HoldRooms rooms, SignedArea area, OverdueDeliveries deliveries, UnreadRooms unread, Clock clock) {
        // People are asked and told also while nobody knows who is revoked.
        HoldRooms known = rooms.asking(area::inForceIfKnown);
        return new EscalationClock(
                new Escalation(known, clock), new GlassReviews(known, clock), deliveries, new Expiry(unread, clock));
    }

    @Bean
    OverdueDeliveries overdueDeliveries(
            Transactions transactions,
            Outbox outbox,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            SignedArea area,
            Rooms rooms,
            Formats formats,
            Clock clock) {
        return new OverdueDeliveries(
                transactions,
                outbox,
                caseRecord,
                log,
                new OverdueDeliveries.Telling(area::inForceIfKnown, rooms.close(), filed -> id(formats, filed)),
                clock);
    }

    /** What the record may not hold may have been all a message says; then its sender is not told by machine. */
    static Optional<MessageId> id(Formats formats, CaseRecord.Filed filed) {
        try {
            return Optional.of(formats.read(filed.view()).header().id());
        } catch (Refused e) {
            return Optional.empty();
        }
    }
}
