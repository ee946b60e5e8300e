package org.marac.gateway.wiring;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * The operators' port: health, metrics, the state of the routes. Spring Boot makes it a server of its own, with what
 * {@code META-INF/spring} names for it; so this is no {@code Configuration}, which would count for the agencies' server as well.
 */
class ManagementWiring {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementPlace(GatewaySettings settings) {
        return factory -> HttpPlace.give(factory, settings, "management");
    }
}
