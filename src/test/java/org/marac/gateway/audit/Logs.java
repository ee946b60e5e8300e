package org.marac.gateway.audit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;

/** A real, empty log of a test's own: a database of one PostgreSQL that all tests of the room share. */
final class Logs {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String ORIGIN = "audit.wenbury.example/log/2026";

    final DataSource source;
    final LogKey key = LogKey.generate(ORIGIN);
    final PostgresAuditLog log = new PostgresAuditLog("0.1.0");

    private Logs(DataSource source) {
        this.source = source;
    }

    static Logs fresh() {
        String name = "log_" + NUMBER.incrementAndGet();
        run(Server.POSTGRES.getPostgresDatabase(), "CREATE DATABASE " + name + " TEMPLATE log_template");
        return new Logs(Server.POSTGRES.getDatabase("postgres", name));
    }

    List<Position> append(List<? extends Entry> entries) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            List<Position> positions = log.append(connection, entries);
            connection.commit();
            return positions;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A sequencer that remembers in the directory. */
    Sequencer sequencer(Path directory) {
        return new Sequencer(source::getConnection, key, directory.resolve("last-signed"));
    }

    /** Takes all entries into the tree. */
    SignedCheckpoint publish(Path directory, long size) {
        try (Sequencer sequencer = sequencer(directory)) {
            sequencer.start();
            return sequencer.awaitCheckpoint(size, Duration.ofSeconds(30));
        }
    }

    SignedCheckpoint export(Path directory) {
        try (Connection connection = source.getConnection()) {
            return new Export(key.verifier()).write(connection, directory);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What someone with power over the database would do. */
    void tamper(String sql) {
        run(source, "SET session_replication_role = replica; " + sql);
    }

    private static void run(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(
                                Path.of("target/postgres-programs").toFile())
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "100")
                        .start();
                run(postgres.getPostgresDatabase(), "CREATE DATABASE log_template");
                Path migration = Path.of("src/main/resources/db/migration/V10__audit.sql");
                run(
                        postgres.getDatabase("postgres", "log_template"),
                        Files.readString(migration, StandardCharsets.UTF_8));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
