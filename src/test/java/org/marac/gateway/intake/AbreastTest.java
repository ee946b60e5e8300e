package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which rows go side by side, and in which order they are answered. */
@Timeout(60)
class AbreastTest {
    private final List<Integer> told = new ArrayList<>();

    @Test
    void rowsOfOtherPeopleGoSideBySideAndAreAnsweredInTheirOrder() throws Exception {
        CountDownLatch secondHasEnded = new CountDownLatch(1);
        try (Abreast abreast = new Abreast(2, answer -> told.add(answer.row()))) {
            abreast.begin(Set.of("okafor"), () -> {
                assertThat(secondHasEnded.await(30, TimeUnit.SECONDS))
                        .as("it did not wait for the first")
                        .isTrue();
                return answered(2);
            });
            abreast.begin(Set.of("tallis"), () -> {
                secondHasEnded.countDown();
                return answered(3);
            });
            abreast.end();
        }
        assertThat(told).containsExactly(2, 3);
    }

    @Test
    void rowsThatMayBeOfTheSamePeopleGoOneAfterTheOther() throws Exception {
        AtomicBoolean firstHasEnded = new AtomicBoolean();
        try (Abreast abreast = new Abreast(4, answer -> told.add(answer.row()))) {
            abreast.begin(Set.of("okafor", "sunniva"), () -> {
                firstHasEnded.set(true);
                return answered(2);
            });
            abreast.begin(Set.of("sunniva", "tallis"), () -> {
                assertThat(firstHasEnded).isTrue();
                return answered(3);
            });
            assertThat(told).as("the second was not begun before").containsExactly(2);
            abreast.end();
        }
    }

    @Test
    void neverMoreAtOnceThanAgreed() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Abreast abreast = new Abreast(3, answer -> told.add(answer.row()))) {
            for (int row = 2; row < 200; row++) {
                int number = row;
                abreast.begin(Set.of("row" + row), () -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    now.decrementAndGet();
                    return answered(number);
                });
            }
            abreast.end();
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(told).hasSize(198).isSorted();
    }

    @Test
    void whereARowCannotBeTakenThoseBeforeItAreAnsweredAndNoneAfter() {
        assertThatThrownBy(() -> {
                    try (Abreast abreast = new Abreast(4, answer -> told.add(answer.row()))) {
                        abreast.begin(Set.of("a"), () -> answered(2));
                        abreast.begin(Set.of("b"), () -> {
                            throw new IllegalStateException("no database");
                        });
                        abreast.begin(Set.of("c"), () -> answered(4));
                        abreast.end();
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no database");
        assertThat(told).containsExactly(2);
    }

    @Test
    void whatWasBegunHasEndedWhenNobodyCanBeToldAnyMore() {
        AtomicBoolean ended = new AtomicBoolean();
        assertThatThrownBy(() -> {
                    try (Abreast abreast = new Abreast(2, answer -> {
                        throw new IOException("full disk");
                    })) {
                        abreast.begin(Set.of("a"), () -> answered(2));
                        abreast.begin(Set.of("b"), () -> {
                            ended.set(true);
                            return answered(3);
                        });
                        abreast.end();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("full disk");
        assertThat(ended).isTrue();
    }

    private static RowAnswer answered(int row) {
        return new RowAnswer(
                row,
                "accepted",
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
