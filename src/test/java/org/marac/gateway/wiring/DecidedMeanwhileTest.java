package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.wiring.WholeLine.to;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.flow.Release;
import org.marac.gateway.flow.Unit;
import org.marac.gateway.flow.UnitOfWork;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Exclusion;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;

/**
 * Hazards H1, H2 and H7: what was said between the decision on a message and its filing counts. Nothing leaves by a decision
 * that did not know what the record knew when it left.
 */
@Timeout(60)
class DecidedMeanwhileTest {
    private static final String HOUSING = "wenbury-housing";
    private static final String IDVA = "haven-idva";
    private static final String CHILDREN = "wenbury-childrens-services";

    private final WholeLine line = new WholeLine();
    private final Someone anna = Someone.named("Anna");
    private final Someone ben = Someone.named("Ben");
    private final AtomicInteger decided = new AtomicInteger();

    @BeforeEach
    void nothingElseWaits() {
        line.delivered();
    }

    @Test
    void whatTheHospitalSaysGoesToHousingWhereNothingSpeaksAgainstIt() {
        line.accepted(hospital());

        assertThat(text(to(HOUSING, line.delivered()))).contains("Salt Lane");
    }

    @Test
    void h2_theSafeAddressThatThePoliceNamedMeanwhileIsInNothingThatLeaves() {
        meanwhile(() -> line.accepted(police(hiding())));
        line.accepted(hospital());

        assertThat(decided.get()).isGreaterThan(1);
        List<Envelope> sent = line.delivered();
        assertThat(text(to(CHILDREN, sent))).doesNotContain("Salt Lane", "EM7 4RT");
        assertThat(text(to(HOUSING, sent))).doesNotContain("Salt Lane", "EM7 4RT");
        assertThat(text(to(IDVA, sent))).contains("She is now at 5 Salt Lane");
    }

    @Test
    void h7_housingIsSentNothingWhereThePoliceSaidMeanwhileThatBensSisterWorksThere() {
        meanwhile(() -> line.accepted(Told.by("wenbury-police", Someone.again(anna), ben)
                .excluding(new Exclusion(
                        "Dana Crowhurst",
                        Optional.of("sister of the alleged perpetrator"),
                        Optional.of("Wenbury Homes"),
                        Optional.empty(),
                        Optional.empty()))
                .scoring(20, 20)
                .referral()));
        line.accepted(hospital());

        assertThat(to(HOUSING, line.delivered())).isEmpty();
    }

    @Test
    void h2_theSafeAddressThatACorrectionNamedMeanwhileIsInNothingThatLeaves() {
        Referral referral = (Referral) police(Someone.again(anna));
        line.accepted(referral);
        Referral instead = (Referral) police(hiding());
        meanwhile(() -> line.accepted(
                new Correction(instead.header(), referral.header().id(), Optional.empty(), Optional.of(instead))));
        line.accepted(hospital());

        assertThat(text(to(CHILDREN, line.delivered()))).doesNotContain("Salt Lane", "EM7 4RT");
        assertThat(decided.get()).isGreaterThan(1);
    }

    @Test
    void h2_theSafeAddressThatHerOtherCaseWasOpenedWithMeanwhileIsInNothingThatLeaves() {
        meanwhile(() -> line.accepted(Told.by("wenbury-police", hiding(), Someone.named("Carl"))
                .scoring(20, 20)
                .referral()));
        line.accepted(hospital());

        assertThat(text(to(CHILDREN, line.delivered()))).doesNotContain("Salt Lane", "EM7 4RT");
        assertThat(decided.get()).isGreaterThan(1);
    }

    @Test
    void h2_whatAPersonLetsGoIsLookedAtAgainWhereThePoliceNamedHerSafeAddressMeanwhile() throws Declined {
        Message hospital = Told.by(
                        "wenbury-hospital", Someone.again(anna).workingFor("Wenbury Children's Services"), ben)
                .purpose(Purpose.MEETING)
                .item(DataCategory.RISK, Role.VICTIM, "She is now at 5 Salt Lane, EM7 4RT.")
                .information();
        line.accepted(hospital);
        line.delivered();
        String hold = line.waiting(hospital).get(0).id();
        Official coordinator = new Official(
                new Acting("account-pseudonym", Office.COORDINATOR, WholeLine.MARAC), "Someone Else", Set.of());
        Release release = new Release(line.holdRooms, line.clock);
        Digest approved = release.show(hold, coordinator, Optional.empty())
                .views()
                .get(0)
                .view()
                .digest();

        meanwhile(() -> line.accepted(police(hiding())));
        assertThatThrownBy(() -> release.release(hold, approved, "no-danger", coordinator, Optional.empty()))
                .isInstanceOfSatisfying(
                        Declined.class, declined -> assertThat(declined.why()).isEqualTo(Declined.Why.VIEW_CHANGED));

        assertThat(text(to(CHILDREN, line.delivered()))).doesNotContain("She is now at");
        assertThat(line.waiting(hospital)).hasSize(1);
    }

    @Test
    void whatWasDisposedOfMeanwhileIsNotFiledInto() {
        Message before = police(Someone.again(anna));
        line.accepted(before);
        String caseRef = line.filed(before).caseRef();
        Message hospital = hospital();
        meanwhile(() ->
                line.transactions.write((Connection c) -> line.caseRecord.dispose(c, caseRef, line.clock.instant())));
        line.accepted(hospital);

        assertThat(line.filed(hospital).caseRef()).isNotEqualTo(caseRef);
    }

