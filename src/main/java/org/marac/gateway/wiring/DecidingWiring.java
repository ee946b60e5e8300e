package org.marac.gateway.wiring;

import java.time.Clock;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.SetAside;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.flow.DecidingRooms;
import org.marac.gateway.flow.Redelivery;
import org.marac.gateway.flow.Replies;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.matching.Matching;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What people of the MARAC look at and decide on beside what waits: cases of the same people, notices, what was not delivered,
 * what was answered.
 */
@Configuration(proxyBeanMethods = false)
class DecidingWiring {

    @Bean
    static SamePeople samePeople(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return new SamePeople(
                rooms(
                        area,
                        new DecidingDesk<>(
                                transactions,
                                caseRecord.candidates()::open,
                                connection -> new CandidatePage(connection, log, caseRecord))),
                clock);
    }

    @Bean
    static Attention attention(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return new Attention(
                rooms(
                        area,
                        new DecidingDesk<>(
                                transactions,
                                caseRecord.notices()::unseen,
                                connection -> new NoticePage(connection, log, caseRecord))),
                clock);
    }

    @Bean
    static Redelivery redelivery(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        SetAside setAside = new SetAside();
        return new Redelivery(
                rooms(
                        area,
                        new DecidingDesk<>(
                                transactions,
                                setAside::open,
                                connection -> new UndeliveredPage(connection, log, caseRecord, setAside))),
                clock);
    }

    @Bean
    static Replies replies(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return new Replies(
                rooms(
                        area,
                        new DecidingDesk<>(
                                transactions,
                                caseRecord.answers()::latest,
                                connection -> new AnswerPage(connection, log, caseRecord))),
                clock);
    }

    private static <E, P extends DecidingRooms.Page<E>> DecidingRooms<E, P> rooms(
            SignedArea area, DecidingDesk<E, P> desk) {
        return new DecidingRooms<>(area.shelf()::inForce, new Matching()::ties, desk);
    }
}
