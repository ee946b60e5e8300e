package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.policy.Questions.information;
import static org.marac.gateway.policy.Questions.referral;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.Consent.WithoutConsent.Reason;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Grounds;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.SpecialCondition;
import org.marac.gateway.protocol.Shelves;

/** P7: the lawful basis of each flow, computed, and refused where the law does not bear out what is claimed or agreed. */
class LawTest {
    private static final Protocol WENBURY = Shelves.wenbury();
    private static final Policy POLICY = new Policy();

    /** Scenario 6 of the acceptance scenarios. */
    @Nested
    class CharityAnswersAResearchRequestP7 {
        private final Questions answer = information()
                .from("haven-idva")
                .consenting(Consent.State.GIVEN)
                .of("ENVELOPE", "VICTIM_IDENTITY/VICTIM", "RISK/VICTIM");

        @Test
        void scenario06_withoutTheStatedNeedItIsRefused() {
            assertThat(ruling(answer, "wenbury-marac"))
                    .isEqualTo(new Ruling.Refuse(
                            new AgencyId("wenbury-marac"), List.of(new ClauseId("C4.3")), "basis-not-available"));
        }

        @Test
        void scenario06_withTheStatedNeedItIsAllowed() {
            Ruling.Permit permit = permit(answer.stating(need()), "wenbury-marac");
            assertThat(permit.basis()).containsExactly(LawfulBasis.RECOGNISED_LEGITIMATE_INTERESTS);
            assertThat(permit.materials())
                    .contains(Material.parse("RISK/VICTIM"), Material.parse("VICTIM_IDENTITY/VICTIM"));
        }

        @Test
        void aPublicBodyNeedsNoneForItsTask() {
            Questions council = information().from("wenbury-adult-services");
            assertThat(permit(council, "wenbury-marac").basis()).containsExactly(LawfulBasis.PUBLIC_TASK);
        }

        @Test
        void aPoliceForceMayNotUseIt() {
            Questions police = referral().stating(claim(LawfulBasis.RECOGNISED_LEGITIMATE_INTERESTS));
            assertThat(refused(police, "wenbury-marac")).isEqualTo("basis-not-available");
            Questions hospital =
                    referral().from("wenbury-hospital").stating(claim(LawfulBasis.RECOGNISED_LEGITIMATE_INTERESTS));
            assertThat(refused(hospital, "wenbury-marac")).isEqualTo("basis-not-available");
        }
    }

    /** Scenario 7 of the acceptance scenarios. */
    @Nested
    class Section115ChosenWithACharityRecipientP7 {
        @Test
        void scenario07_isRefusedWithItsReason() {
            Questions chosen = referral().from("wenbury-hospital").stating(claim(Power.CRIME_AND_DISORDER_S115));
            assertThat(refused(chosen, "haven-idva")).isEqualTo("power-not-available");
            assertThat(permit(chosen, "wenbury-marac").grounds().powers())
                    .containsExactly(Power.CRIME_AND_DISORDER_S115);
        }

        @Test
        void scenario07_resubmittedUnderScheduleOneParagraphEighteenItIsAccepted() {
            Questions again = referral()
                    .from("wenbury-hospital")
                    .consenting(Consent.State.REFUSED, Reason.WOULD_PREJUDICE_PROTECTION)
                    .stating(new Question.Stated(
                            Optional.of(LawfulBasis.PUBLIC_TASK),
                            Optional.of(SpecialCondition.SAFEGUARDING),
                            Optional.empty(),
                            false,
                            true,
                            true));
            Grounds grounds = permit(again, "haven-idva").grounds();
            assertThat(grounds.basis()).containsExactly(LawfulBasis.PUBLIC_TASK);
            assertThat(grounds.conditions()).contains(SpecialCondition.SAFEGUARDING);
            assertThat(grounds.powers()).isEmpty();
        }

        @Test
        void paragraphEighteenWithoutOneOfItsThreeReasonsIsRefused() {
            Questions without = referral()
                    .from("wenbury-hospital")
                    .consenting(Consent.State.GIVEN)
                    .stating(claim(SpecialCondition.SAFEGUARDING));
            assertThat(refused(without, "haven-idva")).isEqualTo("condition-not-available");
        }

