package org.marac.gateway.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private server of one data directory: made once, started, stopped. It listens on the loopback address alone, with
 * a password, and only the gateway's own role, which is no superuser, can log in. The caller holds the data directory's lock.
 */
final class PostgresServer {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final String ROLE = "gateway";
    private static final int SECONDS = 120;
    private static final int PORTS_TO_TRY = 3;

    /** Durability is not negotiable here; the rest keeps memory modest and values out of the server's log. */
    private static final Map<String, String> SERVER_SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("shared_buffers", "64MB"),
            Map.entry("max_connections", "64"),
            Map.entry("max_wal_size", "1GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("wal_compression", "on"),
            Map.entry("autovacuum_naptime", "15s"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_min_error_statement", "panic"));

    private final PostgresPrograms programs;
    private final Path data;
    private final Path cluster;

    PostgresServer(PostgresPrograms programs, Path data) {
        this.programs = programs;
        this.data = data;
        this.cluster = data.resolve("postgres");
    }

    /** Starts the server, making its files first if there are none and stopping one that a killed gateway left behind. */
    StorageSettings.Server start() throws IOException {
        String password = new ServerPassword(data.resolve("postgres.password")).read();
        if (!Files.isDirectory(cluster)) {
            create(password);
        }
        endOrphan();
        return start(freePort(), password);
    }

    /** Starts a server that has died again: where it was, or on another port if that is taken by now. */
    StorageSettings.Server startAgain(int port) throws IOException {
        String password = new ServerPassword(data.resolve("postgres.password")).read();
        endOrphan();
        return start(port, password);
    }

    /** Whether it runs. */
    boolean runs() throws IOException {
        Optional<ProcessHandle> process = processNamedIn(cluster.resolve("postmaster.pid"));
        return process.isPresent() && serves(process.get());
    }

    private StorageSettings.Server start(int first, String password) throws IOException {
        IOException last = new IOException("PostgreSQL did not start");
        int port = first;
        for (int i = 0; i < PORTS_TO_TRY; i++) {
            try {
                run(
                        List.of(
                                "pg_ctl",
                                "start",
                                "-w",
                                "-s",
                                "-t",
                                "" + SECONDS,
                                "-D",
                                cluster.toString(),
                                "-l",
                                data.resolve("postgres.log").toString(),
                                "-o",
                                options(port)),
                        "");
                return new StorageSettings.Server("jdbc:postgresql://127.0.0.1:" + port + "/" + ROLE, ROLE, password);
            } catch (IOException e) {
                // Between finding a free port and listening on it, another program may have taken it.
                last = e;
                port = freePort();
            }
        }
        throw last;
    }

    /** Ends sessions and stops the server; what is committed is on disk. */
    void stop() throws IOException {
        run(List.of("pg_ctl", "stop", "-w", "-s", "-t", "" + SECONDS, "-m", "fast", "-D", cluster.toString()), "");
    }

    private void create(String password) throws IOException {
        Path staging = data.resolve("postgres.new");
        Directories.delete(staging);
        run(
                List.of(
                        "initdb",
                        "-D",
                        staging.toString(),
                        "-U",
                        "postgres",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--auth=reject",
                        "--no-instructions"),
                "");
        run(
                List.of("postgres", "--single", "-D", staging.toString(), "postgres"),
                "CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + password + "'\n" + "CREATE DATABASE " + ROLE + " OWNER "
                        + ROLE + "\n");
        Files.writeString(
                staging.resolve("pg_hba.conf"), "host " + ROLE + " " + ROLE + " 127.0.0.1/32 scram-sha-256\n");
        // Whole or not at all: a start that was killed half-way leaves only the staging directory.
        Files.move(staging, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A killed gateway leaves its server running; and a file naming a process that may by now be another program. */
    private void endOrphan() throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        Optional<ProcessHandle> process = processNamedIn(pidFile);
        if (process.isEmpty()) {
            Files.deleteIfExists(pidFile);
            return;
        }
        if (serves(process.get())) {
            LOG.warn("a database server left behind by a killed gateway is stopped first");
            stop();
        } else {
            LOG.warn("a stale postmaster.pid names a process that is not our server; the file is removed");
            Files.delete(pidFile);
        }
    }

    private static Optional<ProcessHandle> processNamedIn(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile, StandardCharsets.ISO_8859_1);
        if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
    }

    private boolean serves(ProcessHandle process) throws IOException {
        Path arguments = Path.of("/proc", "" + process.pid(), "cmdline");
        String line = Files.isReadable(arguments)
                ? Files.readString(arguments, StandardCharsets.ISO_8859_1).replace('\0', ' ')
                : process.info().commandLine().orElse("");
        String path = new String(cluster.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return line.contains("postgres") && line.contains(path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String options(int port) {
        StringBuilder options = new StringBuilder("-p " + port);
        SERVER_SETTINGS.forEach((name, value) ->
                options.append(" -c ").append(name).append("='").append(value).append('\''));
        return options.toString();
    }

    private void run(List<String> command, String input) throws IOException {
        List<String> line = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it does.
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(programs.program(command.get(0)).toString());
        line.addAll(command.subList(1, command.size()));
        Path output = Files.createTempFile(data, "postgres-", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(2L * SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " failed: " + lastLines(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + command.get(0), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(data, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                && "root".equals(System.getProperty("user.name"));
    }

    private static String lastLines(Path output) throws IOException {
        try (InputStream in = Files.newInputStream(output)) {
            byte[] text = in.readAllBytes();
            return new String(
                    text, Math.max(0, text.length - 1000), Math.min(1000, text.length), StandardCharsets.UTF_8);
        }
    }
}
