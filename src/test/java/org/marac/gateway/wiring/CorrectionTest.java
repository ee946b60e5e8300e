package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.wiring.WholeLine.to;
import static org.marac.gateway.wiring.WholeLine.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.audit.Result;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.flow.Release;
import org.marac.gateway.flow.Settlement;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Waiting;

/**
 * Scenario 16, hazard H20 and rule P24: what was said and is not so reaches everyone who was told, each as far as that
 * one may see it.
 */
@Timeout(60)
class CorrectionTest {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final String IDVA = "haven-idva";
    private static final String CHILDREN = "wenbury-childrens-services";

    private final WholeLine line = new WholeLine();
    private final String victim = Tale.surname();
    private final String perpetrator = Tale.surname();
    private final Tale told = Tale.referral(victim, perpetrator).livingAt("WB1 9QT", "41 Copperbeck Street");

    @BeforeEach
    void nothingElseWaits() {
        line.delivered();
    }

    @Test
    void scenario16_anAddressTypoReachesEveryoneWhoWasSentTheWrongAddress() {
        accepted(told);
        assertThat(recipients(line.delivered())).containsExactlyInAnyOrder(IDVA, CHILDREN);

        Tale correction =
                told.again().livingAt("WB1 9QT", "14 Copperbeck Street").correcting(told.id());
        accepted(correction);

        List<Envelope> sent = line.delivered();
        assertThat(recipients(sent)).containsExactlyInAnyOrder(IDVA, CHILDREN);
        for (Envelope envelope : sent) {
            JsonNode seen = view(envelope);
            assertThat(seen.path("kind").asText()).isEqualTo("CORRECTION");
            assertThat(seen.path("corrects").asText()).isEqualTo(told.id());
            assertThat(seen.at("/referral/victim/address/lines/0").asText()).isEqualTo("14 Copperbeck Street");
        }
        assertThat(view(to(IDVA, sent).get(0)).at("/referral/narrative/reason").asText())
                .contains("Fourth call");
        assertThat(view(to(CHILDREN, sent).get(0)).path("referral").has("narrative"))
                .isFalse();
    }

    @Test
    void scenario16_h2_whoHadTheOldAddressIsNotSentTheNewOneItMayNotSee() {
        accepted(told.livingAt("EM7 3KD", "12 Heron Quay"));
        assertThat(text(to(CHILDREN, line.delivered()))).contains("Heron Quay");

        Tale correction =
                told.again().livingAt("WB1 9QT", "41 Copperbeck Street").hidingAt("EM7 4RT", "5 Salt Lane");
        correction
                .at("/narrative")
                .put("wishes", "She is now at 5 Salt Lane, EM7 4RT, and not at Heron Quay any more.");
        accepted(correction.correcting(told.id()));

        List<Envelope> sent = line.delivered();
        assertThat(text(to(IDVA, sent))).contains("Salt Lane");
        assertThat(text(to(CHILDREN, sent)))
                .contains("\"corrects\"")
                .doesNotContain("Salt Lane")
                .doesNotContain("EM7 4RT");
    }

    @Test
    void scenario16_whoMayNotSeeWhatStandsInsteadIsToldToDestroyWhatItHasAndNothingElse() {
        String caseRef = accepted(told);
        line.delivered();
        Tale correction = told.again();
        correction.whole().remove("children");
        accepted(correction.correcting(told.id()));

        List<Envelope> sent = line.delivered();
        assertThat(recipients(sent)).containsExactlyInAnyOrder(IDVA, CHILDREN);
        Envelope recall = to(CHILDREN, sent).get(0);
        JsonNode seen = view(recall);
        assertThat(seen.path("corrects").asText()).isEqualTo(told.id());
        assertThat(seen.at("/withdrawal/reason").asText()).isEqualTo("CORRECTED");
        assertThat(seen.fieldNames())
                .toIterable()
                .containsExactly("kind", "version", "header", "corrects", "withdrawal");
        assertThat(recall.content().text()).doesNotContain(victim).doesNotContain(perpetrator);
        Envelope.Handling handling = recall.handling().orElseThrow();
        assertThat(handling.obligations()).contains(Obligation.DELAU);
        assertThat(handling.originator()).isEqualTo(POLICE);
        assertThat(line.entries(caseRef))
                .filteredOn(Entry.Recall.class::isInstance)
                .singleElement()
                .satisfies(entry -> assertThat(((Entry.Recall) entry).to()).isEqualTo(new AgencyId(CHILDREN)));
    }

