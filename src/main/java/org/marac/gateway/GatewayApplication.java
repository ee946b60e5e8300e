package org.marac.gateway;

import org.marac.gateway.command.CommandLineTool;
import org.marac.gateway.command.ExampleDayAfterStart;
import org.marac.gateway.wiring.GatewaySettings;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * Runs the gateway; with a verb, does that and ends.
 *
 * <p>Database, migrations and broker are started by our own wiring, so Spring Boot's guesses about them are switched off.
 */
@SpringBootApplication(
        scanBasePackages = "org.marac.gateway.wiring",
        exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, ArtemisAutoConfiguration.class})
@EnableConfigurationProperties(GatewaySettings.class)
@Import(ExampleDayAfterStart.class)
public class GatewayApplication {

    public static void main(String[] arguments) {
        if (CommandLineTool.isAsked(arguments)) {
            System.exit(CommandLineTool.run(arguments));
        }
        // Before anything speaks TLS: no client makes the gateway do the dear half of a handshake again and again.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        SpringApplication.run(GatewayApplication.class, arguments);
    }
}
