package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.policy.Questions.information;
import static org.marac.gateway.policy.Questions.referral;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Tie;
import org.marac.gateway.protocol.Shelves;

/**
 * The rules of a MARAC protocol (P1 to P25) and the hazards (H1 to H20) that the example protocol answers by a clause, by
 * their numbers. Those that other rooms answer, and those no machine can, stand in docs/auditors/protocol-rules.md.
 */
class ProtocolRulesTest {
    private static final Protocol WENBURY = Shelves.wenbury();
    private static final Policy POLICY = new Policy();
    private static final String[] WHERE = {"VICTIM_ADDRESS/VICTIM", "ADDRESS_SAFE/VICTIM", "CONTACT_SAFE/VICTIM"};

    @Nested
    class RecipientProfilesP9 {
        @Test
        void theAdvisorSeesTheVictimsHealthAndNotTheAllegedPerpetratorsH9() {
            Ruling.Permit permit = permit(
                    shared(Purpose.RESEARCH).of("ENVELOPE", "HEALTH/VICTIM", "HEALTH/ALLEGED_PERPETRATOR"),
                    "haven-idva");
            assertThat(seen(permit)).containsExactlyInAnyOrder("ENVELOPE", "HEALTH/VICTIM");
            assertThat(clauses(permit)).contains("C6.2");
        }

        @ParameterizedTest
        @CsvSource({
            "VICTIM/PATIENT, HEALTH/VICTIM",
            "ALLEGED_PERPETRATOR/PATIENT, HEALTH/ALLEGED_PERPETRATOR",
            "CHILD/PATIENT, HEALTH/CHILD"
        })
        void aPracticeSeesItsOwnPatientsItemsOnlyH6(String tie, String item) {
            Questions asked = shared(Purpose.ACTION)
                    .from("wenbury-adult-services")
                    .of("ENVELOPE", "RISK/VICTIM", "HEALTH/VICTIM", "HEALTH/ALLEGED_PERPETRATOR", "HEALTH/CHILD")
                    .tied("wenbury-gp", tie);
            assertThat(seen(permit(asked, "wenbury-gp"))).containsExactlyInAnyOrder("ENVELOPE", "RISK/VICTIM", item);
            assertThat(seen(permit(asked, "wenbury-hospital"))).containsExactlyInAnyOrder("ENVELOPE", "RISK/VICTIM");
        }

        @Test
        void aSubstanceMisuseServiceSeesItsOwnClientsItemsOnlyAndNothingWhereNobodyIsItsClient() {
            String[] all = {
                "ENVELOPE",
                "VICTIM_IDENTITY/VICTIM",
                "PERPETRATOR_IDENTITY/ALLEGED_PERPETRATOR",
                "SUBSTANCE/VICTIM",
                "SUBSTANCE/ALLEGED_PERPETRATOR"
            };
            Questions none = shared(Purpose.ACTION).from("wenbury-police").of(all);
            assertThat(reason(none, "wenbury-substance-misuse")).isEqualTo("no-clause-permits");
            Questions victim = shared(Purpose.ACTION).of(all).tied("wenbury-substance-misuse", "VICTIM/CLIENT");
            assertThat(seen(permit(victim, "wenbury-substance-misuse")))
                    .containsExactlyInAnyOrder("ENVELOPE", "VICTIM_IDENTITY/VICTIM", "SUBSTANCE/VICTIM");
            Questions him =
                    shared(Purpose.ACTION).of(all).tied("wenbury-substance-misuse", "ALLEGED_PERPETRATOR/CLIENT");
            assertThat(seen(permit(him, "wenbury-substance-misuse")))
                    .containsExactlyInAnyOrder(
                            "ENVELOPE", "PERPETRATOR_IDENTITY/ALLEGED_PERPETRATOR", "SUBSTANCE/ALLEGED_PERPETRATOR");
        }

        @ParameterizedTest
        @ValueSource(strings = {"wenbury-probation", "wenbury-education", "wenbury-adult-services"})
        void theSafeAddressIsNotForThoseWhoNeedNotActOnItH2(String recipient) {
            Questions asked = shared(Purpose.ACTION).of("ENVELOPE", "EXCLUSION", "ADDRESS_SAFE/VICTIM");
            assertThat(seen(permit(asked, recipient))).doesNotContain("ADDRESS_SAFE/VICTIM");
            assertThat(seen(permit(asked, "wenbury-housing").materials())).contains("ADDRESS_SAFE/VICTIM");
        }

