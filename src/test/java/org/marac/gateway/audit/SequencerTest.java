package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Digest;

class SequencerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Logs logs = Logs.fresh();

    @TempDir
    private Path directory;

    @Test
    void signsTheEmptyLogFirst() throws Unproven {
        SignedCheckpoint signed = logs.publish(directory, 0);

        assertThat(Checkpoint.open(signed.note(), logs.key.verifier()))
                .isEqualTo(new Checkpoint("audit.wenbury.example/log/2026", 0, Digest.wrap(Merkle.empty())));
    }

    @Test
    void signsTheRootOfExactlyTheCommittedEntries() throws Exception {
        logs.append(Entries.day(700));
        SignedCheckpoint signed = logs.publish(directory, 700);

        assertThat(signed.checkpoint().size()).isEqualTo(700);
        assertThat(signed.checkpoint().root().toArray()).isEqualTo(Vectors.naive(leaves()));
    }

    @Test
    void takesInWhatIsWrittenWhileItRuns() throws Exception {
        try (Sequencer sequencer = logs.sequencer(directory)) {
            sequencer.start();
            for (int size = 1; size <= 3; size++) {
                logs.append(List.of(Entries.started()));
                SignedCheckpoint signed = sequencer.awaitCheckpoint(size, LONG);

                assertThat(signed.checkpoint().root().toArray())
                        .isEqualTo(Vectors.naive(leaves().subList(
                                        0, Math.toIntExact(signed.checkpoint().size()))));
            }
            assertThat(sequencer.halted()).isEmpty();
        }
    }

    @Test
    void takesInABacklogOfManyBatches() throws Exception {
        int size = TreeGrowth.BATCH + 300;
        logs.append(Entries.day(size));
        SignedCheckpoint signed = logs.publish(directory, size);

        assertThat(signed.checkpoint().root().toArray()).isEqualTo(Vectors.naive(leaves()));
    }

    @Test
    void doesNotSignAnEntryWhoseTransactionHasNotCommitted() throws SQLException {
        logs.append(Entries.day(2));
        try (Connection open = logs.source.getConnection()) {
            open.setAutoCommit(false);
            logs.log.append(open, List.of(Entries.started()));

            assertThat(logs.publish(directory, 2).checkpoint().size()).isEqualTo(2);
            open.rollback();
        }
    }

    @Test
    void manyNodesMakeOneHistory() throws Exception {
        try (Sequencer one = logs.sequencer(directory.resolve("one"));
                Sequencer two = logs.sequencer(directory.resolve("two"));
                Sequencer three = logs.sequencer(directory.resolve("three"))) {
            one.start();
            two.start();
            three.start();
            for (int i = 1; i <= 40; i++) {
                logs.append(Entries.day(5));
                (i % 3 == 0 ? one : i % 3 == 1 ? two : three).awaitCheckpoint(5L * i, LONG);
            }
            SignedCheckpoint last = one.awaitCheckpoint(200, LONG);

            assertThat(two.awaitCheckpoint(200, LONG)).isEqualTo(last);
            assertThat(three.awaitCheckpoint(200, LONG)).isEqualTo(last);
            assertThat(last.checkpoint().root().toArray()).isEqualTo(Vectors.naive(leaves()));
            assertThat(one.halted()).isEmpty();
            assertThat(two.halted()).isEmpty();
            assertThat(three.halted()).isEmpty();
        }
    }

    @Test
    void goesOnWhereItWasAfterARestart() throws Exception {
        for (int size : new int[] {1, 256, 257, 511, 512, 600}) {
            logs.append(Entries.day(size - leaves().size()));
            SignedCheckpoint signed = logs.publish(directory, size);

            assertThat(signed.checkpoint().root().toArray()).as("size " + size).isEqualTo(Vectors.naive(leaves()));
        }
    }

    @Test
    void refusesToSignASmallerTreeThanItSignedBefore() {
        logs.append(Entries.day(300));
        logs.publish(directory, 300);
        logs.tamper("DELETE FROM audit_checkpoint WHERE size > 0; DELETE FROM audit_tile;"
                + " DELETE FROM audit_entry WHERE index >= 200; UPDATE audit_head SET next = 200");

        assertThatThrownBy(() -> logs.publish(directory, 200)).isInstanceOf(LogBroken.class);
    }

    @Test
    void refusesToSignAnotherHistoryOfTheSameSize() {
        logs.append(Entries.day(300));
        logs.publish(directory, 300);
        Logs other = Logs.fresh();
        other.append(Entries.day(299));
        other.append(List.of(Entries.turnedAway()));

        // Same key, same sizes, a database that was put in place of the first.
        try (Sequencer forged = new Sequencer(other.source::getConnection, logs.key, directory.resolve("other"))) {
            forged.start();
            forged.awaitCheckpoint(300, LONG);
        }
        try (Sequencer sequencer =
                new Sequencer(other.source::getConnection, logs.key, directory.resolve("last-signed"))) {
            assertThatThrownBy(sequencer::start).isInstanceOf(LogBroken.class);
        }
    }

    @Test
    void refusesToGoOnFromALastEntryThatWasAltered() {
        logs.append(Entries.day(300));
        logs.publish(directory, 300);
        logs.tamper("UPDATE audit_entry SET leaf = set_bit(leaf, 100, 1 - get_bit(leaf, 100)) WHERE index = 299");

        assertThatThrownBy(() -> logs.publish(directory, 300))
                .isInstanceOf(LogBroken.class)
                .hasMessageContaining("299");
    }

    @Test
    void refusesToGoOnFromTilesThatWereAltered() {
        logs.append(Entries.day(600));
        logs.publish(directory, 600);
        logs.tamper("UPDATE audit_tile SET hashes = set_bit(hashes, 9, 1 - get_bit(hashes, 9)) WHERE level = 1");

        assertThatThrownBy(() -> logs.publish(directory, 600)).isInstanceOf(LogBroken.class);
    }

    @Test
    void refusesACheckpointItsKeyDidNotSign() {
        logs.append(Entries.day(5));
        logs.publish(directory, 5);
        logs.tamper("UPDATE audit_checkpoint SET note = replace(note, E'\\n5\\n', E'\\n4\\n') WHERE size = 5");

        assertThatThrownBy(() -> logs.publish(directory, 5)).isInstanceOf(LogBroken.class);
    }

    @Test
    void refusesALogWhoseCheckpointsAreGone() {
        logs.append(Entries.day(5));
        logs.publish(directory, 5);
        logs.tamper("DELETE FROM audit_checkpoint");

        assertThatThrownBy(() -> logs.publish(directory, 5)).isInstanceOf(LogBroken.class);
    }

    @Test
    void haltsLoudlyAndSignsNothingMoreWhenTheLogBreaksWhileItRuns() {
        try (Sequencer sequencer = logs.sequencer(directory)) {
            sequencer.start();
            logs.append(Entries.day(5));
            SignedCheckpoint before = sequencer.awaitCheckpoint(5, LONG);
            logs.tamper("DELETE FROM audit_checkpoint WHERE size = 5");
            logs.append(List.of(Entries.started()));

            assertThatThrownBy(() -> sequencer.awaitCheckpoint(6, LONG)).isInstanceOf(AuditLogUnavailable.class);
            assertThat(sequencer.halted()).isPresent();
            assertThat(sequencer.latest()).contains(before);
        }
    }

    @Test
    void refusesToStartWithALastSignedFileOfAnotherKey() throws IOException {
        logs.publish(directory, 0);
        Files.writeString(
                directory.resolve("last-signed"),
                Logs.fresh().publish(directory.resolve("x"), 0).note());

        assertThatThrownBy(() -> logs.sequencer(directory)).isInstanceOf(LogBroken.class);
    }

    @Test
    void waitsForADatabaseThatDoesNotAnswerAndGoesOnWhenItDoes() {
        java.util.concurrent.atomic.AtomicInteger failures = new java.util.concurrent.atomic.AtomicInteger(-1);
        Connections flaky = () -> {
            if (failures.getAndDecrement() > 0) {
                throw new SQLException("no connection");
            }
            return logs.source.getConnection();
        };
        try (Sequencer sequencer = new Sequencer(flaky, logs.key, directory.resolve("last-signed"))) {
            sequencer.start();
            failures.set(1);
            logs.append(Entries.day(5));

            assertThat(sequencer.awaitCheckpoint(5, LONG).checkpoint().size()).isEqualTo(5);
            assertThat(failures.get()).isLessThan(1);
        }
    }

    private List<byte[]> leaves() throws SQLException {
        try (Connection connection = logs.source.getConnection()) {
            return new TreeStore(connection).leaves(0, 100_000);
        }
    }
}
