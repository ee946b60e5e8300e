package org.marac.gateway.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.marac.gateway.command.CommandLineTool;

/** Programs that are not ours, and our own in a process of its own. */
public final class Programs {
    private static final int PATIENCE_SECONDS = 120;

    private Programs() {}

    /**
     * How a program ended.
     *
     * @param status its exit status
     * @param said all it wrote
     */
    public record Ended(int status, String said) {}

    /** Whether the program is on the path. */
    public static boolean has(String program) {
        try {
            Process process = new ProcessBuilder("sh", "-c", "command -v \"$1\"", "sh", program)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program in the directory and waits for its end. */
    public static Ended run(Path directory, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " did not end:\n" + said);
            }
            return new Ended(process.exitValue(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program in the project's directory. */
    public static Ended run(String... command) {
        return run(Path.of("").toAbsolutePath(), List.of(command));
    }

    /**
     * Runs the gateway's own command line, as {@code java -jar marac-gateway.jar} with these arguments would, but in this
     * process: to start another takes longer than most verbs.
     */
    public static synchronized Ended gateway(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream here = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(here);
            System.setErr(here);
            return new Ended(CommandLineTool.run(arguments), said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** What stands for {@code java -jar marac-gateway.jar} where the jar is not made yet. */
    public static List<String> gatewayCommand() {
        List<String> command = new ArrayList<>(
                List.of(RunningGateway.java(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(ClassArchive.commandOptions());
        command.add("org.marac.gateway.GatewayApplication");
        return command;
    }
}
