package org.marac.gateway.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.model.DataCategory.ADDRESS_SAFE;
import static org.marac.gateway.model.DataCategory.HEALTH;
import static org.marac.gateway.model.DataCategory.INFORMANT;
import static org.marac.gateway.model.DataCategory.NARRATIVE;
import static org.marac.gateway.model.DataCategory.RISK;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;

/** Who sees an attached document, and when a person must look first. */
class EnclosureTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AgencyId RECORD = new AgencyId("wenbury-marac");
    private static final String REFUGE = "Please visit her at 3 Tarn Wlk, Northwick.";

    private final Disclosure disclosure =
            new Disclosure(DisclosureTest.schema(), DisclosureTest.LABELS, DisclosureTest.WORDS);

    @Test
    void goesToWhomItsCategoryAboutThatPersonIsPermitted() throws IOException {
        ObjectNode message = attached("HEALTH", "VICTIM", "Broken wrist.");
        assertThat(view(message, Set.of(RISK, HEALTH)).at("/header/attachments/0"))
                .isEqualTo(message.at("/header/attachments/0"));
        Projected without = disclose(message, Set.of(RISK, NARRATIVE), Doubt.WAITS);
        assertThat(without.view().text()).doesNotContain("attachments", base64("Broken wrist."));
        assertThat(without.withheld()).contains(new Material(HEALTH, Role.VICTIM));
    }

    @Test
    void h2_aDocumentThatSaysWhereTheVictimHidesWaitsForAPersonAndIsNeverChanged() throws IOException {
        ObjectNode message = attached("NARRATIVE", "OTHER", REFUGE);
        Projected doubtful = disclose(message, Set.of(RISK, NARRATIVE), Doubt.WAITS);
        assertThat(doubtful.doubts()).contains(new Material(ADDRESS_SAFE, Role.VICTIM));
        assertThat(JSON.readTree(doubtful.view().text()).at("/header/attachments/0/data"))
                .as("the person who looks sees what would go")
                .isEqualTo(message.at("/header/attachments/0/data"));
        assertThat(disclose(message, EnumSet.allOf(DataCategory.class), Doubt.WAITS)
                        .doubts())
                .as("who may know the refuge may read of it")
                .doesNotContain(new Material(ADDRESS_SAFE, Role.VICTIM));
    }

    @Test
    void aDocumentNobodyCanReadWaitsForAPersonForEveryoneButTheRecord() throws IOException {
        ObjectNode message = attached("NARRATIVE", "OTHER", "PICTURE");
        Set<DataCategory> all = EnumSet.of(RISK, NARRATIVE);
        assertThat(disclose(message, all, Doubt.WAITS).doubts()).contains(new Material(NARRATIVE, Role.OTHER));
        Projected record = disclose(message, all, RECORD, Doubt.WAITS);
        assertThat(record.doubts()).isEmpty();
        assertThat(record.view().text()).contains(base64("PICTURE"));
        assertThat(disclose(message, Set.of(RISK), Doubt.WAITS).doubts())
                .as("who does not get it waits for nothing")
                .isEmpty();
    }

    @Test
    void whereWhatIsInDoubtIsLeftOutTheRestGoesAtOnce() throws IOException {
        for (String text : List.of(REFUGE, "PICTURE")) {
            ObjectNode message = attached("NARRATIVE", "OTHER", text);
            Projected rest = disclose(message, Set.of(RISK, NARRATIVE), Doubt.IS_LEFT_OUT);
            assertThat(rest.doubts()).isEmpty();
            assertThat(rest.withheld()).contains(new Material(NARRATIVE, Role.OTHER));
            assertThat(rest.view().text()).doesNotContain(base64(text)).contains("Brought in by a friend");
        }
        ObjectNode clean = attached("NARRATIVE", "OTHER", "Nothing.");
        assertThat(disclose(clean, Set.of(NARRATIVE), Doubt.IS_LEFT_OUT).view().text())
                .contains(base64("Nothing."));
    }

    @Test
    void whatAProtectedDocumentNamesIsTakenOutOfTheTexts() throws IOException {
        ObjectNode message = attached("INFORMANT", "OTHER", "Mrs Nerys Vaughan rang from 07700 900461.");
        ((ObjectNode) message.get("narrative")).put("history", "He was alone. N. Vaughan saw him. Ring 07700900461.");
        JsonNode view = view(message, Set.of(NARRATIVE, RISK));
        assertThat(view.at("/narrative/history").asText()).isEqualTo("He was alone. [withheld]");
        assertThat(disclose(message, Set.of(NARRATIVE, INFORMANT), Doubt.WAITS)
                        .view()
                        .text())
                .contains("Vaughan saw him");
    }

    @Test
    void theLettersOfTheEncodedBytesAreNoText() throws IOException {
        // In Base64 this stands for bytes, and spells a surname of the message by chance.
        ObjectNode message = attached("RISK", "VICTIM", "x");
        ((ObjectNode) message.at("/header/attachments/0")).put("data", "AAAAshdownAA");
        assertThat(disclose(message, Set.of(RISK), Doubt.WAITS).doubts()).isEmpty();
    }

    @Test
    void aProjectorThatShowsADocumentItShouldHaveLeftOutIsCaught() throws IOException {
        ObjectNode message = attached("NARRATIVE", "OTHER", REFUGE);
        JsonNode schema = JSON.readTree(DisclosureTest.schema().text());
        Projection forgetful = (tree, viewer, redaction) ->
                new Projector(schema).project(tree, viewer, new Redaction(Set.of(), redaction.texts()));
        Disclosure faulty = new Disclosure(forgetful, schema, DisclosureTest.LABELS, DisclosureTest.WORDS);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> faulty.disclose(
                        Bytes.utf8(message.toString()),
                        Optional.of(RECORD),
                        List.of(DisclosureTest.permit(Set.of(RISK, NARRATIVE))),
                        List.of(),
                        Doubt.IS_LEFT_OUT))
                .isInstanceOf(DisclosureFault.class);
    }

    private JsonNode view(JsonNode message, Set<DataCategory> permitted) throws IOException {
        return JSON.readTree(disclose(message, permitted, Doubt.WAITS).view().text());
    }

    private Projected disclose(JsonNode message, Set<DataCategory> permitted, Doubt doubt) {
        return disclose(message, permitted, new AgencyId("some-agency"), doubt);
    }

    private Projected disclose(JsonNode message, Set<DataCategory> permitted, AgencyId recipient, Doubt doubt) {
        Ruling.Permit permit = Permits.to(recipient, DisclosureTest.permit(permitted));
        return disclosure
                .disclose(Bytes.utf8(message.toString()), Optional.of(RECORD), List.of(permit), List.of(), doubt)
                .get(0);
    }

    private static ObjectNode attached(String category, String subject, String text) throws IOException {
        ObjectNode message = DisclosureTest.referral();
        ((ObjectNode) message.get("header"))
                .putArray("attachments")
                .addObject()
                .put("category", category)
                .put("subject", subject)
                .put("mediaType", "text/plain")
                .put("data", base64(text));
        return message;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
