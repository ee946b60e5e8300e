package org.marac.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;

/**
 * Starts the gateway.
 *
 * <p>Database, migrations and broker are started by our own wiring, so Spring Boot's guesses about them are switched off.
 */
@SpringBootApplication(
        scanBasePackages = "org.marac.gateway.wiring",
        exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, ArtemisAutoConfiguration.class})
public class GatewayApplication {

    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }
}
