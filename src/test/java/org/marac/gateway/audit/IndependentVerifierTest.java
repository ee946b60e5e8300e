package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export before the Go authors' own code for Merkle logs, which shares nothing with this project. */
class IndependentVerifierTest {
    private static final Path SOURCE = Path.of("../shared/verify-log/main.go");

    @TempDir
    private static Path directory;

    private static Path program;

    private final Logs logs = Logs.fresh();

    @TempDir
    private Path work;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        assumeTrue(Files.exists(SOURCE), "Skipped: the source of verify-log is not at hand");
        assumeTrue(run(List.of("go", "version")).ok(), "Skipped: there is no Go compiler (apt-get install golang-go)");
        assumeTrue(
                Files.isDirectory(Path.of("/usr/share/gocode/src/golang.org/x/mod")),
                "Skipped: golang.org/x/mod is not installed (apt-get install golang-golang-x-mod-dev)");
        program = directory.resolve("verify-log");
        Answer built = run(List.of("go", "build", "-o", program.toString(), SOURCE.toString()));
        assertThat(built.ok()).as(built.text()).isTrue();
    }

    @Test
    void findsOurLogTrueAndConsistentWithOlderCheckpoints() throws IOException, InterruptedException {
        logs.append(Entries.day(300));
        SignedCheckpoint older = logs.publish(work, 300);
        logs.append(Entries.day(300, 700));
        logs.publish(work, 700);
        logs.export(work.resolve("export"));
        Files.writeString(work.resolve("older"), older.note());

        Answer answer = verify(work.resolve("export"), work.resolve("older"));
        assertThat(answer.ok()).as(answer.text()).isTrue();
        assertThat(answer.text()).contains("consistent with 300").contains("OK: 700 entries");
    }

    @Test
    void findsOurLogTrueAtSizesWhereTilesEnd() throws IOException, InterruptedException {
        int before = 0;
        for (int size : new int[] {1, 255, 256, 257, 512}) {
            logs.append(Entries.day(before, size));
            logs.publish(work, size);
            Path export = work.resolve("export-" + size);
            logs.export(export);

            assertThat(verify(export).text()).isEqualTo("OK: " + size + " entries\n");
            before = size;
        }
    }

    @Test
    void findsWhatWeFind() throws IOException, InterruptedException {
        logs.append(Entries.day(300));
        logs.publish(work, 300);
        Path export = work.resolve("export");
        logs.export(export);
        for (Path file : files(export.resolve("log"))) {
            byte[] bytes = Files.readAllBytes(file);
            byte[] flipped = bytes.clone();
            flipped[bytes.length / 2] ^= 1;
            Files.write(file, flipped);

            assertThat(verify(export).ok()).as("a bit flipped in " + file).isFalse();
            Files.write(file, bytes);
        }
        assertThat(verify(export).ok()).isTrue();
    }

    private static Answer verify(Path export, Path... older) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), export.resolve("log").toString()));
        Stream.of(older).map(Path::toString).forEach(command::add);
        return run(command);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Answer run(List<String> command) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GO111MODULE", "off",
                        "GOPATH", "/usr/share/gocode",
                        "GOFLAGS", "",
                        "GOCACHE", directory.resolve("go-cache").toString()));
        try {
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
            return new Answer(process.exitValue() == 0, text);
        } catch (IOException e) {
            return new Answer(false, String.valueOf(e.getMessage()));
        }
    }

    private record Answer(boolean ok, String text) {}
}
