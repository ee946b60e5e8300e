package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;

class PostgresAuditLogTest {
    private final Logs logs = Logs.fresh();

    @Test
    void entriesStandOneAfterAnotherFromNought() throws SQLException {
        assertThat(logs.append(Entries.day(3))).containsExactly(new Position(0), new Position(1), new Position(2));
        assertThat(logs.append(List.of(Entries.started()))).containsExactly(new Position(3));
        assertThat(leaves()).hasSize(4);
    }

    @Test
    void entriesCanNameThePlaceOfAnotherOfTheSameTransaction() throws Exception {
        logs.append(List.of(Entries.started()));
        try (Connection connection = logs.source.getConnection()) {
            connection.setAutoCommit(false);
            Reservation reservation = logs.log.reserve(connection, 5);
            logs.log.write(connection, reservation, Entries.referral(reservation.first()));
            connection.commit();
        }

        Entry third = Leaf.read(leaves().get(3)).entry();
        assertThat(third)
                .isInstanceOfSatisfying(
                        Entry.Disclosed.class,
                        disclosed -> assertThat(disclosed.decision()).isEqualTo(new Position(1)));
    }

    @Test
    void whatIsRolledBackLeavesNoGap() throws SQLException {
        logs.append(List.of(Entries.started()));
        try (Connection connection = logs.source.getConnection()) {
            connection.setAutoCommit(false);
            logs.log.append(connection, Entries.day(7));
            connection.rollback();
        }

        assertThat(logs.append(List.of(Entries.started()))).containsExactly(new Position(1));
        assertThat(leaves()).hasSize(2);
    }

    @Test
    void writesNothingWhenOneEntryHoldsATextTheLogDoesNotTake() throws SQLException {
        Entry bad = new Entry.Noted(
                Entries.NOON, "case.disposed", Optional.empty(), List.of(new Entry.Noted.Detail("who", "Jane Smith")));

        assertThatIllegalArgumentException().isThrownBy(() -> logs.append(List.of(Entries.started(), bad)));
        assertThat(leaves()).isEmpty();
        assertThat(logs.append(List.of(Entries.started()))).containsExactly(new Position(0));
    }

    @Test
    void refusesMoreOrFewerEntriesThanWereReserved() throws SQLException {
        try (Connection connection = logs.source.getConnection()) {
            connection.setAutoCommit(false);
            Reservation two = logs.log.reserve(connection, 2);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> logs.log.write(connection, two, List.of(Entries.started())));
            assertThatIllegalArgumentException().isThrownBy(() -> logs.log.reserve(connection, 0));
            connection.rollback();
        }
    }

    @Test
    void refusesToWorkOutsideATransaction() throws SQLException {
        try (Connection connection = logs.source.getConnection()) {
            assertThatThrownBy(() -> logs.log.append(connection, List.of(Entries.started())))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(leaves()).isEmpty();
    }

    @Test
    void anEntryOnceWrittenCanBeNeitherChangedNorRemoved() throws SQLException {
        logs.append(Entries.day(3));
        for (String sql : List.of(
                "UPDATE audit_entry SET leaf = '\\x00' WHERE index = 1",
                "DELETE FROM audit_entry WHERE index = 2",
                "TRUNCATE audit_entry")) {
            try (Connection connection = logs.source.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .as(sql)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("append-only");
            }
        }
        assertThat(leaves()).hasSize(3);
    }

    @Test
    void indexesHaveNoGapAndNoTwinWhenManyWriteAtOnceAndSomeRollBack() throws Exception {
        int writers = 8;
        int rounds = 25;
        CountDownLatch together = new CountDownLatch(writers);
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        List<Future<List<Position>>> all = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int writer = w;
            all.add(pool.submit(() -> {
                together.countDown();
                together.await();
                List<Position> mine = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    try (Connection connection = logs.source.getConnection()) {
                        connection.setAutoCommit(false);
                        List<Position> taken =
                                logs.log.append(connection, List.of(Entries.started(), Entries.started()));
                        if ((i + writer) % 3 == 0) {
                            connection.rollback();
                        } else {
                            connection.commit();
                            mine.addAll(taken);
                        }
                    }
                }
                return mine;
            }));
        }
        List<Position> committed = new ArrayList<>();
        for (Future<List<Position>> one : all) {
            committed.addAll(one.get());
        }
        pool.shutdown();

        List<byte[]> leaves = leaves();
        assertThat(committed).doesNotHaveDuplicates().hasSameSizeAs(leaves);
        for (int i = 0; i < leaves.size(); i++) {
            assertThat(Leaf.read(leaves.get(i)).position()).isEqualTo(new Position(i));
        }
    }

    private List<byte[]> leaves() throws SQLException {
        try (Connection connection = logs.source.getConnection()) {
            return new TreeStore(connection).leaves(0, 10_000);
        }
    }
}