    @Test
    void p24_aWithdrawalReachesEveryoneAndTheRecordKeepsBoth() {
        String caseRef = accepted(told);
        line.delivered();
        Tale withdrawal = told.withdrawing(told.id(), "WRONG_PERSON");
        Outcome outcome = line.say(POLICE, withdrawal.bytes());

        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        List<Envelope> sent = line.delivered();
        assertThat(recipients(sent)).containsExactlyInAnyOrder(IDVA, CHILDREN);
        assertThat(sent).allSatisfy(envelope -> {
            assertThat(view(envelope).at("/withdrawal/reason").asText()).isEqualTo("WRONG_PERSON");
            assertThat(view(envelope).path("corrects").asText()).isEqualTo(told.id());
            assertThat(view(envelope).has("referral")).isFalse();
        });
        assertThat(line.filed(line.message(told)).correctedBy()).contains(line.ref(line.message(withdrawal)));
        assertThat(line.filed(line.message(told)).view().text()).contains(victim);
        assertThat(line.filed(line.message(withdrawal)).caseRef()).isEqualTo(caseRef);
        assertThat(line.filed(line.message(withdrawal)).correctedBy()).isEmpty();
    }

    @Test
    void scenario16_anAuditorSeesWhoWasToldAndWhoHasIt() {
        String caseRef = accepted(told);
        line.delivered();
        accepted(told.withdrawing(told.id(), "NOT_TRUE"));
        assertThat(results(caseRef, Result.RECALLED)).containsExactlyInAnyOrder(IDVA, CHILDREN);
        assertThat(line.entries(caseRef))
                .filteredOn(entry -> entry.event().equals("correction.accepted"))
                .singleElement()
                .satisfies(entry -> assertThat(((Entry.Noted) entry).details())
                        .extracting(Entry.Noted.Detail::name)
                        .containsExactly("case", "message", "corrects", "withdrawn"));
    }

    @Test
    void h20_whatHasNotLeftYetDoesNotLeaveAnyMore() {
        String caseRef = accepted(told);
        accepted(told.withdrawing(told.id(), "SENT_IN_ERROR"));

        assertThat(line.delivered())
                .as("nobody saw it, so nobody is told either")
                .isEmpty();
        assertThat(line.entries(caseRef))
                .filteredOn(entry -> entry.event().equals("correction.superseded"))
                .hasSize(2);
        assertThat(line.entries(caseRef)).noneMatch(Entry.Recall.class::isInstance);
    }

    @Test
    void h20_whatIsOnItsWayAtThatMomentIsNotTriedAgainAndIsRecalled() {
        accepted(told);
        assertThat(line.taken()).hasSize(2);
        accepted(told.withdrawing(told.id(), "NO_LONGER_SAFE"));
        line.clock.tick(Duration.ofHours(1));

        List<Envelope> sent = line.delivered();
        assertThat(recipients(sent)).containsExactlyInAnyOrder(IDVA, CHILDREN);
        assertThat(sent)
                .allSatisfy(
                        envelope -> assertThat(view(envelope).has("withdrawal")).isTrue());
    }

    @Test
    void h20_whatIsLentToASlowDoorAndWithdrawnMeanwhileIsNotHandedOver() {
        String caseRef = accepted(told);
        List<Outbox.Due> lent = line.taken();
        OutboxDesk desk =
                new OutboxDesk(line.transactions, line.lending, line.log, new Settlement(line.clock), line.clock);
        assertThat(desk.renewed(lent))
                .containsExactlyInAnyOrderElementsOf(
                        lent.stream().map(Outbox.Due::id).toList());
        accepted(told.withdrawing(told.id(), "NO_LONGER_SAFE"));

        assertThat(desk.renewed(lent)).isEmpty();
        desk.delivered(lent);
        assertThat(line.entries(caseRef))
                .as("nothing of it is left in the outbox")
                .noneMatch(Entry.Delivered.class::isInstance);
    }

