package org.marac.gateway.storage;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the database is.
 *
 * @param data the gateway's data directory; the embedded server keeps {@code postgres/} in it
 * @param server a PostgreSQL server of one's own; empty runs a private embedded one
 * @param programs where to unpack the embedded server's programs; empty means in the data directory
 * @param connections how many connections at most, 2 or more
 */
public record StorageSettings(Path data, Optional<Server> server, Optional<Path> programs, int connections) {
    public StorageSettings {
        data = data.toAbsolutePath().normalize();
        programs = programs.map(p -> p.toAbsolutePath().normalize());
        if (connections < 2) {
            throw new IllegalArgumentException("The gateway needs at least 2 database connections");
        }
    }

    /** The embedded server in this data directory. */
    public static StorageSettings embedded(Path data) {
        return new StorageSettings(data, Optional.empty(), Optional.empty(), 16);
    }

    /**
     * How to reach a server.
     *
     * @param url a {@code jdbc:postgresql:} URL
     * @param user a role that owns the database and is not a superuser
     * @param password its password
     */
    public record Server(String url, String user, String password) {
        public Server {
            if (!url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException("The database URL begins with jdbc:postgresql:");
            }
        }

        /** The port the URL names. */
        int port() {
            return URI.create(url.substring("jdbc:".length())).getPort();
        }

        @Override
        public String toString() {
            // Never the password, not even in a stack trace or a settings dump.
            return "Server[" + url + ", " + user + "]";
        }
    }
}
