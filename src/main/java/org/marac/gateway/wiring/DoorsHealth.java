package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.marac.gateway.audit.Sequencer;
import org.marac.gateway.broker.Broker;
import org.marac.gateway.files.FileServer;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.intake.RouteFiles;
import org.marac.gateway.model.InForce;
import org.marac.gateway.protocol.Alarm;
import org.marac.gateway.seal.RevocationUnknown;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.StorageUnavailable;
import org.marac.gateway.storage.Transactions;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Readiness: every configured door accepts, the database answers, the log is being sealed, a protocol is in force. */
@Configuration(proxyBeanMethods = false)
class DoorsHealth {
    private static final int PATIENCE_SECONDS = 2;

    @Bean
    HealthIndicator doors(Broker broker, FileServer files, CamelContext camel, RouteFiles routes) {
        return () -> {
            long waiting = camel.getRoutes().stream()
                    .filter(route ->
                            camel.getRouteController().getRouteStatus(route.getRouteId()) != ServiceStatus.Started)
                    .count();
            boolean open = broker.accepts()
                    && files.isOpen()
                    && routes.begun()
                    && !camel.getRoutes().isEmpty()
                    && waiting == 0;
            return (open ? Health.up() : Health.outOfService())
                    .withDetail("broker", broker.accepts())
                    .withDetail("files", files.isOpen())
                    .withDetail("routes", camel.getRoutes().size())
                    .withDetail("routesNotStarted", waiting)
                    .build();
        };
    }

    @Bean
    HealthIndicator storage(Database database, Sequencer sequencer) {
        return () -> {
            if (sequencer.halted().isPresent()) {
                return Health.down()
                        .withDetail("auditLog", sequencer.halted().get())
                        .build();
            }
            try (Connection connection = database.source().getConnection()) {
                return connection.isValid(PATIENCE_SECONDS)
                        ? Health.up().build()
                        : Health.down().build();
            } catch (SQLException e) {
                return Health.down()
                        .withDetail("sqlState", String.valueOf(e.getSQLState()))
                        .build();
            }
        };
    }

    @Bean
    HealthIndicator protocol(SignedArea area, ProtocolWatch watch, Clock clock) {
        return () -> {
            if (area.shelf().clockSetBack(clock.instant())) {
                return down("clock-set-back");
            }
            List<String> alarms = watch.alarms().stream().map(Alarm::sentence).toList();
            try {
                return area.shelf()
                        .inForce(clock.instant())
                        .map(found -> inForce(found, alarms))
                        .orElseGet(() -> Health.down()
                                .withDetail("protocol", "none in force")
                                .withDetail("alarms", alarms)
                                .build());
            } catch (RevocationUnknown e) {
                return down("no current revocation list");
            }
        };
    }

    /** Alarms and closes nothing: a hold on which nobody decides, a break-glass that nobody has looked at. */
    @Bean
    HealthIndicator people(Transactions transactions, Holds holds, Glasses glasses) {
        return () -> {
            try {
                Holds.Count count = transactions.read(holds::count);
                long unreviewed = transactions.read(glasses::unreviewed);
                boolean calm = count.overdue() == 0 && unreviewed == 0;
                return (calm ? Health.up() : Health.status("ATTENTION"))
                        .withDetail("holdsWaiting", count.waiting())
                        .withDetail("holdsOverdue", count.overdue())
                        .withDetail("breakGlassToReview", unreviewed)
                        .build();
            } catch (StorageUnavailable e) {
                return Health.unknown().build();
            }
        };
    }

    /** Closes nothing: where the newest of an agency's mappings cannot be used, the last good one still is. */
    @Bean
    HealthIndicator mappings(Mappings mappings) {
        return () -> {
            List<String> problems =
                    mappings.problems().stream().map(Mappings.Problem::sentence).toList();
            return (problems.isEmpty() ? Health.up() : Health.status("ATTENTION"))
                    .withDetail("problems", problems)
                    .build();
        };
    }

    private static Health down(String why) {
        return Health.down().withDetail("protocol", why).build();
    }

    private static Health inForce(InForce inForce, List<String> alarms) {
        return Health.up()
                .withDetail("protocol", inForce.protocol().id())
                .withDetail("version", inForce.protocol().version())
                .withDetail("signatories", inForce.signatories().size())
                .withDetail("expires", inForce.protocol().expires().toString())
                .withDetail("review", inForce.protocol().review().toString())
                .withDetail("alarms", alarms)
                .build();
    }
}
