package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.format.Splitter;
import org.marac.gateway.intake.DoorRooms;
import org.marac.gateway.intake.RealSplitting;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.kit.Tables;
import org.marac.gateway.kit.Ticking;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;

/** A finished file is answered once and whole, whatever happens on the way, and is only then gone. */
@Timeout(60)
class FilesDoorTest {
    private static final AgencyId AGENCY = new AgencyId("wenbury-housing");
    private static final int MAXIMUM = 4 * 1024 * 1024;

    @TempDir
    Path directory;

    private final DoorRooms behind = new DoorRooms();
    private final Ticking clock = new Ticking(Instant.parse("2026-11-21T20:00:00Z"));
    private Folders folders;

    @BeforeEach
    void empty() throws IOException {
        folders = new Folders(directory, UploadsTest.KEYS, clock);
        folders.home(AGENCY);
    }

    @Test
    void aWorkbookOfWhichOneRowCouldNotBeTakenIsGoneOnWithAndNotRefused() throws IOException {
        uploaded(
                "a.xlsx",
                Tables.workbook(List.of(
                        List.of("Victim name"),
                        List.of("Ada OKAFOR"),
                        List.of("Eve OKAFOR"),
                        List.of("Ida OKAFOR"),
                        List.of("Una OKAFOR"))));
        FilesDoor door = door(cells -> {
            if (cells.get(0).equals("2")) {
                behind.timesAway = 1;
            }
            return Splitter.line(cells);
        });

        door.work(AGENCY);
        assertThat(folders.waiting(AGENCY)).as("nothing of it is lost").hasSize(1);
        assertThat(out("a.xlsx.ack.csv")).doesNotExist();
        clock.tick(Duration.ofMinutes(1));
        door.work(AGENCY);

        assertThat(answered("a.xlsx")).containsExactly("2,refused", "3,refused", "4,refused", "5,refused");
        assertThat(receipts("a.xlsx")).containsExactly("row-2.p7s", "row-3.p7s", "row-4.p7s", "row-5.p7s");
        assertThat(folders.waiting(AGENCY)).isEmpty();
    }

    @Test
    void aFileRefusedAsAWholeGetsItsOneAnswerWhenTheGatewayWasStoppedBeforeItWasPlaced() throws IOException {
        uploaded("a.csv", new byte[0]);
        List<FilesDoor> stopping = new ArrayList<>();
        FilesDoor first = door(cells -> {
            if (cells.get(0).equals("0")) {
                stopping.forEach(FilesDoor::close);
            }
            return Splitter.line(cells);
        });
        stopping.add(first);
        first.work(AGENCY);
        assertThat(out("a.csv.ack.csv")).doesNotExist();
        assertThat(folders.waiting(AGENCY)).hasSize(1);

        door(Splitter::line).work(AGENCY);

        assertThat(answered("a.csv")).containsExactly("0,refused");
        assertThat(receipts("a.csv")).containsExactly("row-0.p7s");
        assertThat(folders.waiting(AGENCY)).isEmpty();
    }

    private FilesDoor door(Function<List<String>, String> csv) {
        Rows rows = new Rows(
                new Admission(behind.rooms(), clock, MAXIMUM),
                new RealSplitting(),
                (agency, row) -> List.of(),
                (agency, row) -> Set.of("okafor"),
                clock,
                MAXIMUM);
        return new FilesDoor(folders, rows, csv, clock);
    }

    private void uploaded(String name, byte[] content) throws IOException {
        FileName file = new FileName(name);
        Path finished = folders.in(AGENCY).resolve(name);
        try (CoveredFile covered =
                CoveredFile.create(finished, UploadsTest.KEYS, Digest.of(new byte[] {1}), (bytes, size) -> {})) {
            covered.write(ByteBuffer.wrap(content));
        }
        folders.take(AGENCY, finished, file);
    }

    private Path out(String name) {
        return directory.resolve("agencies/wenbury-housing/out").resolve(name);
    }

    /** Row and outcome of each line below the headers. */
    private List<String> answered(String name) throws IOException {
        return Files.readAllLines(out(name + ".ack.csv"), StandardCharsets.UTF_8).stream()
                .skip(1)
                .map(line -> String.join(",", List.of(line.split(",", 3)).subList(0, 2)))
                .toList();
    }

    private List<String> receipts(String name) throws IOException {
        List<String> receipts = new ArrayList<>();
        try (InputStream file = Files.newInputStream(out(name + ".receipts.zip"));
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                receipts.add(entry.getName());
            }
        }
        return receipts;
    }
}