        @ParameterizedTest
        @EnumSource(Reason.class)
        void eachOfItsThreeReasonsWillDo(Reason reason) {
            Questions with = referral()
                    .from("haven-idva")
                    .consenting(Consent.State.NOT_POSSIBLE, reason)
                    .stating(claim(SpecialCondition.SAFEGUARDING));
            assertThat(permit(with, "wenbury-marac").grounds().conditions()).contains(SpecialCondition.SAFEGUARDING);
        }
    }

    @Nested
    class WhatItRests {
        @ParameterizedTest
        @CsvSource({
            "wenbury-police, LAW_ENFORCEMENT",
            "wenbury-probation, LAW_ENFORCEMENT",
            "wenbury-hospital, PUBLIC_TASK",
            "wenbury-childrens-services, PUBLIC_TASK",
            "wenbury-housing, RECOGNISED_LEGITIMATE_INTERESTS",
            "wenbury-substance-misuse, RECOGNISED_LEGITIMATE_INTERESTS",
            "haven-idva, RECOGNISED_LEGITIMATE_INTERESTS"
        })
        void onTheBasisThatIsTheSendersOwn(String sender, LawfulBasis basis) {
            assertThat(permit(referral().from(sender), "wenbury-marac").basis()).containsExactly(basis);
        }

        @ParameterizedTest
        @CsvSource({
            "wenbury-police, VITAL_INTERESTS",
            "wenbury-police, LEGITIMATE_INTERESTS",
            "wenbury-hospital, LAW_ENFORCEMENT",
            "wenbury-hospital, LEGAL_OBLIGATION",
            "wenbury-hospital, LEGITIMATE_INTERESTS",
            "haven-idva, PUBLIC_TASK",
            "haven-idva, LAW_ENFORCEMENT",
            "haven-idva, LEGITIMATE_INTERESTS"
        })
        void onNoBasisThatIsClaimedAndNotBorneOut(String sender, LawfulBasis basis) {
            assertThat(refused(referral().from(sender).stating(claim(basis)), "wenbury-marac"))
                    .isEqualTo("basis-not-available");
        }

        @ParameterizedTest
        @ValueSource(strings = {"wenbury-police", "wenbury-hospital", "wenbury-housing", "wenbury-childrens-services"})
        void onSection115TowardsARelevantAuthorityWhoeverDiscloses(String sender) {
            assertThat(permit(referral().from(sender), "wenbury-marac")
                            .grounds()
                            .powers())
                    .containsExactly(Power.CRIME_AND_DISORDER_S115);
            assertThat(permit(referral().from(sender), "haven-idva").grounds().powers())
                    .isEmpty();
        }

        @Test
        void onAConditionForEachKindOfSender() {
            assertThat(conditions(referral())).contains(SpecialCondition.LAW_ENFORCEMENT_FUNCTION);
            assertThat(conditions(referral().from("wenbury-hospital")))
                    .contains(SpecialCondition.STATUTORY_FUNCTION)
                    .doesNotContain(SpecialCondition.EXPLICIT_CONSENT, SpecialCondition.SAFEGUARDING);
            assertThat(conditions(referral().from("haven-idva")))
                    .containsExactlyInAnyOrder(SpecialCondition.EXPLICIT_CONSENT, SpecialCondition.UNLAWFUL_ACTS);
        }

        @Test
        void onNoConditionWhereNothingSpecialIsShared() {
            Questions plain = referral().from("wenbury-hospital").of("ENVELOPE", "VICTIM_IDENTITY/VICTIM");
            assertThat(conditions(plain)).isEmpty();
        }
    }

    @Nested
    class WithoutACondition {
        @Test
        void aCharityDoesNotShareAThirdPersonsHealthAndTheLogSaysWhy() {
            Ruling.Permit permit = permit(
                    referral()
                            .from("haven-idva")
                            .of("ENVELOPE", "RISK", "HEALTH/VICTIM", "HEALTH/OTHER", "HEALTH/ALLEGED_PERPETRATOR"),
                    "wenbury-marac");
            assertThat(permit.grounds().lacking()).containsExactly(Material.parse("HEALTH/OTHER"));
            assertThat(permit.materials())
                    .contains(Material.parse("HEALTH/VICTIM"), Material.parse("HEALTH/ALLEGED_PERPETRATOR"))
                    .doesNotContain(Material.parse("HEALTH/OTHER"));
        }