        @Test
        void probationIsNotToldWhereThePersonAtRiskLives() {
            assertThat(seen(permit(shared(Purpose.MEETING).of(with("RISK/VICTIM", WHERE)), "wenbury-probation")))
                    .containsExactlyInAnyOrder("ENVELOPE", "RISK/VICTIM");
        }

        @Test
        void educationIsToldOfTheRiskToChildrenAndNotOfTheAdults() {
            Questions asked = shared(Purpose.MEETING).of("ENVELOPE", "RISK/CHILD", "RISK/VICTIM", "HEALTH/CHILD");
            assertThat(seen(permit(asked, "wenbury-education"))).containsExactlyInAnyOrder("ENVELOPE", "RISK/CHILD");
        }

        @Test
        void healthGoesToOthersOnlyWithTheReasonsWhyItMust() {
            Questions bare = shared(Purpose.ACTION)
                    .of("ENVELOPE", "RISK/VICTIM", "HEALTH/VICTIM")
                    .tied("wenbury-gp", "VICTIM/PATIENT")
                    .stating(Question.Stated.NOTHING);
            assertThat(seen(permit(bare, "wenbury-gp"))).doesNotContain("HEALTH/VICTIM");
            assertThat(clauses(permit(bare, "wenbury-gp"))).contains("C4.9");
            assertThat(seen(permit(bare.urgent(), "wenbury-gp"))).contains("HEALTH/VICTIM");
        }
    }

