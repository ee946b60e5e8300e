package org.marac.gateway.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.model.DataCategory.ADDRESS_SAFE;
import static org.marac.gateway.model.DataCategory.CHILD;
import static org.marac.gateway.model.DataCategory.CONSENT;
import static org.marac.gateway.model.DataCategory.CONTACT_SAFE;
import static org.marac.gateway.model.DataCategory.ENVELOPE;
import static org.marac.gateway.model.DataCategory.EXCLUSION;
import static org.marac.gateway.model.DataCategory.HEALTH;
import static org.marac.gateway.model.DataCategory.MENTAL_HEALTH;
import static org.marac.gateway.model.DataCategory.NARRATIVE;
import static org.marac.gateway.model.DataCategory.PERPETRATOR_ADDRESS;
import static org.marac.gateway.model.DataCategory.PERPETRATOR_IDENTITY;
import static org.marac.gateway.model.DataCategory.REFERRER;
import static org.marac.gateway.model.DataCategory.RISK;
import static org.marac.gateway.model.DataCategory.SCHOOL;
import static org.marac.gateway.model.DataCategory.UNCLASSIFIED;
import static org.marac.gateway.model.DataCategory.VICTIM_ADDRESS;
import static org.marac.gateway.model.DataCategory.VICTIM_IDENTITY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.kit.Documents;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;

class DisclosureTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Bytes SCHEMA = schema();
    /** The table that wiring hands in: made by the room that owns the schema, with none of the code under test. */
    static final Labels LABELS = new Formats(new Mappings(Path.of("routes", "mappings"))).labels()::of;

    /** A document says what its bytes say, as long as they say so in English. */
    static final Words WORDS =
            (type, document) -> Optional.of(document.text()).filter(text -> !text.contains("PICTURE"));

    private static final String REFUGE = "3 Tarn Walk";

    private static final Set<DataCategory> CHILDRENS_SERVICES = Set.of(
            REFERRER,
            VICTIM_IDENTITY,
            VICTIM_ADDRESS,
            PERPETRATOR_IDENTITY,
            PERPETRATOR_ADDRESS,
            CHILD,
            SCHOOL,
            RISK,
            NARRATIVE);
    private static final Set<DataCategory> EDUCATION = Set.of(CHILD, SCHOOL, RISK, NARRATIVE);
    private static final Set<DataCategory> PROBATION =
            Set.of(VICTIM_IDENTITY, PERPETRATOR_IDENTITY, PERPETRATOR_ADDRESS, RISK, NARRATIVE);

    private final Disclosure disclosure = new Disclosure(SCHEMA, LABELS, WORDS);

    @Test
    void childrensServicesDoNotSeeTheRefugeAddressNorTheTextThatRepeatsIt() throws IOException {
        Projected projected = disclose(referral(), CHILDRENS_SERVICES);
        JsonNode view = JSON.readTree(projected.view().text());
        assertThat(projected.view().text()).doesNotContain(REFUGE, "Willowmere", "WB9 7ZX", "07700 900131");
        assertThat(view.at("/victim/safeAddress").isMissingNode()).isTrue();
        assertThat(view.at("/safeContact").isMissingNode()).isTrue();
        assertThat(view.at("/narrative/other").asText()).isEqualTo("[withheld]");
        assertThat(view.at("/narrative/reason").asText()).startsWith("Brought in by a friend");
        assertThat(view.at("/victim/address/postcode").asText()).isEqualTo("WB2 4LQ");
        assertThat(view.at("/children").size()).isEqualTo(2);
        assertThat(Material.categories(projected.withheld()))
                .contains(ADDRESS_SAFE, CONTACT_SAFE, HEALTH, EXCLUSION)
                .doesNotContain(CHILD, ENVELOPE, NARRATIVE);
    }

    @Test
    void idvaSeesTheSafeContactAndTheRefugeAddress() throws IOException {
        Set<DataCategory> all = EnumSet.allOf(DataCategory.class);
        JsonNode view = JSON.readTree(disclose(referral(), all).view().text());
        assertThat(view).isEqualTo(referral());
    }

    @Test
    void educationSeesTheChildrenAndNeitherParentsName() throws IOException {
        String view = disclose(referral(), EDUCATION).view().text();
        assertThat(view)
                .contains("Esme", "Tomos", "Larkfold Primary School")
                .doesNotContain("Rhiannon", "Colthorpe-Vane");
    }

    @Test
    void probationSeesTheSharedHomeAsThePerpetratorsAddressOnly() throws IOException {
        JsonNode view = JSON.readTree(disclose(referral(), PROBATION).view().text());
        assertThat(view.at("/allegedPerpetrators/0/person/address/postcode").asText())
                .isEqualTo("WB2 4LQ");
        assertThat(view.at("/victim/address").isMissingNode()).isTrue();
        assertThat(view.toString()).doesNotContain("900842");
    }

    @Test
    void theEnvelopeAlwaysGoesAndNothingElseWithoutAClause() throws IOException {
        JsonNode view = JSON.readTree(disclose(referral(), Set.of()).view().text());
        assertThat(view.properties()).extracting(Map.Entry::getKey).containsExactly("kind", "version", "header");
    }

    @Test
    void aPermitCannotNameTheUnclassified() throws IOException {
        assertThat(disclose(referral(), Set.of(UNCLASSIFIED)).view())
                .isEqualTo(disclose(referral(), Set.of()).view());
    }

    @Test
    void itemsOfInformationGoByTheCategoryTheyName() throws IOException {
        Projected projected = disclose(information(), Set.of(VICTIM_IDENTITY, RISK, NARRATIVE));
        JsonNode view = JSON.readTree(projected.view().text());
        assertThat(view.at("/items")).hasSize(2);
        assertThat(view.at("/items/0/category").asText()).isEqualTo("RISK");
        assertThat(view.at("/items/1/text").asText()).isEqualTo("Safer since the move. [withheld]");
        assertThat(view.toString()).doesNotContain("Heron Quay", "EM7 3KD", "900155");
        assertThat(Material.categories(projected.withheld()))
                .containsExactlyInAnyOrder(ADDRESS_SAFE, CONTACT_SAFE, CONSENT, PERPETRATOR_IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "She is at 3 Tarn Walk.",
                "she is at 3  TARN   walk",
                "Lives in Tarn Walk, the red door",
                "Post to wb97zx please",
                "W.B.9 7-Z-X",
                "The house is called willowmere  house",
                "Ring +44 7700 900131",
                "Ring (07700) 900-131 after nine",
                "ring 0 7 7 0 0 9 0 0 1 3 1",
                "ＷＢ９ ７ＺＸ"
            })
    void noWayOfWritingAProtectedValueGetsThrough(String text) throws IOException {
        ObjectNode message = referral();
        ((ObjectNode) message.get("narrative")).put("history", text);
        ((ObjectNode) message.at("/riskAssessment/answers/3")).put("note", text);
        JsonNode view =
                JSON.readTree(disclose(message, CHILDRENS_SERVICES).view().text());
        assertThat(view.at("/narrative/history").asText()).isEqualTo("[withheld]");
        assertThat(view.at("/riskAssessment/answers/3/note").asText()).isEqualTo("[withheld]");
        assertThat(view.at("/narrative/reason").asText())
                .isEqualTo(message.at("/narrative/reason").asText());
    }

    @Test
    void theNameOfTheTownAloneGivesNobodyAway() throws IOException {
        ObjectNode message = referral();
        ((ObjectNode) message.get("narrative")).put("history", "Her sister lives in Northwick.");
        JsonNode view =
                JSON.readTree(disclose(message, CHILDRENS_SERVICES).view().text());
        assertThat(view.at("/narrative/history").asText()).isEqualTo("Her sister lives in Northwick.");
    }

    @Test
    void anAddressWrittenInOneLineIsFoundToo() throws IOException {
        ObjectNode message = referral();
        ((ObjectNode) message.at("/victim/safeAddress"))
                .putArray("lines")
                .add("Willowmere House, 3 Tarn Walk, Northwick");
        assertThat(disclose(message, CHILDRENS_SERVICES).view().text()).doesNotContain(REFUGE);
    }

    @Test
    void theUsualAddressIsTakenOutOfTheTextWhereItIsWithheld() throws IOException {
        ObjectNode message = referral();
        ((ObjectNode) message.get("narrative")).put("history", "Police were called to 14 Larkfold Close twice.");
        JsonNode view = JSON.readTree(disclose(message, PROBATION).view().text());
        assertThat(view.at("/narrative/history").asText()).isEqualTo("[withheld]");
    }

    @Test
    void aProtectedValueInTheEnvelopeWaitsForAPerson() throws IOException {
        ObjectNode message = referral();
        ((ObjectNode) message.get("header")).put("marking", "she is at 3 Tarn Walk");
        assertThat(disclose(message, CHILDRENS_SERVICES).doubts())
                .containsExactly(new Material(ADDRESS_SAFE, Role.VICTIM));
        assertThat(disclose(message, EnumSet.allOf(DataCategory.class)).doubts())
                .isEmpty();
    }

    @Test
    void anEmptyObjectThatSaysSomethingIsKeptOrWithheldByItsOwnLabel() throws IOException {
        ObjectNode message = referral();
        ((ObjectNode) message.get("victim")).putObject("pregnant");
        assertThat(disclose(message, Set.of(HEALTH)).view().text()).contains("\"pregnant\":{}");
        assertThat(disclose(message, Set.of(MENTAL_HEALTH)).view().text()).doesNotContain("pregnant");
    }

    @Test
    void nothingOutsideTheAllowListEverLeaves() {
        Documents documents = new Documents(SCHEMA, 7);
        Random random = new Random(8);
        for (int i = 0; i < 300; i++) {
            Documents.Document document = documents.next();
            Set<DataCategory> permitted = EnumSet.noneOf(DataCategory.class);
            Arrays.stream(DataCategory.values())
                    .filter(c -> random.nextInt(3) == 0)
                    .forEach(permitted::add);
            String view = OneView.of(disclosure, document.bytes(), permit(permitted), List.of())
                    .view()
                    .text();
            document.words().forEach((category, words) -> {
                boolean seen = category == ENVELOPE || permitted.contains(category);
                if (!seen) {
                    assertThat(words)
                            .as("%s, permitted %s", category, permitted)
                            .noneMatch(view::contains);
                }
            });
        }
    }

    @Test
    void twoProjectionsOfTheSameMessageAreTheSameBytes() throws IOException {
        assertThat(disclose(referral(), CHILDRENS_SERVICES).view())
                .isEqualTo(disclose(referral(), CHILDRENS_SERVICES).view());
    }

    private Projected disclose(JsonNode message, Set<DataCategory> categories) {
        return OneView.of(disclosure, Bytes.utf8(message.toString()), permit(categories), List.of());
    }

    static Ruling.Permit permit(Set<DataCategory> categories) {
        return Permits.of(
                new AgencyId("some-agency"),
                List.of(),
                Materials.ofAnyone(categories),
                Set.of(Obligation.REDACT),
                Set.of());
    }

    static ObjectNode referral() throws IOException {
        return (ObjectNode) JSON.readTree(Objects.requireNonNull(
                DisclosureTest.class.getResourceAsStream("/disclosure/hospital-referral.canonical.json")));
    }

    static ObjectNode information() throws IOException {
        return (ObjectNode) JSON.readTree(Examples.text("idva-information.json"));
    }

    static Bytes schema() {
        try (InputStream in =
                Objects.requireNonNull(DisclosureTest.class.getResourceAsStream("/schema/message.schema.json"))) {
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