        @Test
        void withOneOfTheThreeReasonsItDoes() {
            Questions with = referral()
                    .from("haven-idva")
                    .consenting(Consent.State.REFUSED, Reason.CANNOT_REASONABLY_BE_OBTAINED)
                    .of("ENVELOPE", "RISK", "HEALTH/OTHER");
            assertThat(permit(with, "wenbury-marac").materials()).contains(Material.parse("HEALTH/OTHER"));
        }

        @Test
        void whereNothingElseIsLeftItIsRefusedForThat() {
            Questions only = referral().from("haven-idva").of("ENVELOPE", "HEALTH/OTHER");
            assertThat(refused(only, "wenbury-marac")).isEqualTo("condition-not-available");
        }
    }

    @Test
    void theBalanceOfLegitimateInterestsIsStruckByTheOneWhoClaimsIt() {
        Protocol balanced = Protocols.of(
                Protocols.permitOn("C1.1", "coordinator", Set.of(LawfulBasis.LEGITIMATE_INTERESTS), DataCategory.RISK));
        Questions charity = referral().from("haven").signedBy(Questions.agencies("haven", "coordinator"));
        assertThat(((Ruling.Refuse) POLICY.decide(balanced, charity.asked())
                                .rulings()
                                .get(0))
                        .reason())
                .isEqualTo("basis-not-available");
        charity.stating(new Question.Stated(Optional.empty(), Optional.empty(), Optional.empty(), false, true, true));
        assertThat(POLICY.decide(balanced, charity.asked()).permits()).hasSize(1);
    }

    @Test
    void vitalInterestsAreForAnEmergencyAndLegalObligationForAReview() {
        Protocol urgent = Protocols.of(
                Protocols.permitOn("C1.1", "coordinator", Set.of(LawfulBasis.VITAL_INTERESTS), DataCategory.RISK));
        Questions police = referral().from("police").signedBy(Questions.agencies("police", "coordinator"));
        assertThat(POLICY.decide(urgent, police.asked()).permits()).isEmpty();
        assertThat(POLICY.decide(urgent, police.urgent().asked()).permits()).hasSize(1);
        Protocol review = Protocols.of(
                Protocols.permitOn("C1.1", "coordinator", Set.of(LawfulBasis.LEGAL_OBLIGATION), DataCategory.RISK));
        assertThat(POLICY.decide(review, police.asked()).permits()).isEmpty();
        assertThat(POLICY.decide(review, police.purposed(Purpose.REVIEW).asked())
                        .permits())
                .hasSize(1);
    }

    private static Question.Stated need() {
        return new Question.Stated(Optional.empty(), Optional.empty(), Optional.empty(), true, false, false);
    }

    private static Question.Stated claim(LawfulBasis basis) {
        return new Question.Stated(Optional.of(basis), Optional.empty(), Optional.empty(), false, false, false);
    }

    private static Question.Stated claim(SpecialCondition condition) {
        return new Question.Stated(Optional.empty(), Optional.of(condition), Optional.empty(), false, false, false);
    }

    private static Question.Stated claim(Power power) {
        return new Question.Stated(Optional.empty(), Optional.empty(), Optional.of(power), false, false, false);
    }

    private static Set<SpecialCondition> conditions(Questions asked) {
        return permit(asked, "wenbury-marac").grounds().conditions();
    }

    private static Ruling.Permit permit(Questions asked, String recipient) {
        Ruling ruling = ruling(asked, recipient);
        assertThat(ruling).isInstanceOf(Ruling.Permit.class);
        return (Ruling.Permit) ruling;
    }

    private static String refused(Questions asked, String recipient) {
        return ((Ruling.Refuse) ruling(asked, recipient)).reason();
    }

    private static Ruling ruling(Questions asked, String recipient) {
        return POLICY.decide(WENBURY, asked.asked()).rulings().stream()
                .filter(r -> r.recipient().value().equals(recipient))
                .findFirst()
                .orElseThrow();
    }
}
