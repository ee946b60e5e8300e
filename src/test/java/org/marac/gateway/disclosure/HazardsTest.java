package org.marac.gateway.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.model.DataCategory.ADDRESS_SAFE;
import static org.marac.gateway.model.DataCategory.CHILD;
import static org.marac.gateway.model.DataCategory.CONTACT_SAFE;
import static org.marac.gateway.model.DataCategory.COURT_RESTRICTED;
import static org.marac.gateway.model.DataCategory.HEALTH;
import static org.marac.gateway.model.DataCategory.INFORMANT;
import static org.marac.gateway.model.DataCategory.LEGAL_PRIVILEGED;
import static org.marac.gateway.model.DataCategory.NARRATIVE;
import static org.marac.gateway.model.DataCategory.PERPETRATOR_ADDRESS;
import static org.marac.gateway.model.DataCategory.PERPETRATOR_IDENTITY;
import static org.marac.gateway.model.DataCategory.POLICE_INTEL_C;
import static org.marac.gateway.model.DataCategory.RISK;
import static org.marac.gateway.model.DataCategory.THIRD_PARTY;
import static org.marac.gateway.model.DataCategory.VICTIM_ADDRESS;
import static org.marac.gateway.model.DataCategory.VICTIM_IDENTITY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;

/** What the hazards of domestic abuse ask of a view (H1 to H15, as far as views can answer them). */
class HazardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AgencyId RECORD = new AgencyId("wenbury-marac");
    private static final AgencyId AGENCY = new AgencyId("some-agency");
    private static final Set<DataCategory> ALL = EnumSet.allOf(DataCategory.class);

    private final Disclosure disclosure =
            new Disclosure(DisclosureTest.schema(), DisclosureTest.LABELS, DisclosureTest.WORDS);

    @Test
    void h1NobodysNameLeavesInAnIdThatEveryoneCanRead() throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ((ObjectNode) message.get("header")).put("correlation", "ashdown-rhiannon-2026");
        assertThat(disclose(message, Set.of(RISK, NARRATIVE)).doubts())
                .contains(new Material(VICTIM_IDENTITY, Role.VICTIM));
        assertThat(disclose(message, Set.of(RISK, VICTIM_IDENTITY)).doubts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/victim/address", "/allegedPerpetrators/0/person/address", "/children/1/person/address"})
    void h2TheSafeAddressIsSafeInWhateverFieldItStands(String field) throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ObjectNode holder = (ObjectNode) message.at(field.substring(0, field.lastIndexOf('/')));
        holder.putObject("address")
                .put("postcode", "wb97zx")
                .putArray("lines")
                .add("3, Tarn Wlk")
                .add("Northwick");
        JsonNode view = view(message, without(ADDRESS_SAFE));
        assertThat(view.at(field).isMissingNode()).isTrue();
        assertThat(view(message, ALL)).isEqualTo(message);
    }

    @Test
    void h2ANumberThatIsOnlyForSafeContactIsTakenOutOfTheOrdinaryNumbersToo() throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ((ObjectNode) message.get("victim"))
                .putArray("telephones")
                .add("+44 7700 900131")
                .add("07700 900842");
        JsonNode view = view(message, without(CONTACT_SAFE));
        assertThat(view.at("/victim/telephones")).hasSize(1);
        assertThat(view.at("/victim/telephones/0").asText()).isEqualTo("07700 900842");
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN,UNKNOWN,UNKNOWN", "NO,NOT_ASKED,UNKNOWN", "NO,NO,NO"})
    void h3AContactThatNobodyCalledSafeIsNotUsed(String call, String text, String message) throws IOException {
        ObjectNode referral = contact(call, text, message);
        ((ObjectNode) referral.get("narrative")).put("history", "She is thin. Ring 07700 900131.");
        JsonNode view = view(referral, ALL);
        assertThat(view.at("/safeContact").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("method", "safeToCall", "safeToText", "safeToLeaveMessage");
        assertThat(view.at("/narrative/history").asText()).isEqualTo("She is thin. [withheld]");
        assertThat(view.toString()).doesNotContain("900131");
    }

    @ParameterizedTest
    @CsvSource({"YES,NO,UNKNOWN", "NO,YES,NO", "UNKNOWN,UNKNOWN,YES"})
    void h3AContactThatIsSafeInOneWayGoesWithItsTimesAndFlags(String call, String text, String message)
            throws IOException {
        JsonNode view = view(contact(call, text, message), ALL);
        assertThat(view.at("/safeContact/value").asText()).isEqualTo("07700 900131");
        assertThat(view.at("/safeContact/times").asText()).startsWith("between 09:15");
        assertThat(view.at("/safeContact/safeToCall").asText()).isEqualTo(call);
        assertThat(view.at("/safeContact/safeToLeaveMessage").asText()).isEqualTo(message);
    }

    @Test
    void h3TheRecordKeepsAContactThatMayBecomeSafe() throws IOException {
        JsonNode view =
                JSON.readTree(record(contact("UNKNOWN", "NO", "NO"), ALL).view().text());
        assertThat(view.at("/safeContact/value").asText()).isEqualTo("07700 900131");
    }

    @Test
    void h4_whoAskedUnderADisclosureSchemeStandsInNoViewAndNoText() throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ObjectNode applicant =
                ((ObjectNode) message.get("header")).putArray("informants").addObject();
        applicant
                .put("name", "Nerys Vaughan")
                .put("capacity", "DISCLOSURE_SCHEME_APPLICANT")
                .put("telephone", "07700 900461");
        applicant
                .putObject("address")
                .put("postcode", "WB7 1AA")
                .putArray("lines")
                .add("5 Chapel Rise");
        ((ObjectNode) message.get("narrative"))
                .put("history", "Ms N. Vaughan of 5 Chapel Rise asked about him. He was alone. Ring 07700900461.");
        for (Projected projected :
                List.of(disclose(message, without(INFORMANT)), record(message, without(INFORMANT)))) {
            assertThat(projected.view().text())
                    .doesNotContain("Vaughan", "DISCLOSURE_SCHEME", "900461", "Chapel", "WB7")
                    .contains("He was alone.");
            assertThat(projected.withheld()).contains(new Material(INFORMANT, Role.OTHER));
        }
    }

    @Test
    void h9WhoAdvisesTheVictimDoesNotLearnTheHealthOfTheOther() throws IOException {
        ObjectNode message =
                items(item("HEALTH", "VICTIM", "Broken wrist."), item("HEALTH", "ALLEGED_PERPETRATOR", "Diabetic."));
        Set<Material> materials = Materials.ofAnyone(Set.of(RISK, VICTIM_IDENTITY));
        materials = new HashSet<>(materials);
        materials.add(new Material(HEALTH, Role.VICTIM));
        Projected projected = disclose(message, materials, AGENCY, Set.of(Obligation.REDACT), Optional.of(RECORD));
        assertThat(projected.view().text()).contains("Broken wrist").doesNotContain("Diabetic");
        assertThat(projected.withheld()).contains(new Material(HEALTH, Role.ALLEGED_PERPETRATOR));
    }

    @Test
    void h11AChildsAddressIsAsSafeAsTheVictims() throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ObjectNode child = (ObjectNode) message.at("/children/0/person");
        child.putObject("address").putArray("lines").add("Willowmere House").add("Northwick");
        Set<DataCategory> school = Set.of(CHILD, VICTIM_ADDRESS, RISK);
        assertThat(view(message, school).at("/children/0/person/address").isMissingNode())
                .isTrue();
        child.putObject("address").putArray("lines").add("9 Mossop Lane").add("Northwick");
        assertThat(view(message, school)
                        .at("/children/0/person/address/lines/0")
                        .asText())
                .isEqualTo("9 Mossop Lane");
    }

    @Test
    void h11AChildsAddressFollowsTheVictimsWhoeverMaySeeTheChilds() throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ((ObjectNode) message.at("/children/0/person"))
                .putObject("address")
                .put("postcode", "WB2 4LQ")
                .putArray("lines")
                .add("14 Larkfold Cl")
                .add("Wenbury");
        Set<Material> materials = new HashSet<>(Materials.ofAnyone(Set.of(CHILD, PERPETRATOR_ADDRESS)));
        materials.add(new Material(VICTIM_ADDRESS, Role.CHILD));
        JsonNode view = JSON.readTree(disclose(message, materials, AGENCY, Set.of(Obligation.REDACT), Optional.empty())
                .view()
                .text());
        assertThat(view.at("/children/0/person/address").isMissingNode()).isTrue();
        assertThat(view.at("/allegedPerpetrators/0/person/address/lines/0").asText())
                .as("his own home is his own")
                .isEqualTo("14 Larkfold Close");
    }

    @Test
    void h14IntelligenceWithConditionsWaitsForAPersonAndIsNotFiledByItself() throws IOException {
        ObjectNode message = items(item("POLICE_INTEL_C", "ALLEGED_PERPETRATOR", "Has a gun at the lock-up."));
        Projected projected = disclose(message, ALL);
        assertThat(projected.doubts()).contains(new Material(POLICE_INTEL_C, Role.ALLEGED_PERPETRATOR));
        Projected record = record(message, ALL);
        assertThat(record.view().text()).doesNotContain("lock-up");
        assertThat(record.withheld()).contains(new Material(POLICE_INTEL_C, Role.ALLEGED_PERPETRATOR));
    }

    @Test
    void h14IntelligenceGoesWithoutItsSourceAndTheRecordKeepsIt() throws IOException {
        ObjectNode item = item("POLICE_INTEL_P", "ALLEGED_PERPETRATOR", "Mrs Pryce saw him. He carries a knife.");
        item.put("source", "Mrs Delyth Pryce, 16 Larkfold Close").put("assertion", "INTELLIGENCE");
        item.putObject("intelligence").put("source", "2").put("assessment", "B").put("handling", "P");
        ObjectNode message = items(item);
        JsonNode view = view(message, without(INFORMANT));
        assertThat(view.at("/items/0/source").isMissingNode()).isTrue();
        assertThat(view.at("/items/0/text").asText()).isEqualTo("[withheld] He carries a knife.");
        assertThat(view.at("/items/0/intelligence/source").asText()).isEqualTo("2");
        JsonNode record = JSON.readTree(record(message, ALL).view().text());
        assertThat(record.at("/items/0")).isEqualTo(message.at("/items/0"));
    }

    @Test
    void h15PrivilegedAndCourtMaterialGoesToNobodyAndNotIntoTheRecord() throws IOException {
        ObjectNode message = items(
                item("LEGAL_PRIVILEGED", "VICTIM", "Counsel advises."),
                item("COURT_RESTRICTED", "CHILD", "CAFCASS says."));
        for (Projected projected : List.of(disclose(message, ALL), record(message, ALL))) {
            assertThat(projected.view().text()).doesNotContain("Counsel", "CAFCASS");
            assertThat(Material.categories(projected.withheld())).contains(LEGAL_PRIVILEGED, COURT_RESTRICTED);
        }
    }

    @Test
    void p12AnotherAgencysItemGoesOnlyWhereAndForWhatItsOriginatorReleasedIt() throws IOException {
        String purpose = items().at("/header/purpose").asText();
        assertThat(purpose).isNotEmpty().isNotEqualTo("REVIEW");
        ObjectNode item = item("RISK", "VICTIM", "Was followed twice.");
        item.put("originator", "wenbury-police").set("releasedTo", JSON.readTree("""
                [{"agency":"wenbury-gp","purposes":["PURPOSE"]},{"agency":"wenbury-housing","purposes":["REVIEW"]}]""".replace("PURPOSE", purpose)));
        ObjectNode message = items(item, item("RISK", "VICTIM", "Is afraid."));
        assertThat(view(message, ALL).toString()).doesNotContain("followed").contains("Is afraid");
        assertThat(disclose(message, ALL).withheld()).contains(new Material(RISK, Role.VICTIM));
        assertThat(disclose(
                                message,
                                Materials.ofAnyone(ALL),
                                new AgencyId("wenbury-housing"),
                                Set.of(Obligation.REDACT),
                                Optional.of(RECORD))
                        .view()
                        .text())
                .as("released for another purpose")
                .doesNotContain("followed");
        for (String may : List.of("wenbury-gp", "wenbury-police", "wenbury-marac")) {
            assertThat(disclose(
                                    message,
                                    Materials.ofAnyone(ALL),
                                    new AgencyId(may),
                                    Set.of(Obligation.REDACT),
                                    Optional.of(RECORD))
                            .view()
                            .text())
                    .as(may)
                    .contains("followed");
        }
    }

    @Test
    void p14WhoToldUsIsTakenOutOfEveryText() throws IOException {
        ObjectNode message = items(
                item("INFORMANT", "OTHER", "Mrs Delyth Pryce of 16 Mossop Lane rang us on 07700 900771."),
                item("THIRD_PARTY", "OTHER", "His cousin Gethin Marchbanks drives for him."),
                item(
                        "RISK",
                        "VICTIM",
                        "D. Pryce heard screams. It was loud. A man at Mossop Ln saw it. Call 07700900771. Mr Marchbanks knows."));
        JsonNode view = view(message, without(INFORMANT, THIRD_PARTY));
        assertThat(view.at("/items/0/text").asText()).isEqualTo("[withheld] It was loud. [withheld]");
    }

    @Test
    void whereNothingMayBeRedactedThePersonSeesWhatWouldLeave() throws IOException {
        Projected projected = disclose(
                DisclosureTest.referral(),
                Materials.ofAnyone(without(ADDRESS_SAFE)),
                AGENCY,
                Set.of(),
                Optional.of(RECORD));
        assertThat(projected.doubts()).containsExactly(new Material(ADDRESS_SAFE, Role.VICTIM));
        assertThat(projected.view().text()).contains("3 Tarn Walk").doesNotContain("Willowmere");
    }

    @Test
    void aValueOfTheCaseIsFoundThoughTheMessageDoesNotNameIt() throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ((ObjectNode) message.get("narrative")).put("history", "He drove by Saltmarsh Lodge. He was alone.");
        Guarded refuge = new Guarded(
                new Material(ADDRESS_SAFE, Role.CASE),
                Guarded.Kind.ADDRESS,
                "Saltmarsh Lodge, 12 Heron Quay, Eastmere");
        Set<Material> everything = new HashSet<>(Materials.ofAnyone(ALL));
        everything.remove(new Material(ADDRESS_SAFE, Role.CASE));
        Ruling.Permit permit = Permits.of(AGENCY, List.of(), everything, Set.of(Obligation.REDACT), Set.of());
        JsonNode view = JSON.readTree(OneView.of(disclosure, Bytes.utf8(message.toString()), permit, List.of(refuge))
                .view()
                .text());
        assertThat(view.at("/narrative/history").asText()).isEqualTo("[withheld] He was alone.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mr Young was seen. A young man ran. | [withheld] A young man ran.",
                "It happened on the street. T Young was there. | It happened on the street. [withheld]",
                "YOUNG, Terry is known. So is he. | [withheld] So is he."
            })
    void aCommonSurnameIsOnlyANameBesideOne(String text, String seen) throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ((ObjectNode) message.at("/allegedPerpetrators/0/person/name"))
                .put("family", "Young")
                .putArray("given")
                .add("Terry");
        ((ObjectNode) message.get("narrative")).put("history", text);
        assertThat(view(message, without(PERPETRATOR_IDENTITY))
                        .at("/narrative/history")
                        .asText())
                .isEqualTo(seen);
    }

    @Test
    void theNeighboursHouseIsNotTheVictimsButARefugesWholeStreetIs() throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ((ObjectNode) message.get("narrative"))
                .put("history", "He was at 20 Larkfold Close. He was at 30 Tarn Walk. He was at 14, Larkfold Close.");
        Set<Material> probation =
                Materials.ofAnyone(Set.of(PERPETRATOR_IDENTITY, PERPETRATOR_ADDRESS, RISK, NARRATIVE));
        JsonNode view = JSON.readTree(disclose(message, probation, AGENCY, Set.of(Obligation.REDACT), Optional.empty())
                .view()
                .text());
        assertThat(view.at("/narrative/history").asText()).isEqualTo("He was at 20 Larkfold Close. [withheld]");
    }

    private static Set<DataCategory> without(DataCategory... categories) {
        Set<DataCategory> some = EnumSet.allOf(DataCategory.class);
        some.removeAll(List.of(categories));
        return some;
    }

    private static ObjectNode contact(String call, String text, String message) throws IOException {
        ObjectNode referral = DisclosureTest.referral();
        ((ObjectNode) referral.get("safeContact"))
                .put("safeToCall", call)
                .put("safeToText", text)
                .put("safeToLeaveMessage", message);
        return referral;
    }

    private static ObjectNode item(String category, String subject, String text) {
        return JSON.createObjectNode()
                .put("category", category)
                .put("assertion", "ALLEGATION")
                .put("subject", subject)
                .put("text", text);
    }

    private static ObjectNode items(ObjectNode... items) throws IOException {
        ObjectNode message = DisclosureTest.information();
        message.putArray("items").addAll(List.of(items));
        return message;
    }

    private JsonNode view(JsonNode message, Set<DataCategory> categories) throws IOException {
        return JSON.readTree(disclose(message, categories).view().text());
    }

    private Projected disclose(JsonNode message, Set<DataCategory> categories) {
        return disclose(
                message, Materials.ofAnyone(categories), AGENCY, Set.of(Obligation.REDACT), Optional.of(RECORD));
    }

    private Projected record(JsonNode message, Set<DataCategory> categories) {
        return disclose(
                message, Materials.ofAnyone(categories), RECORD, Set.of(Obligation.REDACT), Optional.of(RECORD));
    }

    private Projected disclose(
            JsonNode message,
            Set<Material> materials,
            AgencyId recipient,
            Set<Obligation> obligations,
            Optional<AgencyId> record) {
        Ruling.Permit permit = Permits.of(recipient, List.of(), materials, obligations, Set.of());
        return disclosure
                .disclose(Bytes.utf8(message.toString()), record, List.of(permit), List.of(), Doubt.WAITS)
                .get(0);
    }
}