    @Test
    void h20_whatWaitedForAPersonCannotBeLetGoAnyMore() throws Declined {
        told.at("/victim").put("employer", "Wenbury Children's Services");
        String caseRef = accepted(told);
        Waiting waiting = line.waiting(line.message(told)).get(0);
        assertThat(waiting.recipient()).isEqualTo(new AgencyId(CHILDREN));
        Tale correction = told.again();
        correction.at("/victim").put("employer", "Copperbeck Bakery");
        accepted(correction.correcting(told.id()));

        assertThat(line.waiting(line.message(told))).isEmpty();
        assertThat(line.filed(line.message(told)).whole()).isEmpty();
        Release release = new Release(line.holdRooms, line.clock);
        Official coordinator = new Official(
                new Acting("account-pseudonym", Office.COORDINATOR, WholeLine.MARAC), "Someone Else", Set.of());
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                Declined.class, () -> release.show(waiting.id(), coordinator, Optional.empty()))
                        .why())
                .isEqualTo(Declined.Why.ENDED);
        assertThat(line.entries(caseRef))
                .filteredOn(HoldEntry.Withheld.class::isInstance)
                .singleElement()
                .satisfies(entry ->
                        assertThat(((HoldEntry.Withheld) entry).reason()).isEqualTo("superseded"));
        assertThat(recipients(line.delivered()))
                .as("the new view waits for nobody")
                .contains(CHILDREN);
    }

    @Test
    void aCorrectionThatWaitsForAPersonIsRecalledMeanwhile() {
        accepted(told);
        line.delivered();
        Tale correction = told.again();
        correction.at("/victim").put("employer", "Wenbury Children's Services");
        Tale sent = correction.correcting(told.id());
        accepted(sent);

        assertThat(line.waiting(line.message(sent))).hasSize(1);
        assertThat(view(to(CHILDREN, line.delivered()).get(0))
                        .at("/withdrawal/reason")
                        .asText())
                .isEqualTo("CORRECTED");
    }

    @Test
    void whoIsNotSentAViewUnderTheNewCorrectionStillCountsAsToldOfTheFirst() {
        accepted(told);
        line.delivered();
        Tale first = told.again();
        first.whole().remove("children");
        Tale firstCorrection = first.correcting(told.id());
        accepted(firstCorrection);
        line.delivered();
        accepted(told.withdrawing(firstCorrection.id(), "NOT_TRUE"));

        assertThat(recipients(line.delivered()))
                .as("who was sent any of the chain")
                .containsExactlyInAnyOrder(IDVA, CHILDREN);
    }

    @Test
    void whoCannotBeToldByMachineIsForTheCoordinatorToTelephone() {
        String caseRef = accepted(told);
        line.delivered();
        line.keyless.add(new AgencyId(CHILDREN));
        accepted(told.withdrawing(told.id(), "NO_LONGER_SAFE"));

        assertThat(recipients(line.delivered())).containsExactly(IDVA);
        assertThat(line.notices(caseRef)).extracting(Notice::code).contains(Notice.Code.RECALL_BY_HAND);
        assertThat(line.entries(caseRef))
                .filteredOn(entry -> entry.event().equals("correction.by-hand"))
                .hasSize(1);
    }

    @Test
    void theSameCorrectionAgainIsAnsweredAgainAndTellsNobodyTwice() {
        accepted(told);
        line.delivered();
        Tale withdrawal = told.withdrawing(told.id(), "NOT_TRUE");
        accepted(withdrawal);
        line.delivered();

        assertThat(line.say(POLICE, withdrawal.bytes()).repeated()).isTrue();
        assertThat(line.delivered()).isEmpty();
    }

    @Test
    void h19_whatOnlyTheMistakeSaidLeadsToTheCaseNoMore() {
        told.at("/victim").put("nhsNumber", "9990000026");
        String caseRef = accepted(told);
        Tale correction = told.again();
        correction.at("/victim").put("nhsNumber", "9990000018");
        accepted(correction.correcting(told.id()));

        Tale other = Tale.referral(Tale.surname(), perpetrator);
        other.at("/victim").put("nhsNumber", "9990000026").put("birthDate", "1970-01-31");
        assertThat(accepted(other)).isNotEqualTo(caseRef);
        Tale same = Tale.referral(victim, perpetrator);
        same.at("/victim").put("nhsNumber", "9990000018");
        assertThat(accepted(same)).isEqualTo(caseRef);
    }

    @Test
    void whomTheMistakeBoundToAnAgencyTheyAreNoMore() {
        told.at("/allegedPerpetrators/0/person").put("employer", "Wenbury Children's Services");
        accepted(told);
        assertThat(recipients(line.delivered())).doesNotContain(CHILDREN);
        Tale correction = told.again();
        correction.at("/allegedPerpetrators/0/person").remove("employer");
        accepted(correction.correcting(told.id()));
        assertThat(recipients(line.delivered())).contains(CHILDREN);
    }

    @Test
    void refusesToCorrectWhatTheSenderNeverSaid() {
        assertThat(refusal(told.withdrawing("never-said", "NOT_TRUE"))).isEqualTo(notCorrectable("unknown-message"));
    }

    @Test
    void refusesToCorrectWhatAnotherAgencySaid() {
        accepted(told);
        line.delivered();
        Tale theirs = told.withdrawing(told.id(), "NOT_TRUE").sender("wenbury-housing");
        assertThat(line.say(new AgencyId("wenbury-housing"), theirs.bytes())
                        .answered()
                        .refusal())
                .contains(notCorrectable("unknown-message"));
        assertThat(line.filed(line.message(told)).correctedBy()).isEmpty();
        assertThat(line.delivered()).isEmpty();
    }

    @Test
    void refusesToCorrectTwiceWhatALaterCorrectionStandsFor() {
        accepted(told);
        accepted(told.again().correcting(told.id()));
        assertThat(refusal(told.again().correcting(told.id()))).isEqualTo(notCorrectable("corrected-already"));
    }

    @Test
    void whoKnowsOnlyTheFirstIdCorrectsWhatWasSaidLastInItsPlace() {
        accepted(told);
        Tale second = ofItsConversation(told.again().livingAt("WB1 9QT", "14 Copperbeck Street"));
        accepted(second);
        line.delivered();
        Tale third = ofItsConversation(told.again().livingAt("WB1 9QT", "16 Copperbeck Street"));
        accepted(third);

        assertThat(view(to(IDVA, line.delivered()).get(0)).path("corrects").asText())
                .as("what it was sent last")
                .isEqualTo(second.id());
        assertThat(line.filed(line.message(second)).correctedBy()).contains(line.ref(line.message(third)));
        Tale withdrawal = told.withdrawing(told.id(), "NOT_TRUE");
        withdrawal.at("/header").put("correlation", told.id());
        accepted(withdrawal);
        assertThat(refusal(ofItsConversation(told.again()))).isEqualTo(notCorrectable("withdrawn-already"));
    }

    private Tale ofItsConversation(Tale again) {
        Tale correction = again.correcting(told.id());
        correction.at("/header").put("correlation", told.id());
        return correction;
    }

    @Test
    void refusesToCorrectAWithdrawal() {
        accepted(told);
        Tale withdrawal = told.withdrawing(told.id(), "NOT_TRUE");
        accepted(withdrawal);
        assertThat(refusal(told.again().correcting(withdrawal.id()))).isEqualTo(notCorrectable("withdrawn-already"));
        assertThat(refusal(told.again().correcting(told.id()))).isEqualTo(notCorrectable("corrected-already"));
    }

    @Test
    void refusesToMakeACaseOfOthersAboutSomeoneElse() {
        told.at("/victim").put("nhsNumber", "9990000026");
        accepted(told);
        Tale theirs = told.again().sender(IDVA);
        assertThat(line.say(new AgencyId(IDVA), theirs.bytes()).answered().refusal())
                .isEmpty();
        Tale other = Tale.referral(Tale.surname(), perpetrator);
        other.at("/victim").put("nhsNumber", "9990000018");
        assertThat(refusal(other.correcting(told.id()))).isEqualTo(notCorrectable("another-person"));
    }

    @Test
    void refusesACorrectionBelowTheThresholdAndLetsTheOldOneStand() {
        accepted(told);
        line.delivered();
        Tale correction = told.again();
        correction.whole().remove(List.of("riskAssessment", "escalation"));
        Refusal refusal = refusal(correction.correcting(told.id()));

        assertThat(refusal.code()).isEqualTo(RefusalCode.DENIED);
        assertThat(refusal.reason()).contains("below-threshold-without-rationale");
        assertThat(line.filed(line.message(told)).correctedBy()).isEmpty();
        assertThat(line.delivered()).isEmpty();
    }

    @Test
    void disposedOfIsGone() {
        String caseRef = accepted(told);
        line.transactions.write((Connection c) -> line.caseRecord.dispose(c, caseRef, line.clock.instant()));
        assertThat(refusal(told.withdrawing(told.id(), "NOT_TRUE"))).isEqualTo(notCorrectable("disposed-of"));
    }

    /** What it is, as the canonical form says it; accepted, and filed in the case answered. */
    private String accepted(Tale tale) {
        Message message = line.message(tale);
        line.accepted(message);
        return line.filed(message).caseRef();
    }

    private Refusal refusal(Tale tale) {
        return line.say(POLICE, tale.bytes()).answered().refusal().orElseThrow();
    }

    private static Refusal notCorrectable(String reason) {
        return Refusal.of(RefusalCode.NOT_CORRECTABLE, reason);
    }

    private static List<String> recipients(List<Envelope> envelopes) {
        return envelopes.stream()
                .flatMap(envelope -> envelope.to().stream())
                .map(AgencyId::value)
                .toList();
    }

    private static String text(List<Envelope> envelopes) {
        return envelopes.stream().map(Envelope::content).map(Bytes::text).collect(Collectors.joining("\n"));
    }

    private Set<String> results(String caseRef, Result result) {
        return line.listed(caseRef).stream()
                .flatMap(listed -> listed.lines().stream())
                .filter(line -> line.result() == result)
                .flatMap(line -> line.recipient().stream())
                .map(AgencyId::value)
                .collect(Collectors.toSet());
    }
}
