package org.marac.gateway.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Waiting;
import org.marac.gateway.storage.StorageUnavailable;
import org.marac.gateway.storage.Transactions;

class HoldsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    private final Transactions transactions = Databases.shared().transactions();
    private final Holds holds = new Holds();
    private final Glasses glasses = new Glasses();

    @Test
    void readsBackExactlyWhatWasRaised() {
        Waiting raised = raise("message-" + UUID.randomUUID(), NOW);

        assertThat(transactions.read((Connection c) -> holds.find(c, id(raised))))
                .contains(raised);
        assertThat(transactions.read((Connection c) -> holds.waiting(c, 1000))).contains(raised);
    }

    @Test
    void endsOnce() {
        Waiting raised = raise("message-" + UUID.randomUUID(), NOW);
        transactions.write((Connection c) -> holds.settle(c, raised, Waiting.State.RELEASED, NOW));

        assertThatThrownBy(
                        () -> transactions.write((Connection c) -> holds.settle(c, raised, Waiting.State.REFUSED, NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(transactions
                        .read((Connection c) -> holds.find(c, id(raised)))
                        .map(Waiting::state))
                .contains(Waiting.State.RELEASED);
        assertThat(transactions.read((Connection c) -> holds.waiting(c, 1000))).doesNotContain(raised);
    }

    @Test
    void saysWhenNothingOfTheMessageWaitsAnyMore() {
        String message = "message-" + UUID.randomUUID();
        Waiting first = raise(message, NOW);
        Waiting second = raise(message, NOW);

        assertThat(transactions.write((Connection c) -> holds.settle(c, first, Waiting.State.RELEASED, NOW)))
                .isFalse();
        assertThat(transactions.write((Connection c) -> holds.settle(c, second, Waiting.State.REFUSED, NOW)))
                .isTrue();
    }

    @Test
    void isOverdueUntilItIsEscalatedAndEachTimeAgain() {
        Waiting raised = raise("message-" + UUID.randomUUID(), NOW);

        assertThat(overdue(raised.due().minusMillis(1))).doesNotContain(raised.id());
        assertThat(overdue(raised.due())).contains(raised.id());
        Instant next = raised.due().plus(Duration.ofHours(8));
        transactions.write((Connection c) -> {
            holds.escalate(c, raised, next);
            return raised;
        });
        assertThat(overdue(next.minusMillis(1))).doesNotContain(raised.id());
        assertThat(overdue(next)).contains(raised.id());
        Waiting now =
                transactions.read((Connection c) -> holds.find(c, id(raised))).orElseThrow();
        assertThat(now.escalations()).isEqualTo(1);
        assertThat(now.state()).isEqualTo(Waiting.State.WAITING);
        assertThat(transactions.read((Connection c) -> holds.count(c)).overdue())
                .isPositive();
    }

    @Test
    void keepsABreakGlassAsItStands() {
        Glass asked = glass(Optional.empty(), Optional.empty());
        Glass opened = glass(asked.id(), Optional.of(NOW.plus(Duration.ofHours(24))), Optional.empty());

        keep(asked);
        keep(opened);

        assertThat(transactions.read((Connection c) -> glasses.find(c, UUID.fromString(asked.id()))))
                .contains(opened);
        long unreviewed = transactions.read(glasses::unreviewed);
        Glass reviewed = glass(
                asked.id(),
                opened.until(),
                Optional.of(new Glass.Review(person("reviewer", Office.DPO), NOW, "was-right")));
        keep(reviewed);
        assertThat(transactions.read((Connection c) -> glasses.unreviewed(c))).isEqualTo(unreviewed - 1);
        assertThat(transactions.read((Connection c) -> glasses.recent(c, 100))).contains(reviewed);
    }

    @Test
    void theDatabaseItselfTakesNoReviewByWhoeverTookPart() {
        Glass reviewed =
                glass(Optional.of(NOW), Optional.of(new Glass.Review(person("first", Office.CHAIR), NOW, "was-right")));

        assertThatThrownBy(() -> keep(reviewed)).isInstanceOf(StorageUnavailable.class);
    }

    private void keep(Glass glass) {
        transactions.write((Connection c) -> {
            glasses.keep(c, glass);
            return glass;
        });
    }

    private List<String> overdue(Instant at) {
        return transactions.write((Connection c) -> holds.overdue(c, at, 1000)).stream()
                .map(Waiting::id)
                .toList();
    }

    @Test
    void namesWhatNobodyHasReviewedInTimeUntilSomeoneHas() {
        Instant until = NOW.plus(Duration.ofHours(1));
        Instant due = until.plus(Duration.ofDays(3));
        Glass glass = glass(Optional.of(until), Optional.empty());
        transactions.write((Connection c) -> {
            glasses.keep(c, glass);
            return glass;
        });
        assertThat(toBeReviewed(due.minusSeconds(1))).doesNotContain(glass);
        assertThat(toBeReviewed(due)).contains(glass);
        Glass reminded = glass.reminded(due.plus(Duration.ofDays(3)));
        transactions.write((Connection c) -> {
            glasses.keep(c, reminded);
            return glass;
        });
        assertThat(toBeReviewed(due)).extracting(Glass::id).doesNotContain(glass.id());
        assertThat(toBeReviewed(due.plus(Duration.ofDays(3)))).contains(reminded);
        transactions.write((Connection c) -> {
            glasses.keep(c, reminded.reviewed(new Glass.Review(person("third", Office.CHAIR), due, "was-right")));
            return glass;
        });
        assertThat(toBeReviewed(due.plus(Duration.ofDays(9))))
                .extracting(Glass::id)
                .doesNotContain(glass.id());
    }

    private List<Glass> toBeReviewed(Instant at) {
        return transactions.write((Connection c) -> glasses.overdue(c, at, 1000));
    }

    private Waiting raise(String message, Instant at) {
        Waiting waiting = new Waiting(
                UUID.randomUUID().toString(),
                message,
                "case",
                new AgencyId("wenbury-police"),
                new AgencyId("haven-idva"),
                Assurance.SIGNED,
                "look-first",
                List.of(new ClauseId("C5.1"), new ClauseId("C5.2")),
                true,
                new Position(7),
                at,
                at.plus(Duration.ofMinutes(30)),
                0,
                Waiting.State.WAITING);
        return transactions.write((Connection c) -> {
            holds.raise(c, List.of(waiting));
            return waiting;
        });
    }

    private static UUID id(Waiting waiting) {
        return UUID.fromString(waiting.id());
    }

    private static Glass glass(Optional<Instant> until, Optional<Glass.Review> review) {
        return glass(UUID.randomUUID().toString(), until, review);
    }

    private static Glass glass(String id, Optional<Instant> until, Optional<Glass.Review> review) {
        return new Glass(
                id,
                "case",
                new ClauseId("C9.1"),
                "life-in-danger",
                List.of(person("first", Office.CHAIR), person("second", Office.DPO)),
                2,
                NOW,
                until,
                Optional.empty(),
                until.map(end -> end.plus(Duration.ofDays(3))),
                0,
                review);
    }

    private static Acting person(String account, Office office) {
        return new Acting(account, office, new AgencyId("wenbury-marac"));
    }
}
