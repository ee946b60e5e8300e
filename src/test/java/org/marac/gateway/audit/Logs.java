package org.marac.gateway.audit;

import com.zaxxer.hikari.HikariDataSource;
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
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;
import org.postgresql.ds.PGSimpleDataSource;

/** A real, empty log of a test's own: a schema of the PostgreSQL that all tests of the run share. */
final class Logs {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Path MIGRATION = Path.of("src/main/resources/db/migration/V10__audit.sql");
    private static final String ORIGIN = "audit.wenbury.example/log/2026";

    final DataSource source;
    final LogKey key = LogKey.generate(ORIGIN);
    final PostgresAuditLog log = new PostgresAuditLog("0.1.0");

    private Logs(DataSource source) {
        this.source = source;
    }

    static Logs fresh() {
        return new Logs(schema("log_" + NUMBER.incrementAndGet()));
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
        run(
                source,
                "ALTER TABLE audit_entry DISABLE TRIGGER USER; ALTER TABLE audit_checkpoint DISABLE TRIGGER USER; "
                        + sql);
    }

    private static void run(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A schema of the database all tests of the run share, with the tables of the log in it. */
    private static DataSource schema(String name) {
        HikariDataSource shared = (HikariDataSource) Databases.shared().source();
        run(shared, "CREATE SCHEMA " + name);
        PGSimpleDataSource address = (PGSimpleDataSource) shared.getDataSource();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(address.getURL());
        source.setUser(address.getUser());
        source.setPassword(address.getPassword());
        source.setCurrentSchema(name);
        try {
            run(source, Files.readString(MIGRATION, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return source;
    }
}
