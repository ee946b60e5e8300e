package org.marac.gateway.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.kit.SftpClient;

/**
 * A CSV file of 100,000 rows, each a referral, from the upload to the last receipt, in a gateway whose heap is 400 MiB
 * ({@code -Dfiles.rows} for another number).
 */
@Tag("benchmark")
class FilesVolumeIT {
    private static final int ROWS = Integer.getInteger("files.rows", 100_000);
    private static final String AGENCY = "wenbury-hospital";
    private static final String CHANNEL = "{door: files, sends: true, receives: false, assurance: channel}";

    @TempDir
    Path directory;

    @Test
    void aHundredThousandRowsAreAnsweredInBoundedMemory() throws IOException {
        assumeTrue(Programs.has("sftp"), "There is no OpenSSH sftp here");
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        Path area = HeldArea.in(directory, text -> HeldArea.withChannel(text, AGENCY, CHANNEL));
        try (RunningGateway gateway =
                RunningGateway.start(directory.resolve("data"), "--gateway.protocol.directory=" + area)) {
            SftpClient sftp = new SftpClient(directory.resolve("sftp"), gateway.filesPort(), gateway.data());
            Path table = table();
            Instant start = Instant.now();
            assertThat(sftp.upload(AGENCY, table, "all.csv").status()).isZero();
            Path answer =
                    gateway.data().resolve("files/agencies").resolve(AGENCY).resolve("out/all.csv.ack.csv");
            Awaitility.await()
                    .atMost(Duration.ofHours(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Files.exists(answer) || !gateway.isAlive());

            List<String> lines = Files.readAllLines(answer);
            long seconds = Duration.between(start, Instant.now()).toSeconds();
            assertThat(lines).hasSize(ROWS + 1);
            assertThat(lines.stream().skip(1)).allMatch(line -> line.contains(",accepted,no,"));
            Files.writeString(
                    Files.createDirectories(Path.of("target")).resolve("files-volume.txt"),
                    ROWS + " rows in " + seconds + " s, heap -Xmx400m, resident at most " + resident(gateway)
                            + " KiB\n");
        }
    }

    private static String resident(RunningGateway gateway) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(gateway.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .findFirst()
                .orElse("?");
    }

    private Path table() throws IOException {
        Path table = directory.resolve("all.csv");
        try (BufferedWriter out = Files.newBufferedWriter(table)) {
            out.write("Referral reference,Date of Referral,Referred By Name,Victim name,Victim DOB,Alleged perpetrator,"
                    + "Professional judgement,Rationale,Does the client consent to this referral\n");
            for (int i = 0; i < ROWS; i++) {
                out.write("ref-" + i + ",2026-11-19,Imogen Tallis,Vic" + word(i) + " TIM" + word(i) + ","
                        + (1950 + i % 55) + "-0" + (1 + i % 9) + "-1" + i % 10 + ",Per" + word(i) + " PETRATOR"
                        + word(i) + ",Yes,control that grows,Yes\n");
            }
        }
        return table;
    }

    /** A number in letters, so that no two people are alike. */
    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        for (int left = number + 26; left > 0; left /= 26) {
            word.append((char) ('a' + left % 26));
        }
        return word.toString();
    }
}
