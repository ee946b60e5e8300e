package org.marac.gateway.command;

import java.nio.file.Path;
import java.util.Optional;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.StorageSettings;
import picocli.CommandLine.Option;

/** The options of verbs that look into a gateway's state: a running one's, or a stopped one's data directory. */
final class Storehouse {
    @Option(names = "--data", description = "the gateway's data directory", defaultValue = "${GATEWAY_DATA:-data}")
    Path data = Path.of("data");

    @Option(names = "--database-url", description = "JDBC URL of the gateway's own PostgreSQL server")
    Optional<String> url = Optional.empty();

    @Option(names = "--database-user", defaultValue = "${GATEWAY_DATABASE_USER:-}")
    String user = "";

    @Option(names = "--database-password", defaultValue = "${GATEWAY_DATABASE_PASSWORD:-}")
    String password = "";

    Database attach() {
        return Database.attach(new StorageSettings(
                data, url.map(u -> new StorageSettings.Server(u, user, password)), Optional.empty(), 2));
    }
}
