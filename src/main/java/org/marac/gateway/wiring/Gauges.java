package org.marac.gateway.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.marac.gateway.audit.Sequencer;
import org.marac.gateway.broker.Broker;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.protocol.ClockSetBack;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.Kept;
import org.marac.gateway.seal.RevocationUnknown;
import org.marac.gateway.storage.StorageUnavailable;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What an operator watches: things that wait, the log's progress, how long the protocol still runs. No label names an
 * agency's case or a person.
 */
@Configuration(proxyBeanMethods = false)
class Gauges {
    @Bean
    MeterBinder outboxGauges(Transactions transactions, Outbox outbox) {
        return registry -> {
            Gauge.builder("gateway.outbox.waiting", () -> count(transactions, outbox::waiting))
                    .description("disclosures on their way")
                    .register(registry);
            Gauge.builder("gateway.outbox.undeliverable", () -> count(transactions, outbox::undeliverable))
                    .description("disclosures set aside for a person to look at")
                    .register(registry);
        };
    }

    @Bean
    MeterBinder peopleGauges(
            Transactions transactions, Holds holds, Glasses glasses, CaseRecord caseRecord, Kept kept) {
        return registry -> {
            Gauge.builder(
                            "gateway.holds.waiting",
                            () -> count(transactions, c -> holds.count(c).waiting()))
                    .description("disclosures on which a person must decide")
                    .register(registry);
            Gauge.builder(
                            "gateway.holds.overdue",
                            () -> count(transactions, c -> holds.count(c).overdue()))
                    .description("disclosures on which nobody decided in time")
                    .register(registry);
            Gauge.builder("gateway.breakglass.unreviewed", () -> count(transactions, glasses::unreviewed))
                    .description("uses of break-glass that nobody has reviewed")
                    .register(registry);
            Gauge.builder(
                            "gateway.candidates.open",
                            () -> count(
                                    transactions,
                                    c -> caseRecord.candidates().open(c).size()))
                    .description("pairs of cases of which nobody has said whether their people are the same")
                    .register(registry);
            Gauge.builder("gateway.unread.open", () -> count(transactions, kept::waiting))
                    .description("what agencies sent, could not be read, and waits for a person")
                    .register(registry);
        };
    }

    @Bean
    MeterBinder deadLetterGauge(Broker broker) {
        return registry -> Gauge.builder("gateway.dead.letters", broker::dead)
                .description("messages that failed again and again, kept for a person to look at")
                .register(registry);
    }

    @Bean
    MeterBinder logGauges(Sequencer sequencer) {
        return registry -> Gauge.builder(
                        "gateway.log.published",
                        () -> sequencer
                                .latest()
                                .map(signed -> signed.checkpoint().size())
                                .orElse(0L))
                .description("entries the latest checkpoint covers")
                .register(registry);
    }

    @Bean
    MeterBinder protocolGauges(SignedArea area, ProtocolWatch watch, Clock clock) {
        return registry -> {
            Gauge.builder("gateway.protocol.days.left", () -> daysLeft(area, clock, InForceEnd::expires))
                    .description("days until the protocol in force expires; 0 when none is in force")
                    .register(registry);
            Gauge.builder("gateway.protocol.review.days.left", () -> daysLeft(area, clock, InForceEnd::review))
                    .description("days until the protocol in force must be reviewed; negative when that is past")
                    .register(registry);
            Gauge.builder("gateway.protocol.alarms", () -> watch.alarms().size())
                    .description("what people must know of the protocol now; health says what")
                    .register(registry);
        };
    }

    private interface Count {
        long in(Connection connection) throws SQLException;
    }

    private static double count(Transactions transactions, Count count) {
        try {
            return transactions.read(count::in);
        } catch (StorageUnavailable e) {
            // Unknown, and health says why.
            return Double.NaN;
        }
    }

    /** One of the dates of a version. */
    private interface InForceEnd {
        Instant of(Protocol protocol);

        static Instant expires(Protocol protocol) {
            return protocol.expires();
        }

        static Instant review(Protocol protocol) {
            return protocol.review().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    private static double daysLeft(SignedArea area, Clock clock, InForceEnd end) {
        try {
            Instant now = clock.instant();
            return area.shelf()
                    .inForce(now)
                    .map(inForce ->
                            Duration.between(now, end.of(inForce.protocol())).toDays())
                    .orElse(0L);
        } catch (RevocationUnknown | ClockSetBack e) {
            return Double.NaN;
        }
    }
}
