package org.marac.gateway.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.marac.gateway.audit.Sequencer;
import org.marac.gateway.broker.Broker;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.seal.RevocationUnknown;
import org.marac.gateway.storage.StorageUnavailable;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an operator watches: things that wait, the log's progress, how long the protocol still runs. No label names an agency's case or a person. */
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
    MeterBinder peopleGauges(Transactions transactions, Holds holds, Glasses glasses) {
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
    MeterBinder protocolGauges(SignedArea area, Clock clock) {
        return registry -> Gauge.builder("gateway.protocol.days.left", () -> daysLeft(area, clock))
                .description("days until the protocol in force expires; 0 when none is in force")
                .register(registry);
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

    private static double daysLeft(SignedArea area, Clock clock) {
        try {
            return inForceFor(area, clock);
        } catch (RevocationUnknown e) {
            return Double.NaN;
        }
    }

    private static long inForceFor(SignedArea area, Clock clock) {
        return area.shelf()
                .inForce(clock.instant())
                .map(inForce -> Duration.between(
                                clock.instant(), inForce.protocol().expires())
                        .toDays())
                .orElse(0L);
    }
}