    @Nested
    class ConflictsOfInterestP15 {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ALLEGED_PERPETRATOR/EMPLOYEE", "ALLEGED_PERPETRATOR/OFFICER", "ALLEGED_PERPETRATOR/CLOSE_TO_STAFF",
                    "OTHER/EMPLOYEE", "OTHER/OFFICER", "OTHER/CLOSE_TO_STAFF"
                })
        void nothingGoesWhereTheAllegedPerpetratorWorksBeforeAPersonHasLookedH7(String tie) {
            Questions asked = shared(Purpose.ACTION).tied("wenbury-housing", tie);
            assertThat(ruling(asked, "wenbury-housing"))
                    .isInstanceOfSatisfying(
                            Ruling.Hold.class, hold -> assertThat(hold.reason()).isEqualTo("recipient-conflict"));
            assertThat(ruling(asked, "wenbury-gp")).isInstanceOf(Ruling.Permit.class);
            assertThat(reason(asked.urgent(), "wenbury-housing")).isEqualTo("recipient-conflict");
            assertThat(ruling(asked, "wenbury-gp")).isInstanceOf(Ruling.Permit.class);
        }

        @Test
        void aNearNameWaitsForAPersonAndInAnEmergencyKeepsTheAddressesBackH19() {
            Questions asked = shared(Purpose.ACTION)
                    .of(with("RISK/VICTIM", WHERE))
                    .tied("wenbury-housing", "ALLEGED_PERPETRATOR/NEAR_OFFICER");
            assertThat(((Ruling.Hold) ruling(asked, "wenbury-housing")).reason())
                    .isEqualTo("possible-conflict");
            assertThat(seen(permit(asked.urgent(), "wenbury-housing")))
                    .containsExactlyInAnyOrder("ENVELOPE", "RISK/VICTIM");
        }

        @Test
        void theCoordinatorKeepsTheRecordWhoeverWorksThere() {
            for (Tie.Bond bond : Tie.Bond.values()) {
                Questions asked = referral().tied("wenbury-marac", new Tie(Role.ALLEGED_PERPETRATOR, bond).toString());
                assertThat(ruling(asked, "wenbury-marac")).as(bond.name()).isInstanceOf(Ruling.Permit.class);
            }
        }

        @Test
        void bothPartiesKnownToOneAdvisorIsForAPersonH10() {
            Questions asked = referral().tied("haven-idva", "ALLEGED_PERPETRATOR/CLIENT");
            assertThat(((Ruling.Hold) ruling(asked, "haven-idva")).reason()).isEqualTo("both-parties-known");
            assertThat(seen(permit(asked.urgent(), "haven-idva")))
                    .noneMatch(material -> material.startsWith("ADDRESS_SAFE") || material.startsWith("CONTACT_SAFE"));
        }
    }

    @Nested
    class WhereTheVictimIsH2 {
        @ParameterizedTest
        @CsvSource({
            "wenbury-housing, ALLEGED_PERPETRATOR/TENANT, C12.5",
            "wenbury-gp, ALLEGED_PERPETRATOR/PATIENT, C12.6",
            "wenbury-police, ALLEGED_PERPETRATOR/CLIENT, C12.7",
            "wenbury-childrens-services, ALLEGED_PERPETRATOR/PUPIL, C12.7"
        })
        void isKeptFromAnAgencyInWhoseBooksTheAllegedPerpetratorStands(String recipient, String tie, String clause) {
            Questions asked = shared(Purpose.ACTION).of(with("RISK/VICTIM", WHERE));
            assertThat(seen(permit(asked, recipient))).contains("VICTIM_ADDRESS/VICTIM", "ADDRESS_SAFE/VICTIM");
            Ruling.Permit tied = permit(asked.tied(recipient, tie), recipient);
            assertThat(seen(tied)).contains("RISK/VICTIM").doesNotContain(WHERE);
            assertThat(clauses(tied)).contains(clause);
            assertThat(seen(permit(asked.urgent(), recipient))).doesNotContain(WHERE);
        }
    }

    @Nested
    class OriginatorControlP12 {
        private final Questions asked =
                shared(Purpose.MEETING).of("ENVELOPE", "RISK/VICTIM", "CRIMINAL_OFFENCE/ALLEGED_PERPETRATOR");

        @Test
        void whatAnotherAgencyContributedGoesOnlyToWhomItHasReleasedIt() {
            asked.borrowed = Map.of(
                    Material.parse("CRIMINAL_OFFENCE/ALLEGED_PERPETRATOR"), Questions.agencies("wenbury-probation"));
            assertThat(seen(permit(asked, "wenbury-probation"))).contains("CRIMINAL_OFFENCE/ALLEGED_PERPETRATOR");
            Ruling.Permit withoutRelease = permit(asked, "wenbury-childrens-services");
            assertThat(seen(withoutRelease)).containsExactlyInAnyOrder("ENVELOPE", "RISK/VICTIM");
            assertThat(clauses(withoutRelease)).contains("C10.1");
            assertThat(seen(permit(asked, "wenbury-marac"))).doesNotContain("CRIMINAL_OFFENCE/ALLEGED_PERPETRATOR");
        }

        @Test
        void whereNothingElseIsLeftItIsRefusedForThat() {
            asked.of("ENVELOPE", "RISK/VICTIM");
            asked.borrowed = Map.of(Material.parse("RISK/VICTIM"), Set.of());
            assertThat(reason(asked, "wenbury-police")).isEqualTo("originator-control");
        }
    }

    @Nested
    class FactAndOpinionP24 {
        @Test
        void intelligenceAssertedAsFactGoesBackAndInAnEmergencyIsLeftOutH14() {
            Questions asked = information().of("ENVELOPE", "RISK/VICTIM", "POLICE_INTEL_P/ALLEGED_PERPETRATOR");
            asked.misasserted = true;
            assertThat(reason(asked, "wenbury-marac")).isEqualTo("intelligence-as-fact");
            assertThat(seen(permit(asked.urgent(), "wenbury-marac")))
                    .containsExactlyInAnyOrder("ENVELOPE", "RISK/VICTIM");
        }

        @Test
        void intelligenceWithConditionsIsNeverAutomaticH14() {
            for (Party sender : WENBURY.parties()) {
                Questions asked = shared(Purpose.ACTION)
                        .from(sender.id().value())
                        .of("ENVELOPE", "RISK/VICTIM", "POLICE_INTEL_C/ALLEGED_PERPETRATOR");
                assertThat(POLICY.decide(WENBURY, asked.asked()).permits())
                        .allSatisfy(permit ->
                                assertThat(seen(permit)).doesNotContain("POLICE_INTEL_C/ALLEGED_PERPETRATOR"));
            }
        }
    }

    @Nested
    class ConsentP8 {
        @Test
        void informationThatSpeaksOfConsentSaysWhyItIsSharedWithout() {
            Questions asked = information().consenting(Consent.State.REFUSED);
            assertThat(reason(asked, "wenbury-marac")).isEqualTo("no-consent-record");
            asked.consenting(Consent.State.REFUSED, Consent.WithoutConsent.Reason.WOULD_PREJUDICE_PROTECTION);
            assertThat(ruling(asked, "wenbury-marac")).isInstanceOf(Ruling.Permit.class);
        }

        @Test
        void aCharitysInformationAboutHealthSaysWhereConsentStands() {
            Questions asked = shared(Purpose.MEETING).from("haven-idva").of("ENVELOPE", "HEALTH/VICTIM");
            assertThat(reason(asked, "wenbury-marac")).isEqualTo("no-consent-record");
            assertThat(ruling(asked.consenting(Consent.State.GIVEN), "wenbury-marac"))
                    .isInstanceOf(Ruling.Permit.class);
        }
    }

    @Test
    void thePerpetratorIsNotInformedP13() {
        assertThat(WENBURY.clauses().stream().filter(clause -> clause.effect() == Clause.Effect.PERMIT))
                .allSatisfy(clause -> assertThat(clause.obligations())
                        .contains(Obligation.NOPAT, Obligation.NOREUSE, Obligation.ENCRYPT, Obligation.DELAU));
    }

    @Test
    void observersAndOthersWhoAreNoPartiesGetNothingP25() {
        assertThat(POLICY.decide(WENBURY, referral().asked()).rulings())
                .extracting(Ruling::recipient)
                .isSubsetOf(WENBURY.parties().stream().map(Party::id).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVIEW", "AGGREGATE"})
    void reviewsHaveTheirOwnAuthorityP23(Purpose purpose) {
        assertThat(POLICY.decide(WENBURY, shared(purpose).asked()).permits()).isEmpty();
        assertThat(reason(shared(purpose), "wenbury-marac")).isEqualTo("purpose-not-agreed");
    }

    /** Nothing urgent waits: whatever bonds there are, in an emergency something is left out and nothing is held. */
    @Test
    void noHoldDelaysAnEmergency() {
        for (Party recipient : WENBURY.parties()) {
            for (Role who : Role.values()) {
                for (Tie.Bond bond : Tie.Bond.values()) {
                    Questions asked = shared(Purpose.ACTION)
                            .tied(recipient.id().value(), new Tie(who, bond).toString(), "VICTIM/CLIENT")
                            .urgent();
                    assertThat(POLICY.decide(WENBURY, asked.asked()).holds()).isEmpty();
                }
            }
        }
    }

    @Test
    void everyClauseSaysWhichRulesItAnswers() {
        Set<String> answered = WENBURY.clauses().stream()
                .flatMap(clause -> clause.rules().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(WENBURY.clauses())
                .allSatisfy(clause -> assertThat(clause.rules()).isNotEmpty());
        assertThat(answered)
                .contains("P1", "P2", "P4", "P6", "P7", "P8", "P9", "P10", "P12", "P13", "P14", "P15", "P16", "P17")
                .contains("P18", "P19", "P23", "P24", "P25");
    }

    /** Information of every material about everyone, from the hospital, with reasons. */
    private static Questions shared(Purpose purpose) {
        Questions asked = information().from("wenbury-hospital").purposed(purpose);
        asked.materials = Optional.of(Materials.all());
        return asked.stating(
                new Question.Stated(Optional.empty(), Optional.empty(), Optional.empty(), true, true, true));
    }

    private static String[] with(String also, String... more) {
        return Stream.concat(List.of("ENVELOPE", also).stream(), Arrays.stream(more))
                .toArray(String[]::new);
    }

    private static List<String> seen(Ruling.Permit permit) {
        return seen(permit.materials());
    }

    private static List<String> seen(Set<Material> materials) {
        return materials.stream().map(Material::toString).toList();
    }

    private static List<String> clauses(Ruling ruling) {
        return ruling.clauses().stream().map(Object::toString).toList();
    }

    private static String reason(Questions asked, String recipient) {
        return ((Ruling.Refuse) ruling(asked, recipient)).reason();
    }

    private static Ruling.Permit permit(Questions asked, String recipient) {
        Ruling ruling = ruling(asked, recipient);
        assertThat(ruling).isInstanceOf(Ruling.Permit.class);
        return (Ruling.Permit) ruling;
    }

    private static Ruling ruling(Questions asked, String recipient) {
        return POLICY.decide(WENBURY, asked.asked()).rulings().stream()
                .filter(r -> r.recipient().equals(new AgencyId(recipient)))
                .findFirst()
                .orElseThrow();
    }
}
