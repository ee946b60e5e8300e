package org.marac.gateway.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.marac.gateway.kit.ClassArchive;
import org.marac.gateway.kit.Ports;

/** The gateway's process, as an operator would start it, and its database's. */
final class HostedProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final PrintWriter in;
    private final Path data;
    private final int amqpPort;
    private final int httpsPort;
    private final int mllpPort;
    private final int filesPort;
    private final int stompPort;

    HostedProcess(Path data, String... settings) throws IOException {
        this.data = data;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx400m", "-XX:+UseSerialGC"));
        command.addAll(List.of(System.getProperty("benchmark.jvm", "").split(" ")));
        command.removeIf(String::isBlank);
        this.amqpPort = Ports.free();
        this.httpsPort = Ports.free();
        this.mllpPort = Ports.free();
        this.filesPort = Ports.free();
        this.stompPort = Ports.free();
        command.addAll(List.of(
                "-cp",
                ClassArchive.classPath() + File.pathSeparator + Path.of("target", "test-classes"),
                HostedGateway.class.getName(),
                "--gateway.data=" + data,
                "--gateway.fhir.port=" + httpsPort,
                "--gateway.broker.amqp-port=" + amqpPort,
                "--gateway.broker.core-port=" + Ports.free(),
                "--gateway.broker.stomp-port=" + stompPort,
                "--gateway.people.port=" + Ports.free(),
                "--gateway.files.port=" + filesPort,
                "--gateway.mllp.port=" + mllpPort,
                "--management.server.port=" + Ports.free()));
        command.addAll(List.of(settings));
        this.process = new ProcessBuilder(command)
                .redirectError(data.resolveSibling("gateway.err").toFile())
                .start();
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        await(HostedGateway.READY);
    }

    int amqpPort() {
        return amqpPort;
    }

    int httpsPort() {
        return httpsPort;
    }

    int mllpPort() {
        return mllpPort;
    }

    int filesPort() {
        return filesPort;
    }

    int stompPort() {
        return stompPort;
    }

    Path data() {
        return data;
    }

    Usage usage() {
        return Usage.of(process.pid());
    }

    Usage compilerUsage() {
        return Usage.ofCompiler(process.pid());
    }

    Usage databaseUsage() throws IOException {
        return Usage.ofTree(
                Long.parseLong(Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"))
                        .get(0)));
    }

    long peakMegabytes() {
        return Usage.peakMegabytes(process.pid());
    }

    /** Messages a second, and milliseconds of processor time per message. */
    double[] floor(int threads, int count) throws IOException {
        in.println(threads + " " + count);
        String[] words = await("FLOOR").split(" ");
        return new double[] {Double.parseDouble(words[1]), Double.parseDouble(words[2])};
    }

    @Override
    public void close() throws IOException, InterruptedException {
        in.println("end");
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private String await(String word) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
            System.out.println(line);
        }
        throw new IllegalStateException("The gateway ended");
    }
}
