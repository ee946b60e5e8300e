package org.marac.gateway.wiring;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.console.PeopleApi;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;

/**
 * The people's HTTPS: a web server of its own. No path of the agencies' door is here and none of this is there, and nobody
 * needs a client certificate.
 */
final class PeopleServer implements AutoCloseable {
    private static final int SLOWEST_MS = 10_000;
    private static final int MOST_BYTES = 65_536;

    private final GatewaySettings settings;
    private final PeopleApi api;
    private @Nullable WebServer server;

    PeopleServer(GatewaySettings settings, PeopleApi api) {
        this.settings = settings;
        this.api = api;
    }

    /** Starts to answer. */
    void start() {
        TomcatServletWebServerFactory factory =
                new TomcatServletWebServerFactory(settings.people().port());
        HttpPlace.give(factory, settings, "people");
        factory.setAddress(address());
        factory.setSsl(https());
        factory.setRegisterDefaultServlet(false);
        factory.addConnectorCustomizers(connector -> {
            connector.setProperty("connectionTimeout", Integer.toString(SLOWEST_MS));
            connector.setProperty("maxSwallowSize", Integer.toString(MOST_BYTES));
            connector.setProperty("server", "");
        });
        WebServer made = factory.getWebServer(
                context -> context.addServlet("people", api).addMapping("/api/*"));
        server = made;
        try {
            made.start();
        } catch (WebServerException e) {
            // Its threads would keep alive a program that does not run.
            close();
            throw e;
        }
    }

    /** Where it answers. */
    int port() {
        return Objects.requireNonNull(server).getPort();
    }

    @Override
    public void close() {
        WebServer running = server;
        if (running != null) {
            running.stop();
            running.destroy();
        }
    }

    private Ssl https() {
        Ssl ssl = new Ssl();
        ssl.setCertificate(uri(settings.people().certificate()));
        ssl.setCertificatePrivateKey(uri(settings.people().key()));
        ssl.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return ssl;
    }

    private InetAddress address() {
        return HttpWiring.address(settings.host());
    }

    private static String uri(Path path) {
        return path.toAbsolutePath().toUri().toString();
    }
}