    @Test
    void whatWasSaidOfOthersMeanwhileIsNoReasonToDecideAgain() {
        line.accepted(police(Someone.again(anna)));
        List<Message> others = List.of(
                Told.by("wenbury-police", Someone.named("Eve"), Someone.named("Finn"))
                        .scoring(20, 20)
                        .referral(),
                Told.by("wenbury-police", Someone.named("Anna"), Someone.named("Ben"))
                        .scoring(20, 20)
                        .referral());
        meanwhile(() -> others.forEach(line::accepted));
        Message hospital = hospital();
        line.accepted(hospital);

        assertThat(decided).hasValue(1);
    }

    @Test
    void whatCameTwiceAtOnceIsAnsweredAsItWasTheFirstTime() {
        Message hospital = hospital();
        Outcome[] first = new Outcome[1];
        meanwhile(() -> first[0] = line.accepted(hospital));
        Outcome again = line.accepted(hospital);

        assertThat(again.repeated()).isTrue();
        assertThat(again.answered()).isEqualTo(first[0].answered());
        assertThat(to(HOUSING, line.delivered())).hasSize(1);
    }

    @Test
    void whereSomethingElseIsSaidAgainAndAgainItEndsAsWhatCouldNotBeDone() {
        Message hospital = hospital();
        boolean[] within = new boolean[1];
        line.whenDecided = () -> {
            if (!within[0]) {
                within[0] = true;
                line.accepted(Told.by("wenbury-police", Someone.again(anna), ben)
                        .excluding("Nobody " + decided.incrementAndGet())
                        .scoring(20, 20)
                        .referral());
                within[0] = false;
            }
        };

        assertThatThrownBy(() -> line.say(hospital)).isInstanceOf(Unit.SaidMeanwhile.class);

        line.whenDecided = () -> {};
        assertThat(decided.get()).isGreaterThan(20).isLessThan(50);
        assertThat(to(HOUSING, line.delivered())).isEmpty();
        assertThat(line.accepted(hospital).repeated()).isFalse();
    }

    /** Each names where the other says that she hides: whichever is kept first, the other must know it. */
    @Test
    void h2_ofTwoThatComeTogetherTheSecondKnowsWhatTheFirstSaid() throws Exception {
        Message one = naming("wenbury-police", "EM7 4RT", "5 Salt Lane", "She was at 9 Larch Yard before.");
        Message other = naming("wenbury-hospital", "WB9 9ZZ", "9 Larch Yard", "She was at 5 Salt Lane before.");

        List<Outcome> outcomes = together(one, other);

        boolean inOrder = outcomes.get(0).answered().position().index()
                < outcomes.get(1).answered().position().index();
        String text = inOrder ? "She was at 5 Salt Lane" : "She was at 9 Larch Yard";
        List<Envelope> sent = line.delivered();
        assertThat(text(to(CHILDREN, sent))).doesNotContain(text);
        assertThat(text(to(IDVA, sent))).contains(text);
    }

    @Test
    void whatManyAgenciesSayOfOneCaseAtOnceIsAllTaken() throws Exception {
        List<Message> all = Stream.iterate(1, i -> i + 1)
                .limit(30)
                .map(i -> (Message) Told.by("wenbury-police", Someone.again(anna), ben)
                        .excluding("Nobody " + i)
                        .scoring(20, 20)
                        .referral())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Callable<Outcome>> works = all.stream()
                    .map(message -> (Callable<Outcome>) () -> line.accepted(message))
                    .toList();
            for (Future<Outcome> outcome : threads.invokeAll(works)) {
                outcome.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(all)
                .extracting(message -> line.filed(message).caseRef())
                .containsOnly(line.filed(all.get(0)).caseRef());
    }

    /** Both are decided on before either is written, and both are written as one group if they can be. */
    private List<Outcome> together(Message... messages) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        FutureTask<String> before = new FutureTask<>(() -> line.ledger.write(unit -> {
            begun.countDown();
            await(ending);
            return new UnitOfWork.Conclusion<>(0, places -> "nothing written");
        }));
        new Thread(before).start();
        begun.await();
        List<FutureTask<Outcome>> tasks = new ArrayList<>();
        for (Message message : messages) {
            FutureTask<Outcome> task = new FutureTask<>(() -> line.accepted(message));
            Thread thread = new Thread(task);
            thread.start();
            Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
            tasks.add(task);
        }
        ending.countDown();
        before.get();
        List<Outcome> outcomes = new ArrayList<>();
        for (FutureTask<Outcome> task : tasks) {
            outcomes.add(task.get());
        }
        return outcomes;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This happens once, when the next message has been decided on; how often that is decided on is counted. */
    private void meanwhile(Runnable happens) {
        decided.set(0);
        line.whenDecided = () -> {
            if (decided.incrementAndGet() == 1) {
                Runnable counting = line.whenDecided;
                line.whenDecided = () -> {};
                happens.run();
                line.whenDecided = counting;
            }
        };
    }

    private Message hospital() {
        return Told.by("wenbury-hospital", Someone.again(anna), ben)
                .purpose(Purpose.MEETING)
                .item(DataCategory.RISK, Role.VICTIM, "She is now at 5 Salt Lane, EM7 4RT.")
                .information();
    }

    private Someone hiding() {
        return Someone.again(anna).hidingAt("EM7 4RT", "5 Salt Lane", "Wenbury");
    }

    private Message police(Someone victim) {
        return Told.by("wenbury-police", victim, ben).scoring(20, 20).referral();
    }

    private Message naming(String agency, String postcode, String where, String text) {
        return Told.by(agency, Someone.again(anna).hidingAt(postcode, where, "Wenbury"), ben)
                .purpose(Purpose.MEETING)
                .item(DataCategory.RISK, Role.VICTIM, text)
                .information();
    }

    private static String text(List<Envelope> envelopes) {
        return envelopes.stream().map(one -> one.content().text()).collect(Collectors.joining("\n"));
    }
}
