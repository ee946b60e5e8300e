package org.marac.gateway.wiring;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;

/**
 * Where an HTTP server of the gateway has its own few files: always the same place in the data directory. Of itself each would
 * make new ones among the machine's temporary files at every start, and a gateway that is killed removes none.
 */
final class HttpPlace {
    private HttpPlace() {}

    /** Gives it one. */
    static void give(TomcatServletWebServerFactory factory, GatewaySettings settings, String server) {
        Path place = settings.data().resolve("http").resolve(server);
        factory.setBaseDirectory(folder(place));
        // Nothing is served from it; there has to be one.
        factory.setDocumentRoot(folder(place.resolve("empty")));
    }

    private static File folder(Path path) {
        try {
            return Files.createDirectories(path.toAbsolutePath()).toFile();
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory cannot be written", e);
        }
    }
}
