package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.policy.Questions.information;
import static org.marac.gateway.policy.Questions.referral;
import static org.marac.gateway.policy.Questions.risk;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.protocol.Shelves;

/** What the example protocol decides. */
class WenburyPolicyTest {
    private static final Protocol WENBURY = Shelves.wenbury();
    private static final Policy POLICY = new Policy();

    @Nested
    class KeepsBack {
        @ParameterizedTest
        @EnumSource(
                value = DataCategory.class,
                names = {"LEGAL_PRIVILEGED", "COURT_RESTRICTED", "POLICE_INTEL_C", "INFORMANT", "UNCLASSIFIED"})
        void whatNoOneMaySeeFromEveryone(DataCategory category) {
            for (Party sender : WENBURY.parties()) {
                Question asked = referral()
                        .from(sender.id().value())
                        .children(1)
                        .of(DataCategory.ENVELOPE, DataCategory.RISK, category)
                        .asked();
                assertThat(decide(asked).permits())
                        .allSatisfy(permit -> assertThat(Materials.seen(permit)).doesNotContain(category));
            }
        }

        @ParameterizedTest
        @EnumSource(
                value = DataCategory.class,
                names = {
                    "ADDRESS_SAFE",
                    "CONTACT_SAFE",
                    "HEALTH",
                    "MENTAL_HEALTH",
                    "SUBSTANCE",
                    "IMMIGRATION",
                    "ORIENTATION",
                    "SEXUAL_VIOLENCE",
                    "NARRATIVE"
                })
        void fromChildrensServicesWhatOnlyTheAdvisorAndTheCoordinatorSee(DataCategory category) {
            Decision decision = decide(referral().children(2).asked());
            assertThat(Materials.seen(permit(decision, "wenbury-childrens-services")))
                    .doesNotContain(category);
            assertThat(Materials.seen(permit(decision, "haven-idva"))).contains(category);
            assertThat(Materials.seen(permit(decision, "wenbury-marac"))).contains(category);
        }

        @Test
        void thirdPartiesFromTheAdvisor() {
            Ruling.Permit permit = permit(decide(referral().asked()), "haven-idva");
            assertThat(Materials.seen(permit)).doesNotContain(DataCategory.THIRD_PARTY);
        }

        @Test
        void healthItemsThatDoNotSayAboutWhomFromTheAdvisorP9H9() {
            Ruling.Permit permit = permit(decide(information().asked()), "haven-idva");
            assertThat(Materials.seen(permit))
                    .doesNotContain(DataCategory.HEALTH, DataCategory.MENTAL_HEALTH, DataCategory.SUBSTANCE)
                    .contains(DataCategory.PERPETRATOR_IDENTITY, DataCategory.CRIMINAL_OFFENCE);
            assertThat(permit.clauses()).contains(new ClauseId("C6.3"));
        }

        @Test
        void intelligenceThatAHospitalHasACopyOf() {
            Question asked = referral().from("wenbury-hospital").asked();
            assertThat(Materials.seen(permit(decide(asked), "wenbury-marac")))
                    .doesNotContain(DataCategory.POLICE_INTEL_P);
            assertThat(Materials.seen(permit(decide(referral().asked()), "wenbury-marac")))
                    .contains(DataCategory.POLICE_INTEL_P);
        }

        @Test
        void theFreeTextOfARedactedMessageFromAllButTheCoordinator() {
            Decision decision = decide(referral().labelled(Label.REDACTED).asked());
            assertThat(Materials.seen(permit(decision, "haven-idva"))).doesNotContain(DataCategory.NARRATIVE);
            assertThat(permit(decision, "haven-idva").clauses()).contains(new ClauseId("C5.9"));
            assertThat(Materials.seen(permit(decision, "wenbury-marac"))).contains(DataCategory.NARRATIVE);
        }

        @Test
        void moreOfAVeryRestrictedMessageFromChildrensServices() {
            Decision open = decide(referral().children(1).asked());
            Decision restricted =
                    decide(referral().children(1).labelled(Label.V).asked());
            assertThat(Materials.seen(permit(open, "wenbury-childrens-services")))
                    .contains(DataCategory.CRIMINAL_OFFENCE, DataCategory.DIVERSITY);
            assertThat(Materials.seen(permit(restricted, "wenbury-childrens-services")))
                    .contains(DataCategory.CHILD, DataCategory.RISK)
                    .doesNotContain(DataCategory.CRIMINAL_OFFENCE, DataCategory.DIVERSITY);
        }
    }

