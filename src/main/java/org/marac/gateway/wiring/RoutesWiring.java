package org.marac.gateway.wiring;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.intake.QueueDoor;
import org.marac.gateway.intake.RouteFiles;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** The route files, taken up while the gateway runs, and where people see what became of each. */
@Configuration(proxyBeanMethods = false)
class RoutesWiring {

    @Bean(destroyMethod = "close")
    RouteFiles routeFiles(GatewaySettings settings, CamelContext camel) {
        return new RouteFiles(settings.routes(), camel);
    }

    /** Camel starts empty; then each file is loaded by itself, so that one that fails is alone in it. */
    @Bean
    CamelContextConfiguration routesBegin(RouteFiles files) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                QueueDoor.prepare(camel);
                try {
                    camel.addStartupListener(new WhenStarted(files));
                } catch (Exception e) {
                    // Declared by Camel for a context that has started already and whose listener fails.
                    throw new IllegalStateException("The routes cannot begin", e);
                }
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                // Nothing waits for the routes to have started; readiness asks them.
            }
        };
    }

    private record WhenStarted(RouteFiles files) implements ExtendedStartupListener {
        @Override
        public void onCamelContextStarted(CamelContext camel, boolean alreadyStarted) {
            // Not yet: a route that is added now would wait for the others.
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext camel, boolean alreadyStarted) {
            files.start();
        }
    }

    /** No route is touched any more once the doors close. */
    @Bean
    ApplicationListener<ContextClosedEvent> routesEnd(RouteFiles files) {
        return event -> files.close();
    }

    /** A file that does not run as it is wants a person; the doors of the others stand open. */
    @Bean
    HealthIndicator routes(RouteFiles files) {
        return () -> {
            Map<String, String> faulty = new TreeMap<>();
            files.list().forEach(one -> one.reason().ifPresent(reason -> faulty.put(one.file(), reason)));
            return (faulty.isEmpty() ? Health.up() : Health.status("ATTENTION"))
                    .withDetail("files", files.list().size())
                    .withDetail("faulty", faulty)
                    .build();
        };
    }

    @Bean
    RoutesPage routesPage(RouteFiles files, CamelContext camel, Mappings mappings) {
        return new RoutesPage(files, camel, mappings);
    }

    /** The management page of the routes: each file, what of it runs, and if not why; and what is wrong with mappings. */
    @Endpoint(id = "routes")
    static final class RoutesPage {
        private final RouteFiles files;
        private final CamelContext camel;
        private final Mappings mappings;

        RoutesPage(RouteFiles files, CamelContext camel, Mappings mappings) {
            this.files = files;
            this.camel = camel;
            this.mappings = mappings;
        }

        /**
         * A file.
         *
         * @param file its folder and name
         * @param state what of it runs
         * @param reason why it does not run as it is; empty where it does
         * @param routes its routes and how each is
         */
        record Row(String file, RouteFiles.State state, String reason, Map<String, String> routes) {}

        /**
         * What the page says.
         *
         * @param files every route file
         * @param faultyMappings everything that is wrong in the mappings' folders; empty where nothing is
         */
        record Shown(List<Row> files, List<Mappings.Problem> faultyMappings) {}

        @ReadOperation
        Shown files() {
            return new Shown(files.list().stream().map(this::row).toList(), mappings.problems());
        }

        private Row row(RouteFiles.Listed one) {
            Map<String, String> routes = new TreeMap<>();
            one.routes()
                    .forEach(id -> routes.put(
                            id, String.valueOf(camel.getRouteController().getRouteStatus(id))));
            return new Row(one.file(), one.state(), one.reason().orElse(""), routes);
        }
    }
}
