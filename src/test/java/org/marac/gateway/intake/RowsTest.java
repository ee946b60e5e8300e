package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.kit.Tables;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.storage.StorageUnavailable;

/** A table goes down the main line row by row; where one row could not, the rest of the table is not lost. */
@Timeout(60)
class RowsTest {
    private static final int MAXIMUM = 4 * 1024 * 1024;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T20:00:00Z"), ZoneOffset.UTC);
    private static final Rows.From HOUSING =
            new Rows.From(Door.FILES, new Peer.Certificate(Digest.of(new byte[] {1})), DoorRooms.POLICE);

    private final DoorRooms behind = new DoorRooms();
    /** The rows share a surname and go one after the other. */
    private final Rows rows = new Rows(
            new Admission(behind.rooms(), CLOCK, MAXIMUM),
            new RealSplitting(),
            (agency, row) -> List.of(),
            (agency, row) -> Set.of("okafor"),
            CLOCK,
            MAXIMUM);

    private final List<Integer> told = new ArrayList<>();

    @Test
    void aWorkbookIsNotRefusedBecauseTheDatabaseWasAwayForOneOfItsRows() throws Exception {
        goesOnAfterTheRowThatCouldNotBeTaken(Tables.workbook(List.of(
                List.of("Victim name"),
                List.of("Ada OKAFOR"),
                List.of("Eve OKAFOR"),
                List.of("Ida OKAFOR"),
                List.of("Una OKAFOR"))));
    }

    @Test
    void aCsvFileIsNotRefusedBecauseTheDatabaseWasAwayForOneOfItsRows() throws Exception {
        goesOnAfterTheRowThatCouldNotBeTaken(
                "Victim name\nAda OKAFOR\nEve OKAFOR\nIda OKAFOR\nUna OKAFOR\n".getBytes(StandardCharsets.UTF_8));
    }

    private void goesOnAfterTheRowThatCouldNotBeTaken(byte[] table) throws IOException {
        assertThatThrownBy(() -> take(table, 0, answer -> {
                    told.add(answer.row());
                    behind.timesAway = 1;
                }))
                .isInstanceOf(StorageUnavailable.class)
                .hasMessage("The database is away");
        assertThat(told).as("row 3 could not be taken").containsExactly(2);

        behind.timesAway = 0;
        Optional<Refusal> refusal = take(table, 2, answer -> told.add(answer.row()));

        assertThat(refusal).isEmpty();
        assertThat(told).containsExactly(2, 3, 4, 5);
    }

    private Optional<Refusal> take(byte[] table, int done, Rows.Told each) throws IOException {
        return rows.take(HOUSING, () -> new java.io.ByteArrayInputStream(table), done, each);
    }
}
