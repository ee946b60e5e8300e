package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTest {
    private final Logs logs = Logs.fresh();

    @TempDir
    private Path directory;

    @Test
    void laysTheLogOutAsTheSpecificationSays() throws IOException {
        logs.append(Entries.day(600));
        SignedCheckpoint signed = logs.publish(directory, 600);
        Path export = directory.resolve("export");

        assertThat(logs.export(export)).isEqualTo(signed);
        assertThat(files(export).keySet())
                .containsExactly(
                        "README.txt",
                        "log/checkpoint",
                        "log/tile/0/000",
                        "log/tile/0/001",
                        "log/tile/0/002.p/88",
                        "log/tile/1/000.p/2",
                        "log/tile/entries/000",
                        "log/tile/entries/001",
                        "log/tile/entries/002.p/88",
                        "log/vkey");
        assertThat(Files.readString(export.resolve("log/checkpoint"))).isEqualTo(signed.note());
        assertThat(Files.readString(export.resolve("log/vkey")))
                .isEqualTo(logs.key.verifier().text() + "\n");
        assertThat(Files.size(export.resolve("log/tile/0/000"))).isEqualTo(8192);
    }

    @Test
    void theSameLogGivesTheSameFilesWithTheSameTimes() throws IOException {
        logs.append(Entries.day(300));
        logs.publish(directory, 300);
        logs.export(directory.resolve("one"));
        logs.export(directory.resolve("two"));

        assertThat(files(directory.resolve("one"))).isEqualTo(files(directory.resolve("two")));
        assertThat(Files.getLastModifiedTime(directory.resolve("one/log/tile/0")))
                .isEqualTo(FileTime.fromMillis(0));
    }

    @Test
    void leavesOutWhatNoCheckpointCovers() throws IOException {
        logs.append(Entries.day(300));
        logs.publish(directory, 300);
        logs.append(Entries.day(5));

        assertThat(logs.export(directory.resolve("export")).checkpoint().size()).isEqualTo(300);
        assertThat(directory.resolve("export/log/tile/entries/001.p/44")).exists();
        assertThat(verified(directory.resolve("export")).findings()).isEmpty();
    }

    @Test
    void exportsThePartialTilesOfItsCheckpointAndOlderCheckpointsOfTheSameHistory() throws IOException {
        int before = 0;
        for (int size : new int[] {1, 200, 4000, 4200}) {
            logs.append(Entries.day(before, size));
            logs.publish(directory, size);
            before = size;
        }
        Path export = directory.resolve("export");
        logs.export(export);

        assertThat(files(export.resolve("log/checkpoints"))).containsKey("4000").doesNotContainKey("4200");
        assertThat(verified(export).findings()).isEmpty();
    }

    @Test
    void writesIntoNoDirectoryThatHasALogAlready() {
        logs.append(Entries.day(5));
        logs.publish(directory, 5);
        Path export = directory.resolve("export");
        logs.export(export);

        assertThatThrownBy(() -> {
                    try (Connection connection = logs.source.getConnection()) {
                        new Export(logs.key.verifier()).write(connection, export);
                    }
                })
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 512, 1000})
    void whatItWritesIsFoundTrueAtAnySize(int size) {
        if (size > 0) {
            logs.append(Entries.day(size));
        }
        logs.publish(directory, size);
        logs.export(directory.resolve("export"));
        Verified verified = verified(directory.resolve("export"));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.entries()).isEqualTo(size);
    }

    @Test
    void theCommandsOfTheReadmeVerifyTheSignatureWithOpensslAlone() throws Exception {
        assumeTrue(runs(directory, "openssl version") == 0, "Skipped: there is no openssl");
        logs.append(Entries.day(7));
        logs.publish(directory, 7);
        Path export = directory.resolve("export");
        logs.export(export);
        String commands = Files.readString(export.resolve("README.txt"))
                .lines()
                .dropWhile(line -> !line.startsWith("  (c)"))
                .filter(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n"));

        assertThat(runs(export, "set -e\n" + commands)).isZero();
        String note = Files.readString(export.resolve("log/checkpoint"));
        Files.writeString(export.resolve("log/checkpoint"), note.replace("\n7\n", "\n8\n"));
        assertThat(runs(export, "set -e\n" + commands)).isNotZero();
    }

    private static int runs(Path directory, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Verified verified(Path export) {
        return new Verification(GateCheck.NONE, java.util.Optional.of(logs.key.verifier())).verify(export);
    }

    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                files.put(directory.relativize(file).toString(), bytes + Files.getLastModifiedTime(file));
            }
        }
        return files;
    }
}
