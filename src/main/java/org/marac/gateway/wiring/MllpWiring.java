package org.marac.gateway.wiring;

import java.time.Clock;
import java.time.Duration;
import org.marac.gateway.delivery.MllpCall;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.intake.MllpDoor;
import org.marac.gateway.intake.MllpPipeline;
import org.marac.gateway.record.KeyCustody;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HL7 v2 door: its TLS is that of the agencies' HTTPS. */
@Configuration(proxyBeanMethods = false)
class MllpWiring {
    /**
     * For a listener to take a connection, and to answer each message; less than what was taken from the outbox is lent
     * for.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean(destroyMethod = "close")
    MllpPipeline mllpPipeline(GatewaySettings settings) {
        return new MllpPipeline(
                HttpWiring.bundle(settings.keys()).createSslContext(),
                settings.maximumBytes(),
                settings.mllp().perMinute());
    }

    @Bean
    MllpDoor mllpDoor(Admission admission, Clock clock, GatewaySettings settings) {
        return new MllpDoor(admission, clock, settings.mllp().lineFeeds());
    }

    @Bean(destroyMethod = "close")
    MllpCall mllpCall(GatewaySettings settings, SignedArea area, KeyCustody custody, Clock clock) {
        return new MllpCall(
                HttpWiring.bundle(settings.keys()).getManagers().getKeyManagers(),
                new CertificateOwners(area, clock),
                covered -> custody.unwrap(covered, Closing.OUTBOX),
                PATIENCE);
    }
}
