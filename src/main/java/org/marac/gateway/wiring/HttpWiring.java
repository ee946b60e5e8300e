package org.marac.gateway.wiring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.marac.gateway.intake.FhirDoor;
import org.marac.gateway.intake.FhirServer;
import org.marac.gateway.intake.HttpShare;
import org.marac.gateway.intake.RestDoor;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The agencies' HTTPS: mutual TLS, a servlet for each of its doors. */
@Configuration(proxyBeanMethods = false)
class HttpWiring {
    private static final int SLOWEST_MS = 10_000;
    /** Bytes of what nobody sends: each may come as slowly as the last. */
    private static final String SMALL = "256";
    /** Each takes some 70 kB of memory from its handshake on. */
    private static final String MOST_CONNECTIONS = "2000";

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> agenciesHttps(GatewaySettings settings) {
        return factory -> {
            HttpPlace.give(factory, settings, "agencies");
            factory.setPort(settings.fhir().port());
            factory.setAddress(address(settings.host()));
            factory.setSsl(mutualTls(settings.keys()));
            factory.addEngineValves(new UnreadBodies());
            factory.addConnectorCustomizers(connector -> {
                connector.setProperty("connectionTimeout", Integer.toString(SLOWEST_MS));
                connector.setProperty("maxExtensionSize", SMALL);
                connector.setProperty("maxTrailerSize", SMALL);
                connector.setProperty("maxConnections", MOST_CONNECTIONS);
                connector.setProperty("server", "");
            });
        };
    }

    @Bean
    ServletRegistrationBean<FhirServer> fhir(FhirDoor door) {
        ServletRegistrationBean<FhirServer> registration =
                new ServletRegistrationBean<>(new FhirServer(door), "/fhir/*");
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    ServletRegistrationBean<RestDoor> rest(RestDoor door) {
        return new ServletRegistrationBean<>(door, "/api/v1/*");
    }

    @Bean
    FilterRegistrationBean<HttpShare> share(GatewaySettings settings) {
        return new FilterRegistrationBean<>(new HttpShare(settings.maximumBytes()));
    }

    private static Ssl mutualTls(GatewaySettings.Keys keys) {
        Ssl ssl = new Ssl();
        ssl.setCertificate(uri(keys.directory().resolve("tls.crt")));
        ssl.setCertificatePrivateKey(uri(keys.directory().resolve("tls.key")));
        ssl.setTrustCertificate(uri(keys.authority()));
        ssl.setClientAuth(Ssl.ClientAuth.NEED);
        ssl.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return ssl;
    }

    /** The gateway's own certificate and key, and whom it trusts, for what is not the servlets'. */
    static SslBundle bundle(GatewaySettings.Keys keys) {
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate(uri(keys.directory().resolve("tls.crt")))
                        .withPrivateKey(uri(keys.directory().resolve("tls.key"))),
                PemSslStoreDetails.forCertificate(uri(keys.authority()))));
    }

    static String uri(Path path) {
        return path.toAbsolutePath().toUri().toString();
    }

    static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("gateway.host is not a name of this machine", e);
        }
    }
}
