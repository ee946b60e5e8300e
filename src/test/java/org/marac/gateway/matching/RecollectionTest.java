package org.marac.gateway.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Exclusion;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Informant;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.SafeContact;
import org.marac.gateway.model.Seen;
import org.marac.gateway.model.Tie;

/** Hazards H1, H3, H7, H10, H11, H12 and scenarios 8, 9 and 10 as far as they are about who is who. */
class RecollectionTest {
    private static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId GP = new AgencyId("wenbury-gp");

    private final Matching matching = new Matching();
    private final Someone anna = Someone.named("Anna");
    private final Someone ben = Someone.named("Ben");

    @Test
    void nothingIsKnownOfPeopleBoundToNobody() {
        Matched matched = match(Told.by("wenbury-police", anna, ben).referral());
        assertThat(matched.ties()).isEmpty();
        assertThat(matched.guarded()).isEmpty();
        assertThat(matched.recalled()).isEmpty();
    }

    @Test
    void h7_aPerpetratorWhoWorksForTheRecipientIsTiedToIt() {
        assertThat(ties(ben.workingFor("WENBURY  Homes")))
                .isEqualTo(Map.of(HOUSING, ties("ALLEGED_PERPETRATOR/EMPLOYEE")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Wenbury Homes Limited", "Repairs team, Wenbury Homes (north)", "WHL Repairs", "W.H.L. repairs"})
    void h7_anEmployerIsRecognisedByEveryNameOfTheParty(String employer) {
        assertThat(ties(ben.workingFor(employer)).get(HOUSING)).contains(Tie.parse("ALLEGED_PERPETRATOR/EMPLOYEE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wenbury", "Homes", "Wenbury Home Improvements", "whl"})
    void aNameThatIsOnlyAPartOfThePartysIsAnother(String employer) {
        assertThat(ties(ben.workingFor(employer))).isEmpty();
    }

    @Test
    void h2_aPerpetratorWhoIsTheRecipientsTenantOrPatientIsTiedToIt() {
        assertThat(ties(ben.tenantOf("Wenbury Homes").patientOf("Wenbury Surgery")))
                .isEqualTo(
                        Map.of(HOUSING, ties("ALLEGED_PERPETRATOR/TENANT"), GP, ties("ALLEGED_PERPETRATOR/PATIENT")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"police officer", "Detective, CID", "PCSO"})
    void scenario9_aPerpetratorInThePoliceIsTiedToThemWithoutTheForcesName(String occupation) {
        assertThat(ties(ben.workingAs(occupation))).isEqualTo(Map.of(POLICE, ties("ALLEGED_PERPETRATOR/EMPLOYEE")));
    }

    @Test
    void scenario8_theHousingOfficerWhoIsThePerpetratorsBrotherIsFoundByName() {
        Message told =
                Told.by("wenbury-police", anna, ben).excluding("Mr Colin READ").referral();
        assertThat(match(told).ties().get(HOUSING)).isEqualTo(ties("OTHER/OFFICER"));
    }

    @Test
    void scenario8_theHousingOfficerWhoIsThePerpetratorsBrotherIsFoundByStaffNumber() {
        Message told = Told.by("wenbury-police", anna, ben)
                .excluding(new Exclusion(
                        "Known as Bud",
                        Optional.of("brother of the alleged perpetrator"),
                        Optional.empty(),
                        Optional.of("wh 0417"),
                        Optional.empty()))
                .referral();
        assertThat(match(told).ties().get(HOUSING)).isEqualTo(ties("OTHER/OFFICER"));
    }

    @ParameterizedTest
    @CsvSource({"Colin Reed", "Collin Read", "Col Read", "C Read", "Mr Read", "Colin Reade"})
    void scenario8_aNameThatIsOnlyNearAnOfficersNeedsAPerson(String name) {
        Message told = Told.by("wenbury-police", anna, ben).excluding(name).referral();
        assertThat(match(told).ties().get(HOUSING)).isEqualTo(ties("OTHER/NEAR_OFFICER"));
    }

    @ParameterizedTest
    @CsvSource({"Susan Read", "Colin Smith", "Peter Marsh", "Reading Colin"})
    void aNameThatIsNotNearIsNoTie(String name) {
        Message told = Told.by("wenbury-police", anna, ben).excluding(name).referral();
        assertThat(match(told).ties()).isEmpty();
    }

    @Test
    void aPerpetratorWithAnOfficersStaffNumberIsThatOfficer() {
        assertThat(ties(ben.staff("WH-0417"))).isEqualTo(Map.of(HOUSING, ties("ALLEGED_PERPETRATOR/OFFICER")));
    }

    @Test
    void h12_whoeverIsFearedAndWorksForTheRecipientMakesThePerpetratorCloseToItsStaff() {
        Message told = Told.by("wenbury-police", anna, ben)
                .talk(new Referral.Talk(
                        List.of(contact("Cousin Ray", "cousin, works for Wenbury Homes")), List.of(), List.of()))
                .referral();
        assertThat(match(told).ties())
                .isEqualTo(Map.of(HOUSING, ties("OTHER/EMPLOYEE", "ALLEGED_PERPETRATOR/CLOSE_TO_STAFF")));
    }

    @Test
    void h12_whoeverItIsNotSafeToTalkToIsTiedAndWhoeverItIsSafeToTalkToIsNot() {
        Referral.Contact someone = contact("Colin Read", "neighbour");
        Message unsafe = Told.by("wenbury-police", anna, ben)
                .talk(new Referral.Talk(List.of(), List.of(), List.of(someone)))
                .referral();
        Message safe = Told.by("wenbury-police", anna, ben)
                .talk(new Referral.Talk(List.of(), List.of(someone), List.of()))
                .referral();
        assertThat(match(unsafe).ties()).containsKey(HOUSING);
        assertThat(match(safe).ties()).isEmpty();
    }

    @Test
    void h11_whoeverMustNotLearnOfAChildMustNotLearnOfTheCase() {
        Message told = Told.by("wenbury-police", anna, ben)
                .child(Someone.named("Kit")
                        .child(new Exclusion(
                                "Colin Read",
                                Optional.of("father"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())))
                .referral();
        assertThat(match(told).ties()).isEqualTo(Map.of(HOUSING, ties("OTHER/OFFICER")));
    }

    @Test
    void h1_anExclusionOfAnEarlierMessageStandsInEveryLaterOne() {
        Message earlier = Told.by("haven-idva", anna, ben.workingFor("Wenbury Homes"))
                .excluding("Dr Colin Read")
                .referral();
        Message later = Told.by("wenbury-police", anna, Someone.named("Ben")).referral();
        Matched matched = matching.match(later, protocol(), own(earlier));
        assertThat(matched.ties().get(HOUSING)).isEqualTo(ties("OTHER/OFFICER", "ALLEGED_PERPETRATOR/EMPLOYEE"));
    }

    @Test
    void h2_anEarlierSafeAddressIsGuardedUnderItsOwnMaterial() {
        Message earlier = Told.by("haven-idva", anna.hidingAt("WB9 9ZZ", "Rose Cottage", "Wenbury"), ben)
                .referral();
        Matched matched = matching.match(Told.by("wenbury-police", anna, ben).referral(), protocol(), own(earlier));
        Material safe = new Material(DataCategory.ADDRESS_SAFE, Role.VICTIM);
        assertThat(matched.guarded())
                .contains(
                        new Guarded(safe, Guarded.Kind.ADDRESS, "Rose Cottage, Wenbury"),
                        new Guarded(safe, Guarded.Kind.POSTCODE, "WB9 9ZZ"));
        assertThat(matched.recalled()).contains(safe);
    }

    @Test
    void h10_aValueOfALinkedCaseIsOfAMaterialThatNoClauseGives() {
        Message mirrored = Told.by("haven-idva", ben.hidingAt("WB9 9ZZ", "Rose Cottage", "Wenbury"), anna)
                .referral();
        Matched matched = matching.match(Told.by("wenbury-police", anna, ben).referral(), protocol(), linked(mirrored));
        assertThat(matched.guarded())
                .contains(new Guarded(
                        Material.of(DataCategory.ADDRESS_SAFE), Guarded.Kind.ADDRESS, "Rose Cottage, Wenbury"));
        assertThat(matched.recalled()).isEmpty();
    }

    @Test
    void h10_theSharedHomeIsNoSecretOfEitherCase() {
        Message mirrored = Told.by("haven-idva", ben.livingAt("WB1 1AA", "1 Shared Street", "Wenbury"), anna)
                .referral();
        Matched matched = matching.match(
                Told.by("wenbury-police", anna.livingAt("wb11aa", "1 Shared Street", "Wenbury"), ben)
                        .referral(),
                protocol(),
                linked(mirrored));
        assertThat(matched.guarded()).isEmpty();
    }

    @Test
    void h10_beingTheVictimOfOneCaseLiftsNoExclusionOfTheOther() {
        Message mirrored =
                Told.by("haven-idva", anna, ben.workingFor("Wenbury Homes")).referral();
        Matched matched = matching.match(
                Told.by("wenbury-police", Someone.named("Ben"), anna).referral(), protocol(), linked(mirrored));
        assertThat(matched.ties().get(HOUSING)).contains(Tie.parse("ALLEGED_PERPETRATOR/EMPLOYEE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"07700 900123", "+44 7700 900123", "07700-900-123"})
    void h3_aSafeNumberAtWhichThePerpetratorAnswersIsGuardedFromEveryone(String written) {
        Message told = Told.by("wenbury-police", anna, ben.telephone("07700900123"))
                .reachedAt(safe(written))
                .referral();
        assertThat(match(told).guarded())
                .containsExactly(
                        new Guarded(Material.of(DataCategory.VICTIM_ADDRESS), Guarded.Kind.TELEPHONE, written));
    }

    @Test
    void h3_aSafeNumberOfAnEarlierMessageIsUnsafeOnceThePerpetratorsIsKnown() {
        Message earlier =
                Told.by("haven-idva", anna, ben).reachedAt(safe("07700 900123")).referral();
        Message later = Told.by("wenbury-police", anna, Someone.named("Ben").telephone("07700 900123"))
                .referral();
        assertThat(matching.match(later, protocol(), own(earlier)).guarded())
                .contains(
                        new Guarded(Material.of(DataCategory.VICTIM_ADDRESS), Guarded.Kind.TELEPHONE, "07700 900123"));
    }

    @Test
    void h4_whoeverToldIsRememberedFromTheWordsOfAnItem() {
        Message told = Told.by("wenbury-police", anna, ben)
                .item(DataCategory.INFORMANT, Role.OTHER, "Call from Doris Elgin next door, 01632 960001.")
                .information();
        Material informant = new Material(DataCategory.INFORMANT, Role.OTHER);
        assertThat(matching.remember(told).guarded())
                .contains(
                        new Guarded(informant, Guarded.Kind.NAME, "Doris Elgin"),
                        new Guarded(informant, Guarded.Kind.TELEPHONE, "01632 960001"));
    }

    @Test
    void h4_whoAskedUnderADisclosureSchemeIsGuardedInEveryLaterMessage() {
        Message told = Told.by("wenbury-police", anna, ben)
                .toldBy("Nerys Vaughan", Informant.Capacity.DISCLOSURE_SCHEME_APPLICANT, "07700 900461")
                .referral();
        Matched later = matching.match(Told.by("haven-idva", anna, ben).information(), protocol(), own(told));
        Material informant = new Material(DataCategory.INFORMANT, Role.OTHER);
        assertThat(later.guarded())
                .contains(
                        new Guarded(informant, Guarded.Kind.NAME, "Nerys Vaughan"),
                        new Guarded(informant, Guarded.Kind.TELEPHONE, "07700 900461"));
    }

    @Test
    void h4_whoAskedAboutAPartnerOfAnotherCaseIsGuardedAsAMaterialNoClauseGives() {
        Message told = Told.by("wenbury-police", anna, ben)
                .toldBy("Nerys Vaughan", Informant.Capacity.DISCLOSURE_SCHEME_APPLICANT, "07700 900461")
                .referral();
        Matched other =
                matching.match(Told.by("haven-idva", Someone.named("Cara"), ben).referral(), protocol(), linked(told));
        assertThat(other.guarded())
                .contains(new Guarded(Material.of(DataCategory.INFORMANT), Guarded.Kind.NAME, "Nerys Vaughan"));
    }

    @ParameterizedTest
    @EnumSource(Person.Book.class)
    void whoeverIsOnAnAgencysBooksIsTiedToIt(Person.Book book) {
        assertThat(ties(ben.onTheBooks("wenbury-gp", book)))
                .isEqualTo(Map.of(GP, ties("ALLEGED_PERPETRATOR/" + book.bond())));
        assertThat(ties(ben.onTheBooks("eastmere-gp", book)).keySet())
                .as("an agency of no party ties nobody")
                .containsExactly(GP);
    }

    @Test
    void onlyTheTiesTheMessageSpeaksOfAreSaid() {
        Message earlier = Told.by("wenbury-hospital", anna, ben.workingFor("Wenbury Homes"))
                .referral();
        Matched matched = matching.match(
                Told.by("wenbury-police", anna.onTheBooks("wenbury-gp", Person.Book.PATIENT), Someone.named("Bo"))
                        .referral(),
                protocol(),
                own(earlier));
        assertThat(matched.ties()).containsOnlyKeys(GP, HOUSING);
        assertThat(matched.said()).isEqualTo(Map.of(GP, ties("VICTIM/PATIENT")));
        assertThat(matched.isAllSaid()).isFalse();
    }

    @Test
    void anAddressIsFoundInTheWordsOfAnItem() {
        Message told = Told.by("haven-idva", anna, ben)
                .item(DataCategory.ADDRESS_SAFE, Role.VICTIM, "she is now at 12 Orchard View, WB4 7QQ, above the shop")
                .information();
        assertThat(matching.remember(told).guarded()).extracting(Guarded::text).contains("12 Orchard View", "WB4 7QQ");
    }

    private Map<AgencyId, Set<Tie>> ties(Someone perpetrator) {
        return match(Told.by("wenbury-hospital", anna, perpetrator).referral()).ties();
    }

    private Recalled own(Message message) {
        return new Recalled(List.of(matching.remember(message)), List.of(), Seen.nothing());
    }

    private Recalled linked(Message message) {
        return new Recalled(List.of(), List.of(matching.remember(message)), Seen.nothing());
    }

    private Matched match(Message message) {
        return matching.match(message, protocol(), Recalled.nothing());
    }

    private static Set<Tie> ties(String... ties) {
        return Set.copyOf(List.of(ties).stream().map(Tie::parse).toList());
    }

    private static Referral.Contact contact(String name, String relationship) {
        return new Referral.Contact(name, Optional.of(relationship), Optional.empty());
    }

    private static SafeContact safe(String number) {
        return new SafeContact(
                "telephone",
                Optional.of(number),
                Answer.YES,
                Answer.YES,
                Answer.YES,
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static Protocol protocol() {
        return new Protocol(
                "wenbury-marac",
                1,
                Digest.of(new byte[0]),
                "title",
                Optional.empty(),
                Instant.EPOCH,
                LocalDate.EPOCH,
                Instant.EPOCH,
                new AgencyId("wenbury-marac"),
                new Protocol.Governance(POLICE, 1),
                new Protocol.EnvelopeRule(java.time.Duration.ZERO, java.time.Duration.ZERO),
                List.of(
                        party(POLICE, "police", "Wenbury Constabulary"),
                        party(GP, "health", "Wenbury Surgery"),
                        party(
                                HOUSING,
                                "housing",
                                "Wenbury Homes",
                                new Party.Officer("Colin Read", Optional.of("WH0417"), "contact"))),
                List.of(),
                Map.of(),
                new Protocol.Repeat(12, Protocol.Repeat.From.REFERRAL),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Protocol.Waits.UNSAID,
                Protocol.Delivery.UNSAID);
    }

    private static Party party(AgencyId id, String sector, String name, Party.Officer... officers) {
        return new Party(
                id,
                name,
                sector,
                "Controller of " + id,
                Party.Regime.GDPR,
                true,
                true,
                "contact",
                List.of(),
                List.of(),
                List.of("WHL Repairs".repeat(id.equals(HOUSING) ? 1 : 2)),
                List.of(officers),
                Optional.empty());
    }
}
