package org.marac.gateway.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where is everything kept? The one PostgreSQL database: a private embedded server below the data directory, or a
 * server of one's own. Closing it stops an embedded server that this object started.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int IDLE = 4;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final HikariDataSource source;
    private final Transactions transactions;
    private final Optional<Embedded> embedded;

    private Database(HikariDataSource source, Optional<Embedded> embedded) {
        this.source = source;
        this.transactions = new Transactions(source);
        this.embedded = embedded;
    }

    /**
     * For the gateway: starts the embedded server where none is configured, brings the tables up to date, and checks
     * that a commit is durable.
     *
     * @throws StorageUnavailable the server cannot be started or reached, another gateway runs on this data directory,
     *     or the server does not keep what it commits
     */
    public static Database start(StorageSettings settings) {
        if (settings.server().isPresent()) {
            return opened(settings.server().get(), settings.connections(), Optional.empty(), true);
        }
        Embedded embedded = Embedded.start(settings)
                .orElseThrow(() -> new StorageUnavailable(
                        "Another gateway runs on this data directory; one data directory serves one gateway"));
        return opened(embedded.server(), settings.connections(), Optional.of(embedded), true);
    }

    /**
     * For the command line: the configured server, or the running gateway's embedded server, or the embedded server
     * started for this purpose on a stopped gateway's data directory. Changes no tables.
     *
     * @throws StorageUnavailable there is no database, or it cannot be reached
     */
    public static Database attach(StorageSettings settings) {
        if (settings.server().isPresent()) {
            return opened(settings.server().get(), 2, Optional.empty(), false);
        }
        if (!Files.isDirectory(settings.data().resolve("postgres"))) {
            throw new StorageUnavailable("There is no database in this data directory");
        }
        Optional<Embedded> embedded = Embedded.start(settings);
        StorageSettings.Server server = embedded.map(Embedded::server).orElseGet(() -> Embedded.running(settings));
        return opened(server, 2, embedded, false);
    }

    /** How work is written and read. */
    public Transactions transactions() {
        return transactions;
    }

    /** The connections, for health and metrics. */
    public DataSource source() {
        return source;
    }

    @Override
    public void close() {
        source.close();
        embedded.ifPresent(Embedded::close);
    }

    private static Database opened(
            StorageSettings.Server server, int connections, Optional<Embedded> embedded, boolean migrate) {
        HikariDataSource source = null;
        try {
            PGSimpleDataSource address = address(server);
            embedded.ifPresent(own -> own.onMoved(again -> address.setPortNumbers(new int[] {again.port()})));
            source = pool(address, connections);
            if (migrate) {
                requireDurable(source);
                migrate(source);
            }
            return new Database(source, embedded);
        } catch (SQLException | FlywayException | HikariPool.PoolInitializationException | StorageUnavailable e) {
            if (source != null) {
                source.close();
            }
            embedded.ifPresent(Embedded::close);
            throw e instanceof StorageUnavailable ours
                    ? ours
                    : new StorageUnavailable("The database cannot be reached or prepared", e);
        }
    }

    private static HikariDataSource pool(PGSimpleDataSource server, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("gateway");
        config.setDataSource(server);
        config.setMaximumPoolSize(connections);
        // Each connection is a server process and a password's thousands of digests; the rest come when there is work.
        config.setMinimumIdle(Math.min(IDLE, connections));
        config.setConnectionTimeout(CONNECT.toMillis());
        return new HikariDataSource(config);
    }

    private static PGSimpleDataSource address(StorageSettings.Server server) {
        PGSimpleDataSource address = new PGSimpleDataSource();
        address.setURL(server.url());
        address.setUser(server.user());
        address.setPassword(server.password());
        address.setApplicationName("marac-gateway");
        address.setConnectTimeout((int) CONNECT.toSeconds());
        // A server that hangs is a server that cannot: no thread waits for ever.
        address.setSocketTimeout(60);
        address.setTcpKeepAlive(true);
        // The detail of an error quotes values.
        address.setLogServerErrorDetail(false);
        // Everything is looked up by key, so one plan fits all values: nothing is planned again for every message.
        address.setOptions("-c default_transaction_isolation=read\\ committed -c TimeZone=UTC"
                + " -c plan_cache_mode=force_generic_plan");
        return address;
    }

    private static void requireDurable(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('fsync'), current_setting('synchronous_commit')")) {
            row.next();
            if (!"on".equals(row.getString(1)) || "off".equals(row.getString(2))) {
                throw new StorageUnavailable(
                        "The database server does not keep what it commits: fsync and synchronous_commit must be on");
            }
        }
    }

    private static void migrate(DataSource source) {
        // Each room numbers its own tables, so a room's new migration may stand below another's that already ran.
        int done = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .outOfOrder(true)
                .load()
                .migrate()
                .migrationsExecuted;
        LOG.info("database ready, {} migrations run", done);
    }
}
