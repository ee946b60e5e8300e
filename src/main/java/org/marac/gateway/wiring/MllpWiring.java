package org.marac.gateway.wiring;

import java.time.Clock;
import java.time.Duration;
import org.marac.gateway.delivery.MllpCall;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.intake.MllpDoor;
import org.marac.gateway.intake.MllpPipeline;
import org.marac.gateway.record.KeyCustody;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HL7 v2 door: its TLS is that of the agencies' HTTPS. */
@Configuration(proxyBeanMethods = false)
class MllpWiring {
    /** For a listener to take a connection, and to answer each message; less than what was taken from the outbox is lent for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean(destroyMethod = "close")
    MllpPipeline mllpPipeline(GatewaySettings settings) {
        return new MllpPipeline(
                bundle(settings).createSslContext(),
                settings.maximumBytes(),
                settings.mllp().perMinute());
    }

    private static SslBundle bundle(GatewaySettings settings) {
        GatewaySettings.Keys keys = settings.keys();
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate(
                                HttpWiring.uri(keys.directory().resolve("tls.crt")))
                        .withPrivateKey(HttpWiring.uri(keys.directory().resolve("tls.key"))),
                PemSslStoreDetails.forCertificate(HttpWiring.uri(keys.authority()))));
    }

    @Bean
    MllpDoor mllpDoor(Admission admission, Clock clock, GatewaySettings settings) {
        return new MllpDoor(admission, clock, settings.mllp().lineFeeds());
    }

    @Bean(destroyMethod = "close")
    MllpCall mllpCall(GatewaySettings settings, SignedArea area, KeyCustody custody, Clock clock) {
        return new MllpCall(
                bundle(settings).getManagers().getKeyManagers(),
                new CertificateOwners(area, clock),
                covered -> custody.unwrap(covered, Closing.OUTBOX),
                PATIENCE);
    }
}
