package org.marac.gateway.wiring;

import java.time.Clock;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.SetAside;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.flow.DecidingRooms;
import org.marac.gateway.flow.HoldRooms;
import org.marac.gateway.flow.Redelivery;
import org.marac.gateway.flow.Replies;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.matching.Matching;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people of the MARAC decide on beside what waits: cases of the same people, notices, what was not delivered. */
@Configuration(proxyBeanMethods = false)
class DecidingWiring {

    @Bean
    SamePeople samePeople(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return samePeople(area.shelf()::inForce, transactions, caseRecord, log, clock);
    }

    /** Under this protocol. */
    static SamePeople samePeople(
            HoldRooms.Protocols protocol,
            Transactions transactions,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Clock clock) {
        return new SamePeople(
                rooms(
                        protocol,
                        new DecidingDesk<>(
                                transactions,
                                caseRecord.candidates()::open,
                                connection -> new CandidatePage(connection, log, caseRecord))),
                clock);
    }

    @Bean
    Attention attention(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return attention(area.shelf()::inForce, transactions, caseRecord, log, clock);
    }

    /** Under this protocol. */
    static Attention attention(
            HoldRooms.Protocols protocol,
            Transactions transactions,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Clock clock) {
        return new Attention(
                rooms(
                        protocol,
                        new DecidingDesk<>(
                                transactions,
                                caseRecord.notices()::unseen,
                                connection -> new NoticePage(connection, log, caseRecord))),
                clock);
    }

    @Bean
    Redelivery redelivery(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return redelivery(area.shelf()::inForce, transactions, caseRecord, log, clock);
    }

    /** Under this protocol. */
    static Redelivery redelivery(
            HoldRooms.Protocols protocol,
            Transactions transactions,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Clock clock) {
        SetAside setAside = new SetAside();
        return new Redelivery(
                rooms(
                        protocol,
                        new DecidingDesk<>(
                                transactions,
                                setAside::open,
                                connection -> new UndeliveredPage(connection, log, caseRecord, setAside))),
                clock);
    }

    private static <E, P extends DecidingRooms.Page<E>> DecidingRooms<E, P> rooms(
            HoldRooms.Protocols protocol, DecidingDesk<E, P> desk) {
        return new DecidingRooms<>(protocol, new Matching()::ties, desk);
    }

    @Bean
    Replies replies(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return replies(area.shelf()::inForce, transactions, caseRecord, log, clock);
    }

    /** Under this protocol. */
    static Replies replies(
            HoldRooms.Protocols protocol,
            Transactions transactions,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Clock clock) {
        return new Replies(
                new DecidingRooms<>(
                        protocol,
                        new Matching()::ties,
                        new DecidingDesk<>(
                                transactions,
                                caseRecord.answers()::latest,
                                connection -> new AnswerPage(connection, log, caseRecord))),
                clock);
    }
}
