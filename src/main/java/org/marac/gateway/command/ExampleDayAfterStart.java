package org.marac.gateway.command;

import java.nio.file.Path;
import java.time.Clock;
import org.marac.gateway.audit.AuditReading;
import org.marac.gateway.audit.LogKey;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.SignedDocuments;
import org.marac.gateway.storage.Transactions;
import org.marac.gateway.wiring.GatewaySettings;
import org.marac.gateway.wiring.SignedArea;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plays the example day once every door accepts, if {@code gateway.example-day} asks for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "gateway.example-day", havingValue = "true")
public class ExampleDayAfterStart {

    @Bean
    ApplicationListener<ApplicationReadyEvent> exampleDay(
            GatewaySettings settings,
            SignedArea area,
            Keyring keyring,
            LogKey logKey,
            Transactions transactions,
            Clock clock) {
        Accounts accounts = new Accounts(
                new SignedDocuments(area.trust().get(), keyring.signer()),
                new AuditReading(logKey.verifier()),
                transactions,
                clock);
        AgencyId coordinator =
                area.shelf().inForce(clock.instant()).orElseThrow().protocol().coordinator();
        ExampleDay.Doors doors = new ExampleDay.Doors(
                Path.of("certs-example"),
                settings.host(),
                settings.fhir().port(),
                settings.broker().amqpPort(),
                coordinator);
        return event -> new ExampleDay(doors, accounts, clock).play(System.out);
    }
}
