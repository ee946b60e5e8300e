package org.marac.gateway.wiring;

import java.time.Clock;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.intake.MllpDoor;
import org.marac.gateway.intake.MllpPipeline;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HL7 v2 door: its TLS is that of the agencies' HTTPS. */
@Configuration(proxyBeanMethods = false)
class MllpWiring {

    @Bean(destroyMethod = "close")
    MllpPipeline mllpPipeline(GatewaySettings settings) {
        GatewaySettings.Keys keys = settings.keys();
        SslBundle bundle = SslBundle.of(new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate(
                                HttpWiring.uri(keys.directory().resolve("tls.crt")))
                        .withPrivateKey(HttpWiring.uri(keys.directory().resolve("tls.key"))),
                PemSslStoreDetails.forCertificate(HttpWiring.uri(keys.authority()))));
        return new MllpPipeline(bundle.createSslContext(), settings.maximumBytes());
    }

    @Bean
    MllpDoor mllpDoor(Admission admission, Clock clock, GatewaySettings settings) {
        return new MllpDoor(admission, clock, settings.mllp().lineFeeds());
    }
}
