package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.storage.Transactions;

class OutboxTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final Duration LOAN = Duration.ofMinutes(1);
    private static final AgencyId IDVA = new AgencyId("haven-idva");
    private static final Bytes SEALED = Bytes.utf8("sealed");
    private static final AgencyId OTHER = new AgencyId("wenbury-housing");

    private final Transactions transactions = Databases.shared().transactions();
    private final Outbox outbox = new Outbox(LOAN);
    private final Mailboxes mailboxes = new Mailboxes();

    @BeforeEach
    @AfterEach
    void empty() {
        transactions.write(c -> {
            try (var statement = c.createStatement()) {
                return statement.executeUpdate("delete from outbox; delete from sent");
            }
        });
    }

    @Test
    void nothingLeavesBeforeTheTransactionThatLoggedItHasCommitted() {
        transactions.write(uncommitted -> {
            outbox.enqueue(
                    uncommitted, List.of(posted(Door.QUEUE, UUID.randomUUID().toString(), "case of " + 7, 7)));
            assertThat(take(NOW)).isEmpty();
            return 0;
        });
        assertThat(take(NOW)).hasSize(1);
    }

    @Test
    void twoTakersNeverGetTheSameDisclosureAndNeitherOvertakesTheOther() {
        enqueue(1, "one case");
        enqueue(2, "one case");
        enqueue(3);
        transactions.write(first -> {
            List<Outbox.Due> mine = outbox.take(first, 1, NOW, Set.of());
            assertThat(mine).extracting(Outbox.Due::disclosure).containsExactly(1L);
            assertThat(take(NOW)).as("while another takes").isEmpty();
            return mine;
        });
        assertThat(take(NOW)).extracting(Outbox.Due::disclosure).containsExactly(3L);
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
    void whatFailsIsTriedAgainHoweverOften() {
        enqueue(1);
        for (int attempt = 1; attempt <= 500; attempt++) {
            Instant at = NOW.plus(Duration.ofHours(attempt));
            Outbox.Due due = take(at).get(0);
            assertThat(due.attempts()).isEqualTo(attempt);
            fail(due, at);
        }
        assertThat(count(true)).isEqualTo(1);
    }

    @Test
    void whatIsSetAsideIsKeptAndNotTriedAgain() {
        enqueue(1);
        Outbox.Due due = take(NOW).get(0);
        boolean first = transactions.write(c -> outbox.setAside(c, due.id(), "hl7-ae", NOW));
        boolean again = transactions.write(c -> outbox.setAside(c, due.id(), "hl7-ae", NOW));
        assertThat(first).isTrue();
        assertThat(again).as("said once").isFalse();
        assertThat(take(NOW.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(count(true)).isZero();
        assertThat(count(false)).isEqualTo(1);
    }

    @Test
    void whatWaitsHoldsUpWhatIsOfTheSameCaseAndNothingElse() {
        enqueue(1, "one case");
        enqueue(2, "another case");
        Outbox.Due first = take(NOW).get(0);
        Instant next = NOW.plus(Duration.ofHours(1));
        fail(first, next);
        enqueue(3, "one case");
        enqueue(4, "a third case");

        assertThat(take(NOW)).extracting(Outbox.Due::disclosure).containsExactly(4L);
        assertThat(take(next)).extracting(Outbox.Due::disclosure).startsWith(1L).contains(3L);
    }

    @Test
    void whatIsSetAsideHoldsUpNothing() {
        enqueue(1, "one case");
        enqueue(2, "one case");
        List<Outbox.Due> both = take(NOW);
        assertThat(both).extracting(Outbox.Due::disclosure).containsExactly(1L, 2L);
        transactions.write(c -> outbox.setAside(c, both.get(0).id(), "hl7-ae", NOW));
        fail(both.get(1), NOW);

        assertThat(take(NOW)).extracting(Outbox.Due::disclosure).containsExactly(2L);
    }

    @Test
    void whatAnotherDoorOrAnotherAgencyWaitsForHoldsUpNothingHere() {
        enqueue(1, "one case");
        fail(take(NOW).get(0), NOW.plus(Duration.ofHours(1)));
        transactions.write(c -> {
            outbox.enqueue(
                    c,
                    List.of(
                            posted(Door.FILES, "message", "one case", 2),
                            new Outbox.Posted(
                                    OTHER, Door.QUEUE, "other", "one case", false, true, 3, Sealed.of(SEALED), NOW)));
            return 0;
        });

        assertThat(take(NOW)).extracting(Outbox.Due::disclosure).containsExactly(2L, 3L);
    }

    @Test
    void whatTheDoorCarriesComesBackAsItWasPutIn() {
        Bytes covered = Bytes.utf8("covered");
        transactions.write(c -> {
            outbox.enqueue(
                    c,
                    List.of(new Outbox.Posted(
                            IDVA,
                            Door.MLLP,
                            "message",
                            "case",
                            false,
                            true,
                            1,
                            new Sealed(SEALED, Optional.of(covered)),
                            NOW)));
            return 0;
        });
        Outbox.Due due = take(NOW).get(0);
        assertThat(due.covered()).contains(covered);
        assertThat(due.sha256()).as("the log names what is sealed").isEqualTo(SEALED.digest());
    }

    private void fail(Outbox.Due due, Instant next) {
        transactions.write(c -> {
            outbox.failed(c, due.id(), next);
            return due;
        });
    }

    @Test
    void aFailedDisclosureIsNotTriedBeforeItsTime() {
        enqueue(1);
        Outbox.Due due = take(NOW).get(0);
        Instant next = NOW.plus(Duration.ofHours(1));
        fail(due, next);
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
        List<Mailboxes.Lying> hers = transactions.read(c -> mailboxes.lying(c, IDVA, 10));
        List<Mailboxes.Lying> theirs = transactions.read(c -> mailboxes.lying(c, OTHER, 10));
        assertThat(hers).extracting(lying -> lying.due().disclosure()).containsExactly(1L);
        assertThat(theirs).isEmpty();
        assertThat(show(OTHER, 1)).isEmpty();
    }

    @Test
    void whoWasShownAMailboxItemHasSeenItWhenItIsSuperseded() {
        String shown = lay(1);
        String unseen = lay(2);
        assertThat(show(IDVA, 1)).isPresent();

        List<TakenBack.Sent> sent = transactions.write(c -> new TakenBack().supersede(c, List.of(shown, unseen)));

        assertThat(sent).extracting(TakenBack.Sent::unseen).containsExactly(false, true);
        assertThat(show(IDVA, 1)).isEmpty();
    }

    private Optional<Outbox.Due> show(AgencyId recipient, long disclosure) {
        return transactions.write(c -> mailboxes.show(c, recipient, disclosure));
    }

    private String lay(long disclosure) {
        String message = UUID.randomUUID().toString();
        transactions.write(c -> {
            outbox.enqueue(c, List.of(posted(Door.REST, message, "case of " + disclosure, disclosure)));
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
        enqueue(disclosure, "case of " + disclosure);
    }

    private void enqueue(long disclosure, String caseRef) {
        transactions.write(c -> {
            outbox.enqueue(c, List.of(posted(Door.QUEUE, UUID.randomUUID().toString(), caseRef, disclosure)));
            return disclosure;
        });
    }

    private static Outbox.Posted posted(Door door, String message, String caseRef, long disclosure) {
        return new Outbox.Posted(IDVA, door, message, caseRef, false, true, disclosure, Sealed.of(SEALED), NOW);
    }

    private List<Outbox.Due> take(Instant now, Outbox.Lane... shut) {
        return transactions.write(c -> outbox.take(c, 10, now, Set.of(shut)));
    }

    private long count(boolean waiting) {
        return transactions.read(c -> waiting ? outbox.waiting(c) : outbox.undeliverable(c));
    }
}
