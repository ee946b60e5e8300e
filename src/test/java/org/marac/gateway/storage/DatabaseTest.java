package org.marac.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.DatabasePrograms;
import org.marac.gateway.kit.Databases;

class DatabaseTest {
    @TempDir
    Path data;

    @Test
    void anotherUserWithoutThePasswordCannotLogIn() throws IOException {
        try (Database ignored = Database.start(Databases.in(data))) {
            StorageSettings.Server server = Embedded.running(Databases.in(data));
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "postgres", server.password()))
                    .isInstanceOf(SQLException.class);
            assertThat(permissions("postgres.properties")).isEqualTo("rw-------");
            assertThat(permissions("postgres.password")).isEqualTo("rw-------");
        }
    }

    @Test
    void theGatewaysRoleIsNoSuperuserAndItsServerKeepsWhatItCommits() {
        try (Database database = Database.start(Databases.in(data))) {
            assertThat(text(database, "select rolsuper::text from pg_roles where rolname = current_user"))
                    .isEqualTo("false");
            assertThat(text(database, "select current_setting('fsync')")).isEqualTo("on");
            assertThat(text(database, "select current_setting('synchronous_commit')"))
                    .isEqualTo("on");
            assertThat(text(database, "select current_setting('full_page_writes')"))
                    .isEqualTo("on");
            assertThat(text(database, "select current_setting('listen_addresses')"))
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aSecondGatewayOnTheSameDataDirectoryIsRefused() {
        try (Database ignored = Database.start(Databases.in(data))) {
            assertThatThrownBy(() -> Database.start(Databases.in(data)))
                    .isInstanceOf(StorageUnavailable.class)
                    .hasMessageContaining("Another gateway");
        }
    }

    @Test
    void aServerThatCannotBeReachedIsAFailure() {
        StorageSettings settings = new StorageSettings(
                data,
                Optional.of(new StorageSettings.Server("jdbc:postgresql://127.0.0.1:1/none", "none", "none")),
                Optional.empty(),
                2);
        assertThatThrownBy(() -> Database.start(settings)).isInstanceOf(StorageUnavailable.class);
    }

    @Test
    void theCommandLineReadsBesideARunningGatewayAndAfterIt() {
        try (Database gateway = Database.start(Databases.in(data))) {
            write(gateway, "kept");
            try (Database beside = Database.attach(Databases.in(data))) {
                assertThat(text(beside, "select word from kept")).isEqualTo("kept");
            }
            assertThat(text(gateway, "select word from kept")).isEqualTo("kept");
        }
        try (Database after = Database.attach(Databases.in(data))) {
            assertThat(text(after, "select word from kept")).isEqualTo("kept");
        }
    }

    @Test
    void thereIsNothingToAttachToInAnEmptyDirectory() {
        assertThatThrownBy(() -> Database.attach(Databases.in(data))).isInstanceOf(StorageUnavailable.class);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aServerLeftBehindByAKilledGatewayIsStoppedAndItsDataKept() throws IOException {
        PostgresServer orphan = new PostgresServer(
                PostgresPrograms.in(Path.of("target/postgres-programs").toAbsolutePath()), data);
        StorageSettings.Server first = orphan.start();
        StorageSettings external = new StorageSettings(data, Optional.of(first), Optional.empty(), 2);
        try (Database database = Database.start(external)) {
            write(database, "kept");
        }

        try (Database database = Database.start(Databases.in(data))) {
            assertThat(text(database, "select word from kept")).isEqualTo("kept");
            assertThatThrownBy(() -> DriverManager.getConnection(first.url(), first.user(), first.password()))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aServerKilledInTheMiddleRecovers() throws IOException {
        PostgresServer killed = new PostgresServer(
                PostgresPrograms.in(Path.of("target/postgres-programs").toAbsolutePath()), data);
        StorageSettings.Server first = killed.start();
        try (Database database = Database.start(new StorageSettings(data, Optional.of(first), Optional.empty(), 2))) {
            write(database, "kept");
        }
        kill();

        try (Database database = Database.start(Databases.in(data))) {
            assertThat(text(database, "select word from kept")).isEqualTo("kept");
        }
    }

    @Test
    void aServerThatDiesUnderTheGatewayIsStartedAgainWithAllItKept() throws IOException {
        try (Database database = Database.start(Databases.in(data))) {
            write(database, "kept");

            kill();

            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .ignoreException(StorageUnavailable.class)
                    .untilAsserted(() ->
                            assertThat(text(database, "select word from kept")).isEqualTo("kept"));
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void aServerWhosePortIsTakenMeanwhileIsFoundOnAnother() throws IOException {
        StorageSettings settings = StorageSettings.embedded(data);
        Path programs = data.resolve("programs");
        Path away = data.resolve("programs-away");
        DatabasePrograms.lend(programs);
        try (Database database = Database.start(settings)) {
            write(database, "kept");
            int port = Embedded.running(settings).port();
            Files.move(programs, away);

            kill();

            try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                Files.move(away, programs);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .ignoreException(StorageUnavailable.class)
                        .untilAsserted(() -> assertThat(text(database, "select word from kept"))
                                .isEqualTo("kept"));
                assertThat(Embedded.running(settings).port()).isNotEqualTo(taken.getLocalPort());
            }
        }
    }

    @Test
    void aStaleProcessFileThatNamesAnotherProgramDoesNotStopTheStart() throws IOException {
        try (Database database = Database.start(Databases.in(data))) {
            write(database, "kept");
        }
        Files.writeString(
                data.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + data.resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n");
        try (Database database = Database.start(Databases.in(data))) {
            assertThat(text(database, "select word from kept")).isEqualTo("kept");
        }
    }

    @Test
    void aFirstStartThatWasKilledHalfWayIsBegunAgain() throws IOException {
        Files.createDirectories(data.resolve("postgres.new/base"));
        Files.writeString(data.resolve("postgres.new/PG_VERSION"), "17\n");
        try (Database database = Database.start(Databases.in(data))) {
            assertThat(text(database, "select current_user::text")).isEqualTo("gateway");
        }
        assertThat(data.resolve("postgres.new")).doesNotExist();
    }

    /** As the system does when it is out of memory. */
    private void kill() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                                .get(0)))
                .orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    private static void write(Database database, String word) {
        database.transactions().write(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("create table kept (word text)");
                return statement.executeUpdate("insert into kept values ('" + word + "')");
            }
        });
    }

    private static String text(Database database, String query) {
        return database.transactions().read(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(query)) {
                row.next();
                return row.getString(1);
            }
        });
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
    }
}
