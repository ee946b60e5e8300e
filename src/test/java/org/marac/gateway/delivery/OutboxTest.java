package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
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
    private final Outbox outbox = new Outbox();
    private final Lending lending = new Lending(LOAN);
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
            List<Outbox.Due> mine = lending.take(first, 1, NOW, Set.of());
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
        boolean first = transactions.write(c -> lending.setAside(c, due.id(), "hl7-ae", NOW));
        boolean again = transactions.write(c -> lending.setAside(c, due.id(), "hl7-ae", NOW));
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
        transactions.write(c -> lending.setAside(c, both.get(0).id(), "hl7-ae", NOW));
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
            lending.failed(c, due.id(), next);
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
            lending.postpone(c, List.of(due.id()), next);
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
        Set<Long> out = transactions.write(c -> lending.delivered(c, due));
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
        assertThat(hers).extracting(Mailboxes.Lying::disclosure).containsExactly(1L);
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
    void whatIsLargeIsTakenAsFarAsThereIsRoomAndTheRestNextTimeInOrder() {
        int third = Lending.MOST_BYTES / 3;
        enqueue(1, third, 0);
        enqueue(2, third / 2, third / 2);
        enqueue(3, 1, third + third / 2);
        enqueue(4, 1, 0);

        assertThat(take(NOW)).extracting(Outbox.Due::disclosure).containsExactly(1L, 2L);
        assertThat(take(NOW))
                .as("what is small does not overtake")
                .extracting(Outbox.Due::disclosure)
                .containsExactly(3L, 4L);
    }

    @Test
    void whatIsLargerThanAllTheRoomIsTakenByItself() {
        enqueue(1, 1, Lending.MOST_BYTES);
        enqueue(2, 1, 0);

        assertThat(take(NOW)).extracting(Outbox.Due::disclosure).containsExactly(1L);
        assertThat(take(NOW)).extracting(Outbox.Due::disclosure).containsExactly(2L);
    }

    @Test
    void whatIsLookedAtByAnotherIsNotOvertakenByWhatIsOfTheSameCase() throws Exception {
        enqueue(1, "one case");
        enqueue(2, "one case");
        CompletableFuture<List<Outbox.Due>> taking = transactions.write(holder -> {
            update(holder, "update outbox set told_at = now() where disclosure = 1");
            CompletableFuture<List<Outbox.Due>> waits = CompletableFuture.supplyAsync(() -> take(NOW));
            awaitSomeoneWaitingFor(holder);
            assertThat(waits).isNotDone();
            return waits;
        });

        assertThat(taking.get(1, TimeUnit.MINUTES))
                .extracting(Outbox.Due::disclosure)
                .containsExactly(1L, 2L);
    }

    @Test
    void whatIsSetBackWhileItIsWaitedForHoldsUpWhatIsOfTheSameCase() throws Exception {
        enqueue(1, "one case");
        enqueue(2, "one case");
        enqueue(3, "another case");
        CompletableFuture<List<Outbox.Due>> taking = transactions.write(holder -> {
            update(holder, "update outbox set next_attempt = now() + interval '100 years' where disclosure = 1");
            CompletableFuture<List<Outbox.Due>> waits = CompletableFuture.supplyAsync(() -> take(NOW));
            awaitSomeoneWaitingFor(holder);
            return waits;
        });

        assertThat(taking.get(1, TimeUnit.MINUTES))
                .extracting(Outbox.Due::disclosure)
                .containsExactly(3L);
    }

    private void awaitSomeoneWaitingFor(Connection holder) throws SQLException {
        int pid;
        try (var statement = holder.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            pid = row.getInt(1);
        }
        Awaitility.await()
                .until(() ->
                        number("select count(*) from pg_stat_activity where " + pid + " = any(pg_blocking_pids(pid))")
                                == 1);
    }

    @Test
    void whatIsLentOnIsGivenToNobodyElseBeforeItsNewTime() {
        enqueue(1);
        List<Long> lent = ids(take(NOW));
        Instant later = NOW.plus(LOAN).minusMillis(1);

        assertThat(renew(lent, later)).containsExactlyElementsOf(lent);
        assertThat(take(later.plus(LOAN).minusMillis(1))).isEmpty();
        assertThat(take(later.plus(LOAN))).extracting(Outbox.Due::attempts).containsExactly(2);
    }

    @Test
    void whatIsWithdrawnWhileItIsLentIsNotLentOnAndIsGone() {
        String withdrawn = enqueue(1);
        enqueue(2);
        List<Long> lent = ids(take(NOW));
        supersede(withdrawn);

        assertThat(renew(lent, NOW)).containsExactly(lent.get(1));
        assertThat(number("select count(*) from outbox")).isEqualTo(1);
    }

    @Test
    void whatIsWithdrawnKeepsNoBytesEvenWhileItIsOnItsWay() {
        String withdrawn = enqueue(1);
        List<Outbox.Due> lent = take(NOW);
        supersede(withdrawn);

        assertThat(number("select sum(octet_length(sealed) + coalesce(octet_length(covered), 0)) from outbox"))
                .isZero();
        assertThat(transactions.<Set<Long>, RuntimeException>write(c -> lending.delivered(c, ids(lent))))
                .as("the log can still say that it arrived")
                .containsExactlyElementsOf(ids(lent));
    }

    @Test
    void whatIsWithdrawnOnItsWayAndNotHandedOverIsGone() {
        String withdrawn = enqueue(1);
        enqueue(2);
        List<Outbox.Due> lent = take(NOW);
        supersede(withdrawn);
        fail(lent.get(0), NOW);
        assertThat(number("select count(*) from outbox")).as("failed").isEqualTo(1);

        String another = enqueue(3);
        Outbox.Due refused = take(NOW).get(0);
        supersede(another);
        boolean aside = transactions.write(c -> lending.setAside(c, refused.id(), "hl7-ae", NOW));
        assertThat(aside).as("there is nobody to tell of it").isFalse();
        assertThat(number("select count(*) from outbox")).as("refused").isEqualTo(1);

        String third = enqueue(4);
        List<Long> untried = ids(take(NOW));
        supersede(third);
        transactions.write(c -> {
            lending.postpone(c, untried, NOW);
            return 0;
        });
        assertThat(number("select count(*) from outbox")).as("not tried").isEqualTo(1);
        assertThat(count(true)).as("what was not withdrawn").isEqualTo(1);
    }

    private void supersede(String message) {
        transactions.write(c -> new TakenBack().supersede(c, List.of(message)));
    }

    private Set<Long> renew(List<Long> ids, Instant now) {
        return transactions.write(c -> lending.renew(c, ids, now));
    }

    private static List<Long> ids(List<Outbox.Due> due) {
        return due.stream().map(Outbox.Due::id).toList();
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private long number(String sql) {
        return transactions.read(c -> {
            try (var statement = c.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Test
    void whatAnotherNodeTookOutIsNotTakenOutAgain() {
        enqueue(1);
        enqueue(2);
        List<Long> due = take(NOW).stream().map(Outbox.Due::id).toList();
        transactions.write(c -> lending.delivered(c, due.subList(0, 1)));
        Set<Long> out = transactions.write(c -> lending.delivered(c, due));
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

    private String enqueue(long disclosure) {
        return enqueue(disclosure, "case of " + disclosure);
    }

    private String enqueue(long disclosure, String caseRef) {
        String message = UUID.randomUUID().toString();
        transactions.write(c -> {
            outbox.enqueue(c, List.of(posted(Door.QUEUE, message, caseRef, disclosure)));
            return disclosure;
        });
        return message;
    }

    /** One of this size. */
    private void enqueue(long disclosure, int sealed, int covered) {
        Sealed large = new Sealed(Bytes.of(new byte[sealed]), Optional.of(Bytes.of(new byte[covered])));
        transactions.write(c -> {
            outbox.enqueue(
                    c,
                    List.of(new Outbox.Posted(
                            IDVA, Door.MLLP, "message", "case of " + disclosure, false, true, disclosure, large, NOW)));
            return disclosure;
        });
    }

    private static Outbox.Posted posted(Door door, String message, String caseRef, long disclosure) {
        return new Outbox.Posted(IDVA, door, message, caseRef, false, true, disclosure, Sealed.of(SEALED), NOW);
    }

    private List<Outbox.Due> take(Instant now, Outbox.Lane... shut) {
        return transactions.write(c -> lending.take(c, 10, now, Set.of(shut)));
    }

    private long count(boolean waiting) {
        return transactions.read(c -> waiting ? outbox.waiting(c) : outbox.undeliverable(c));
    }
}