    @Nested
    class Refuses {
        @Test
        void scenario02_aReferralBelowTheThresholdWithoutRationaleForEveryRecipient() {
            Decision decision = decide(
                    referral().risk(risk("SAFELIVES-DASH", 13)).children(1).asked());
            assertThat(decision.permits()).isEmpty();
            assertThat(refuse(decision, "wenbury-marac"))
                    .isEqualTo(new Ruling.Refuse(
                            new AgencyId("wenbury-marac"),
                            List.of(new ClauseId("C3.7")),
                            "below-threshold-without-rationale"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"DARA", "MERIT", "NONE", "SOMETHING-LOCAL"})
        void anInstrumentWithoutACountOnItsCountAlone(String instrument) {
            assertThat(decide(referral().risk(risk(instrument, 27)).asked()).permits())
                    .isEmpty();
        }

        @Test
        void aVisibleHighRiskClaimThatACountedInstrumentDoesNotBearOut() {
            Question.RiskFacts claim = Questions.claiming("POLICE-DASH", Referral.Criterion.VISIBLE_HIGH_RISK);
            assertThat(decide(referral().risk(claim).asked()).permits()).isEmpty();
        }

        @Test
        void aReferralWithoutAnyFactsOfRisk() {
            Questions questions = referral();
            questions.risk = Optional.empty();
            assertThat(decide(questions.asked()).permits()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(value = Consent.State.class, names = "GIVEN", mode = EnumSource.Mode.EXCLUDE)
        void aReferralWithoutConsentAndWithoutTheRecordOfWhy(Consent.State state) {
            Questions questions = referral();
            questions.consent = Optional.of(state);
            questions.consentRecorded = false;
            assertThat(refuse(decide(questions.asked()), "wenbury-marac").reason())
                    .isEqualTo("no-consent-record");
            questions.consentRecorded = true;
            assertThat(decide(questions.asked()).permits()).hasSize(2);
        }

        @Test
        void aReferralThatDoesNotSpeakOfConsent() {
            Questions questions = referral();
            questions.consent = Optional.empty();
            questions.consentRecorded = false;
            assertThat(refuse(decide(questions.asked()), "haven-idva").reason()).isEqualTo("no-consent-record");
        }

        @Test
        void aRecipientThatHasNotSignedAndNamesTheClause() {
            assertThat(refuse(decide(referral().asked()), "wenbury-fire"))
                    .isEqualTo(new Ruling.Refuse(
                            new AgencyId("wenbury-fire"), List.of(new ClauseId("C1.1")), "not-a-signatory"));
        }

        @Test
        void everythingFromASenderThatHasNotSigned() {
            Decision decision = decide(referral().from("wenbury-fire").asked());
            assertThat(decision.rulings())
                    .hasSize(11)
                    .allSatisfy(ruling ->
                            assertThat(((Ruling.Refuse) ruling).reason()).isEqualTo("not-a-signatory"));
        }

        @Test
        void everythingFromAStranger() {
            Questions questions = referral().from("eastmere-police");
            questions.signatories = Set.of(new AgencyId("eastmere-police"), new AgencyId("wenbury-marac"));
            assertThat(decide(questions.asked()).permits()).isEmpty();
        }

        @Test
        void whatIsNotSignedExceptFromHealth() {
            Questions police = referral();
            police.assurance = Assurance.CHANNEL;
            assertThat(refuse(decide(police.asked()), "wenbury-marac").reason()).isEqualTo("must-be-signed");
            Questions hospital = referral().from("wenbury-hospital");
            hospital.assurance = Assurance.CHANNEL;
            assertThat(decide(hospital.asked()).permits()).hasSize(2);
        }

        @ParameterizedTest
        @EnumSource(value = Purpose.class, names = "REFERRAL", mode = EnumSource.Mode.EXCLUDE)
        void aReferralForAnyOtherPurpose(Purpose purpose) {
            Questions questions = referral();
            questions.purpose = purpose;
            assertThat(decide(questions.asked()).permits()).isEmpty();
        }

        @Test
        void whatHasNothingInItThatTheRecipientMaySee() {
            Decision decision = decide(referral()
                    .of(DataCategory.ENVELOPE, DataCategory.COURT_RESTRICTED)
                    .asked());
            assertThat(refuse(decision, "wenbury-marac"))
                    .isEqualTo(new Ruling.Refuse(
                            new AgencyId("wenbury-marac"), List.of(new ClauseId("C3.2")), "nothing-permitted"));
        }
    }

    @Nested
    class Shares {
        @Test
        void aReferralWithoutChildrenWithTheCoordinatorAndTheAdvisorAndNoOneElse() {
            assertThat(decide(referral().asked()).permits())
                    .extracting(Ruling.Permit::recipient)
                    .containsExactly(new AgencyId("wenbury-marac"), new AgencyId("haven-idva"));
        }

        @Test
        void aReferralWithChildrenWithChildrensServicesToo() {
            assertThat(decide(referral().children(1).asked()).permits())
                    .extracting(Ruling.Permit::recipient)
                    .containsExactly(
                            new AgencyId("wenbury-marac"),
                            new AgencyId("wenbury-childrens-services"),
                            new AgencyId("haven-idva"));
        }

        @Test
        void everyAgencysReferralOnTheBasisThatIsItsOwn() {
            assertThat(basis("wenbury-police")).containsExactly(LawfulBasis.LAW_ENFORCEMENT);
            assertThat(basis("wenbury-probation")).containsExactly(LawfulBasis.LAW_ENFORCEMENT);
            assertThat(basis("wenbury-hospital")).containsExactly(LawfulBasis.PUBLIC_TASK);
            assertThat(basis("wenbury-education")).containsExactly(LawfulBasis.PUBLIC_TASK);
            assertThat(basis("haven-idva")).containsExactly(LawfulBasis.RECOGNISED_LEGITIMATE_INTERESTS);
            assertThat(basis("wenbury-housing")).containsExactly(LawfulBasis.RECOGNISED_LEGITIMATE_INTERESTS);
        }

        @Test
        void withTheClauseAndTheDuties() {
            Ruling.Permit permit = permit(
                    decide(referral()
                            .of(DataCategory.ENVELOPE, DataCategory.RISK)
                            .asked()),
                    "haven-idva");
            assertThat(permit.clauses()).containsExactly(new ClauseId("C3.5"));
            assertThat(Materials.seen(permit)).containsExactlyInAnyOrder(DataCategory.ENVELOPE, DataCategory.RISK);
            assertThat(permit.obligations())
                    .contains(Obligation.REDACT, Obligation.NOREUSE, Obligation.NOPAT, Obligation.ENCRYPT);
        }

        @ParameterizedTest
        @CsvSource({"SAFELIVES-DASH,14", "POLICE-DASH,14", "DAQ,14", "YOUNG-PEOPLE-DASH,14", "SAFELIVES-DASH,24"})
        void aReferralAtTheInstrumentsCount(String instrument, int yes) {
            assertThat(decide(referral().risk(risk(instrument, yes)).asked()).permits())
                    .hasSize(2);
        }

        @Test
        void aDeclaredScoreThatTheAnswersDoNotBearOutAsThatIsQueriedAndNotRefused() {
            Question.RiskFacts facts =
                    new Question.RiskFacts("SAFELIVES-DASH", 12, Optional.of(14), Set.of(), false, 0, false);
            assertThat(decide(referral().risk(facts).asked()).permits()).hasSize(2);
        }

        @Test
        void aReferralBelowTheThresholdThatExplainsItself() {
            Question.RiskFacts facts =
                    new Question.RiskFacts("SAFELIVES-DASH", 3, Optional.empty(), Set.of(), true, 0, false);
            assertThat(decide(referral().risk(facts).asked()).permits()).hasSize(2);
        }

        @Test
        void aRepeatAndAnEscalationWhateverTheCount() {
            Question.RiskFacts repeat = new Question.RiskFacts("NONE", 0, Optional.empty(), Set.of(), false, 0, true);
            Question.RiskFacts escalation =
                    new Question.RiskFacts("SAFELIVES-DASH", 5, Optional.empty(), Set.of(), false, 3, false);
            assertThat(decide(referral().risk(repeat).asked()).permits()).hasSize(2);
            assertThat(decide(referral().risk(escalation).asked()).permits()).hasSize(2);
        }

        @Test
        void aDaraReferralOnTheOfficersGradedJudgement() {
            Question.RiskFacts graded = Questions.claiming("DARA", Referral.Criterion.VISIBLE_HIGH_RISK);
            assertThat(decide(referral().risk(graded).asked()).permits()).hasSize(2);
        }

        @Test
        void anAdvisorsReferralWithTheCoordinatorAlone() {
            assertThat(decide(referral().from("haven-idva").asked()).permits())
                    .extracting(Ruling.Permit::recipient)
                    .containsExactly(new AgencyId("wenbury-marac"));
        }

        @Test
        void informationWithTheCoordinatorAndTheAdvisor() {
            assertThat(decide(information()
                                    .of("ENVELOPE", "RISK/VICTIM", "HEALTH/VICTIM")
                                    .asked())
                            .permits())
                    .extracting(Ruling.Permit::recipient)
                    .containsExactly(new AgencyId("wenbury-marac"), new AgencyId("haven-idva"));
        }
    }

    /** The hazards of domestic abuse that clauses answer. */
    @Nested
    class Hazards {
        @Test
        void h4_noClauseNamesWhoToldOrWhoAskedUnderADisclosureScheme() {
            for (Purpose purpose : Purpose.values()) {
                for (Party sender : WENBURY.parties()) {
                    Question asked = information()
                            .from(sender.id().value())
                            .purposed(purpose)
                            .of("ENVELOPE", "RISK/VICTIM", "INFORMANT/OTHER", "INFORMANT")
                            .asked();
                    assertThat(decide(asked).permits())
                            .allSatisfy(permit ->
                                    assertThat(Materials.seen(permit)).doesNotContain(DataCategory.INFORMANT));
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"wenbury-gp", "wenbury-hospital"})
        void h5_whatGoesToHealthIsHiddenFromPatientsWhateverTheClausesForget(String agency) {
            Question asked = information().purposed(Purpose.ACTION).asked();
            Decision decision = POLICY.decide(forgetting(Obligation.NOPAT), asked);
            assertThat(permit(decision, agency).obligations()).contains(Obligation.NOPAT);
            assertThat(permit(decision, "haven-idva").obligations()).doesNotContain(Obligation.NOPAT);
        }

        /** The protocol, had nobody thought of this duty. */
        private Protocol forgetting(Obligation duty) {
            List<Clause> clauses = WENBURY.clauses().stream()
                    .map(c -> new Clause(
                            c.id(),
                            c.effect(),
                            c.title(),
                            c.text(),
                            c.from(),
                            c.to(),
                            c.purposes(),
                            c.kinds(),
                            c.categories(),
                            c.about(),
                            c.when(),
                            c.obligations().stream().filter(o -> o != duty).toList(),
                            c.basis(),
                            c.reason(),
                            c.rules()))
                    .toList();
            return new Protocol(
                    WENBURY.id(),
                    WENBURY.version(),
                    Digest.of(new byte[] {1}),
                    WENBURY.title(),
                    WENBURY.previous(),
                    WENBURY.effective(),
                    WENBURY.review(),
                    WENBURY.expires(),
                    WENBURY.coordinator(),
                    WENBURY.governance(),
                    WENBURY.envelope(),
                    WENBURY.parties(),
                    clauses,
                    WENBURY.thresholds(),
                    WENBURY.repeat(),
                    WENBURY.retention(),
                    WENBURY.emergency(),
                    WENBURY.lateReview(),
                    WENBURY.holds(),
                    WENBURY.delivery());
        }

        @Test
        void h6_aPracticeWithBothPartiesReceivesASlipAndNoCopy() {
            Question both = information()
                    .from("wenbury-police")
                    .purposed(Purpose.ACTION)
                    .tied("wenbury-gp", "VICTIM/PATIENT", "ALLEGED_PERPETRATOR/PATIENT")
                    .asked();
            assertThat(Materials.seen(permit(decide(both), "wenbury-gp")))
                    .containsExactlyInAnyOrder(
                            DataCategory.ENVELOPE,
                            DataCategory.REFERRER,
                            DataCategory.VICTIM_IDENTITY,
                            DataCategory.CHILD,
                            DataCategory.STAFF_SAFETY);
            Question one = information()
                    .from("wenbury-police")
                    .purposed(Purpose.ACTION)
                    .tied("wenbury-gp", "VICTIM/PATIENT")
                    .asked();
            assertThat(Materials.seen(permit(decide(one), "wenbury-gp"))).contains(DataCategory.RISK);
        }

        @Test
        void h8_subjectAccessIsAnsweredByNobody() {
            for (Party sender : WENBURY.parties()) {
                Decision decision = decide(information()
                        .from(sender.id().value())
                        .purposed(Purpose.SUBJECT_ACCESS)
                        .asked());
                assertThat(decision.permits()).isEmpty();
                assertThat(decision.holds()).isEmpty();
            }
        }

        @Test
        void h9_nobodyButAnAgencyIsEverARecipientSoThatTheVictimIsToldByTheAdvisorAlone() {
            Set<AgencyId> agencies = WENBURY.parties().stream().map(Party::id).collect(Collectors.toSet());
            for (Purpose purpose : Purpose.values()) {
                assertThat(decide(information().purposed(purpose).asked()).rulings())
                        .allSatisfy(ruling -> assertThat(ruling.recipient()).isIn(agencies));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "wenbury-housing",
                    "wenbury-adult-services",
                    "wenbury-childrens-services",
                    "wenbury-hospital",
                    "wenbury-gp",
                    "wenbury-probation"
                })
        void h13_whoeverVisitsLearnsOfDangerToStaffAndOfNothingElse(String agency) {
            Decision decision = decide(information().purposed(Purpose.RESEARCH).asked());
            assertThat(Materials.seen(permit(decision, agency)))
                    .containsExactlyInAnyOrder(DataCategory.ENVELOPE, DataCategory.STAFF_SAFETY);
            assertThat(permit(decision, agency).clauses()).contains(new ClauseId("C13.1"));
        }

        @Test
        void h16_noCountsAndNoListsAreSharedAndAnAgencyWithNothingToDoLearnsOfNoCase() {
            for (Party sender : WENBURY.parties()) {
                assertThat(decide(information()
                                        .from(sender.id().value())
                                        .purposed(Purpose.AGGREGATE)
                                        .asked())
                                .permits())
                        .isEmpty();
            }
            assertThat(decide(information()
                                    .purposed(Purpose.RESEARCH)
                                    .of("ENVELOPE", "VICTIM_IDENTITY/VICTIM", "RISK/VICTIM")
                                    .asked())
                            .permits())
                    .extracting(Ruling.Permit::recipient)
                    .containsExactly(new AgencyId("wenbury-marac"), new AgencyId("haven-idva"));
        }
    }

    @Test
    void everyConditionIsSound() {
        assertThat(POLICY.findings(WENBURY)).isEmpty();
    }

    @Test
    void everyClauseHasWordsAPersonCanRead() {
        assertThat(WENBURY.clauses()).hasSizeGreaterThan(30);
        assertThat(WENBURY.clauses())
                .extracting(Clause::text)
                .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(60).endsWith("."));
    }

    private static Set<LawfulBasis> basis(String sender) {
        Decision decision = decide(referral().from(sender).asked());
        return permit(decision, "wenbury-marac").basis();
    }

    private static Decision decide(Question question) {
        return POLICY.decide(WENBURY, question);
    }

    private static Ruling.Permit permit(Decision decision, String recipient) {
        return decision.permits().stream()
                .filter(p -> p.recipient().value().equals(recipient))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ruling(decision, recipient)));
    }

    private static Ruling.Refuse refuse(Decision decision, String recipient) {
        return (Ruling.Refuse) ruling(decision, recipient);
    }

    private static Ruling ruling(Decision decision, String recipient) {
        return decision.rulings().stream()
                .filter(r -> r.recipient().value().equals(recipient))
                .findFirst()
                .orElseThrow();
    }
}
