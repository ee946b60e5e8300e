package org.marac.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

class TransactionsTest {
    private final Transactions transactions = Databases.shared().transactions();

    @BeforeAll
    static void table() {
        Databases.shared()
                .transactions()
                .write(c -> execute(c, "create table if not exists words (word text primary key)"));
    }

    @Test
    void aFailureKeepsNothing() {
        assertThatThrownBy(() -> transactions.write(c -> {
                    execute(c, "insert into words values ('half')");
                    return execute(c, "insert into nowhere values (1)");
                }))
                .isInstanceOf(StorageUnavailable.class);
        assertThat(count("half")).isZero();
    }

    @Test
    void aDecisionAgainstKeepsNothingAndIsNotRepeated() {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> transactions.<Integer, Refused>write(c -> {
                    runs.incrementAndGet();
                    execute(c, "insert into words values ('refused')");
                    throw new Refused(Refusal.of(RefusalCode.CONFLICT));
                }))
                .isInstanceOf(Refused.class);
        assertThat(runs).hasValue(1);
        assertThat(count("refused")).isZero();
    }

    @Test
    void workThatLostARaceForSomethingUniqueIsBegunAgain() {
        AtomicInteger runs = new AtomicInteger();
        Integer there = transactions.write(c -> {
            if (runs.incrementAndGet() == 1) {
                transactions.write(other -> execute(other, "insert into words values ('first')"));
                execute(c, "insert into words values ('first')");
            }
            return count("first");
        });
        assertThat(there).isEqualTo(1);
        assertThat(runs).hasValue(2);
    }

    @Test
    void workThatLosesEveryRaceIsAFailureAndNotRepeatedForEver() {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> transactions.write(c -> {
                    runs.incrementAndGet();
                    throw new SQLException("deadlock", "40P01");
                }))
                .isInstanceOf(StorageUnavailable.class);
        assertThat(runs).hasValue(4);
    }

    @Test
    void whatWasWrittenIsThereForOthers() {
        transactions.write(c -> execute(c, "insert into words values ('kept')"));
        assertThat(count("kept")).isEqualTo(1);
    }

    private int count(String word) {
        return transactions.read(c -> {
            try (var statement = c.prepareStatement("select count(*) from words where word = ?")) {
                statement.setString(1, word);
                try (var row = statement.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
