package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.storage.Transactions;

class OutboxTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final Duration LOAN = Duration.ofMinutes(1);
    private static final AgencyId IDVA = new AgencyId("haven-idva");
    private static final Bytes SEALED = Bytes.utf8("sealed");

    private final Transactions transactions = Databases.shared().transactions();
    private final Outbox outbox = new Outbox(3, LOAN);

    @BeforeEach
    void empty() {
        transactions.write(c -> {
            try (var statement = c.createStatement()) {
                return statement.executeUpdate("delete from outbox");
            }
        });
    }

    @Test
    void nothingLeavesBeforeTheTransactionThatLoggedItHasCommitted() {
        transactions.write(uncommitted -> {
            outbox.enqueue(
                    uncommitted,
                    List.of(new Outbox.Posted(
                            IDVA, Door.QUEUE, UUID.randomUUID().toString(), 7, SEALED, NOW)));
            assertThat(take(NOW)).isEmpty();
            return 0;
        });
        assertThat(take(NOW)).hasSize(1);
    }

    @Test
    void twoTakersNeverGetTheSameDisclosure() {
        enqueue(1);
        enqueue(2);
        List<Outbox.Due> both = transactions.write(first -> {
            List<Outbox.Due> mine = outbox.take(first, 1, NOW, Set.of());
            List<Outbox.Due> theirs = transactions.write(second -> outbox.take(second, 10, NOW, Set.of()));
            assertThat(mine).extracting(Outbox.Due::disclosure).containsExactly(1L);
            assertThat(theirs).extracting(Outbox.Due::disclosure).containsExactly(2L);
            return mine;
        });
        assertThat(both).hasSize(1);
        assertThat(take(NOW)).isEmpty();
    }

    @Test
    void whatAKilledGatewayTookIsTakenAgainAfterTheLoan() {
        enqueue(1);
        Outbox.Due first = take(NOW).get(0);
        assertThat(take(NOW.plus(LOAN).minusMillis(1))).isEmpty();
        Outbox.Due again = take(NOW.plus(LOAN)).get(0);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.attempts()).isEqualTo(2);
    }

    @Test
    void afterTheLastAttemptItIsSetAsideAndKept() {
        enqueue(1);
        for (int attempt = 1; attempt <= 3; attempt++) {
            Instant at = NOW.plus(Duration.ofHours(attempt));
            Outbox.Due due = take(at).get(0);
            boolean last = transactions.write(c -> outbox.failed(c, due.id(), at));
            assertThat(last).isEqualTo(attempt == 3);
        }
        assertThat(take(NOW.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(count(true)).isZero();
        assertThat(count(false)).isEqualTo(1);
    }

    @Test
    void aFailedDisclosureIsNotTriedBeforeItsTime() {
        enqueue(1);
        Outbox.Due due = take(NOW).get(0);
        Instant next = NOW.plus(Duration.ofHours(1));
        transactions.write(c -> outbox.failed(c, due.id(), next));
        assertThat(take(next.minusMillis(1))).isEmpty();
        assertThat(take(next)).hasSize(1);
    }

    @Test
    void whoseDoorIsShutIsLeftAlone() {
        enqueue(1);
        assertThat(take(NOW, new Outbox.Lane(IDVA, Door.QUEUE))).isEmpty();
        assertThat(take(NOW, new Outbox.Lane(IDVA, Door.ALTERNATE))).hasSize(1);
    }

    @Test
    void whatWasTakenAndNotTriedComesBackWithoutAnAttemptCounted() {
        enqueue(1);
        Outbox.Due due = take(NOW).get(0);
        Instant next = NOW.plusSeconds(5);
        transactions.write(c -> {
            outbox.postpone(c, List.of(due.id()), next);
            return 0;
        });
        assertThat(take(next.minusMillis(1))).isEmpty();
        assertThat(take(next)).extracting(Outbox.Due::attempts).containsExactly(1);
    }

    @Test
    void whatIsDeliveredIsGone() {
        enqueue(1);
        enqueue(2);
        List<Long> due = take(NOW).stream().map(Outbox.Due::id).toList();
        Set<Long> out = transactions.write(c -> outbox.delivered(c, due));
        assertThat(out).containsExactlyInAnyOrderElementsOf(due);
        assertThat(count(true)).isZero();
        assertThat(take(NOW.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void whatLiesInAMailboxIsNotDispatchedAndIsShownToNobodyElse() {
        lay(1);

        assertThat(take(NOW)).isEmpty();
        AgencyId other = new AgencyId("wenbury-housing");
        List<Outbox.Lying> hers = transactions.read(c -> outbox.lying(c, IDVA, 10));
        List<Outbox.Lying> theirs = transactions.read(c -> outbox.lying(c, other, 10));
        assertThat(hers).extracting(lying -> lying.due().disclosure()).containsExactly(1L);
        assertThat(theirs).isEmpty();
        assertThat(show(other, 1)).isEmpty();
    }

    @Test
    void whoWasShownAMailboxItemHasSeenItWhenItIsSuperseded() {
        String shown = lay(1);
        String unseen = lay(2);
        assertThat(show(IDVA, 1)).isPresent();

        List<Outbox.Sent> sent = transactions.write(c -> outbox.supersede(c, List.of(shown, unseen)));

        assertThat(sent).extracting(Outbox.Sent::unseen).containsExactly(false, true);
        assertThat(show(IDVA, 1)).isEmpty();
    }

    private Optional<Outbox.Due> show(AgencyId recipient, long disclosure) {
        return transactions.write(c -> outbox.show(c, recipient, disclosure));
    }

    private String lay(long disclosure) {
        String message = UUID.randomUUID().toString();
        transactions.write(c -> {
            outbox.enqueue(c, List.of(new Outbox.Posted(IDVA, Door.REST, message, disclosure, SEALED, NOW)));
            return 0;
        });
        return message;
    }

    @Test
    void whatAnotherNodeTookOutIsNotTakenOutAgain() {
        enqueue(1);
        enqueue(2);
        List<Long> due = take(NOW).stream().map(Outbox.Due::id).toList();
        transactions.write(c -> outbox.delivered(c, due.subList(0, 1)));
        Set<Long> out = transactions.write(c -> outbox.delivered(c, due));
        assertThat(out).containsExactly(due.get(1));
    }

    @Test
    void theOldestComesFirstWithItsExactBytes() {
        enqueue(1);
        enqueue(2);
        List<Outbox.Due> due = take(NOW);
        assertThat(due).extracting(Outbox.Due::disclosure).containsExactly(1L, 2L);
        assertThat(due.get(0).sealed()).isEqualTo(SEALED);
        assertThat(due.get(0).sha256()).isEqualTo(SEALED.digest());
        assertThat(due.get(0).recipient()).isEqualTo(IDVA);
        assertThat(due.get(0).door()).isEqualTo(Door.QUEUE);
        assertThat(due.get(0).attempts()).isEqualTo(1);
    }

    private void enqueue(long disclosure) {
        transactions.write(c -> {
            outbox.enqueue(
                    c,
                    List.of(new Outbox.Posted(
                            IDVA, Door.QUEUE, UUID.randomUUID().toString(), disclosure, SEALED, NOW)));
            return disclosure;
        });
    }

    private List<Outbox.Due> take(Instant now, Outbox.Lane... shut) {
        return transactions.write(c -> outbox.take(c, 10, now, Set.of(shut)));
    }

    private long count(boolean waiting) {
        return transactions.read(c -> waiting ? outbox.waiting(c) : outbox.undeliverable(c));
    }
}
