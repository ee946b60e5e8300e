package org.marac.gateway.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The gateway as a process of its own, on ports and a data directory of its own: it can be asked, stopped and killed. */
public final class RunningGateway implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path data;
    private final List<String> settings;
    private final int fhirPort;
    private final int amqpPort;
    private final int corePort;
    private final int stompPort;
    private final int managementPort;
    private final int peoplePort;
    private final int filesPort;
    private final int mllpPort;
    private final Path log;
    private @Nullable Process process;

    private RunningGateway(Path data, List<String> settings) {
        this.data = data;
        this.settings = List.copyOf(settings);
        this.fhirPort = Ports.free();
        this.amqpPort = Ports.free();
        this.corePort = Ports.free();
        this.stompPort = Ports.free();
        this.managementPort = Ports.free();
        this.peoplePort = Ports.free();
        this.filesPort = Ports.free();
        this.mllpPort = Ports.free();
        this.log = data.resolveSibling(data.getFileName() + ".log");
    }

    /** One that has ports, but was not launched yet. */
    public static RunningGateway on(Path data, String... settings) {
        return new RunningGateway(data, List.of(settings));
    }

    /** Starts it on the data directory and waits for readiness. */
    public static RunningGateway start(Path data, String... settings) {
        RunningGateway gateway = on(data, settings);
        gateway.start();
        return gateway;
    }

    /** Starts it again, after a stop or a kill, on the same ports and data. */
    public void start() {
        launch();
        try {
            awaitReady();
        } catch (RuntimeException e) {
            // Nothing else would end it, and it holds ports and memory.
            process().destroyForcibly();
            throw e;
        }
    }

    /** Starts the process without waiting for readiness. */
    public void launch() {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                // Tests start it often and measure nothing: quick to start beats quick in the end.
                "-XX:TieredStopAtLevel=1",
                // The key stores of its TLS contexts are in memory only.
                "-Dkeystore.pkcs12.keyPbeIterationCount=1",
                "-Djava.io.tmpdir=" + temporary()));
        command.addAll(ClassArchive.options());
        command.addAll(List.of(
                "org.marac.gateway.GatewayApplication",
                "--gateway.data=" + data,
                "--gateway.fhir.port=" + fhirPort,
                "--gateway.broker.amqp-port=" + amqpPort,
                "--gateway.broker.core-port=" + corePort,
                "--gateway.broker.stomp-port=" + stompPort,
                "--gateway.people.port=" + peoplePort,
                "--gateway.files.port=" + filesPort,
                "--gateway.mllp.port=" + mllpPort,
                "--management.server.port=" + managementPort));
        command.addAll(settings);
        try {
            Files.createDirectories(temporary());
            DatabasePrograms.lend(data.resolve("programs"));
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until readiness answers 200. */
    public void awaitReady() {
        try {
            Awaitility.await("readiness")
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !process().isAlive() || readiness() == 200);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("The gateway is not ready in time:\n" + tail(), e);
        }
        if (!process().isAlive()) {
            throw new IllegalStateException("The gateway ended while starting:\n" + tail());
        }
        DatabasePrograms.keep(data.resolve("programs"));
        ClassArchive.ready();
    }

    /** The Java that runs the tests. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The HTTP status of readiness now; 0 when nothing answers. */
    public int readiness() {
        return asked("health/readiness").map(HttpResponse::statusCode).orElse(0);
    }

    /** What health says now of one of its parts; empty when nothing answers. */
    public String health(String part) {
        return asked("health/" + part).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> asked(String path) {
        try {
            return Optional.of(HTTP.send(
                    HttpRequest.newBuilder(management(path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A management address. */
    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + "/actuator/" + path);
    }

    /** {@code kill -9}. */
    public void kill() {
        process().destroyForcibly();
        await();
    }

    /** {@code kill -9} of the embedded database: its postmaster and every server process. Nothing if none runs. */
    public void killDatabase() {
        List<ProcessHandle> servers = database().stream()
                .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                .toList();
        servers.forEach(ProcessHandle::destroyForcibly);
        servers.forEach(server -> server.onExit().join());
    }

    /** Kills the embedded database, and keeps its programs away so that it cannot be started again. */
    public void takeDatabaseAway() {
        move("programs", "programs-away");
        killDatabase();
    }

    /** Gives the database back its programs. */
    public void giveDatabaseBack() {
        move("programs-away", "programs");
    }

    private void move(String from, String to) {
        try {
            Files.move(data.resolve(from), data.resolve(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The embedded database's postmaster, while one runs. */
    public Optional<ProcessHandle> database() {
        try {
            return Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid")).stream()
                    .limit(1)
                    .map(line -> Long.parseLong(line.strip()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(ProcessHandle::isAlive)
                    .filter(postmaster -> postmaster.info().command().orElse("").endsWith("postgres"))
                    .findFirst();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a process that is expected to end by itself; its exit status. */
    public int awaitEnd() {
        await();
        return process().exitValue();
    }

    /** What the application log says so far. */
    public String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An orderly stop. */
    public void stop() {
        process().destroy();
        await();
    }

    private void await() {
        try {
            if (!process().waitFor(60, TimeUnit.SECONDS)) {
                process().destroyForcibly();
                throw new IllegalStateException("The gateway did not end within a minute:\n" + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Path data() {
        return data;
    }

    /** The gateway's own directory for temporary files. */
    public Path temporary() {
        return data.resolveSibling(data.getFileName() + ".tmp");
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The application log. */
    public Path log() {
        return log;
    }

    public int peoplePort() {
        return peoplePort;
    }

    public int filesPort() {
        return filesPort;
    }

    public int mllpPort() {
        return mllpPort;
    }

    public int fhirPort() {
        return fhirPort;
    }

    public int amqpPort() {
        return amqpPort;
    }

    public int corePort() {
        return corePort;
    }

    public int stompPort() {
        return stompPort;
    }

    public long pid() {
        return process().pid();
    }

    @Override
    public void close() {
        if (isAlive()) {
            stop();
        }
    }

    private Process process() {
        return Objects.requireNonNull(process, "not launched");
    }

    private String tail() {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
