package org.marac.gateway.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.model.DataCategory.CHILD;
import static org.marac.gateway.model.DataCategory.NARRATIVE;
import static org.marac.gateway.model.DataCategory.RISK;
import static org.marac.gateway.model.DataCategory.VICTIM_ADDRESS;
import static org.marac.gateway.model.DataCategory.VICTIM_IDENTITY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Projected;

/** Faults planted in the projector: each must be caught by the inspector from the bytes that would leave. */
class InspectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<DataCategory> PERMITTED = Set.of(VICTIM_IDENTITY, VICTIM_ADDRESS, RISK, NARRATIVE, CHILD);

    private final Projection sound;

    InspectorTest() throws IOException {
        sound = new Projector(JSON.readTree(DisclosureTest.schema().toArray()));
    }

    @Test
    void catchesAProjectorThatLetsEverythingThrough() throws IOException {
        caught(DisclosureTest.referral(), (message, permitted, redact) -> new Projection.View(message, Set.of()));
    }

    @Test
    void catchesOneCategoryTooMany() throws IOException {
        for (Material extra : Materials.all()) {
            boolean there = sound.project(DisclosureTest.referral(), Materials.ofAnyone(PERMITTED), Set.of())
                    .withheld()
                    .contains(extra);
            if (there && extra.category() != DataCategory.ENVELOPE) {
                caught(DisclosureTest.referral(), (message, permitted, redact) -> {
                    Set<Material> wide = new HashSet<>(permitted);
                    wide.add(extra);
                    return sound.project(message, wide, redact);
                });
            }
        }
    }

    @Test
    void catchesASafeAddressMovedToAPermittedPlace() throws IOException {
        caught(
                DisclosureTest.referral(),
                damaged(view -> ((ObjectNode) view.at("/victim/address"))
                        .putArray("lines")
                        .add("3 Tarn Walk")));
    }

    @Test
    void catchesAPropertyTheSchemaDoesNotHave() throws IOException {
        caught(DisclosureTest.referral(), damaged(view -> ((ObjectNode) view.get("victim")).put("debug", "x")));
        caught(DisclosureTest.referral(), damaged(view -> view.putObject("debug")));
        caught(DisclosureTest.referral(), damaged(view -> view.putArray("debug")));
    }

    @Test
    void catchesAValueThatTheMessageDoesNotHave() throws IOException {
        caught(
                DisclosureTest.referral(),
                damaged(view -> ((ObjectNode) view.get("narrative")).put("reason", "Invented.")));
    }

    @Test
    void catchesAnItemThatLostItsOwnCategory() throws IOException {
        caught(DisclosureTest.information(), (message, permitted, redact) -> {
            JsonNode copy = message.deepCopy();
            ((ObjectNode) copy.at("/items/1")).put("category", "RISK");
            return sound.project(copy, permitted, redact);
        });
        caught(DisclosureTest.information(), (message, permitted, redact) -> {
            JsonNode copy = sound.project(message, permitted, redact).document();
            ObjectNode smuggled = ((ArrayNode) copy.get("items")).addObject();
            smuggled.put("text", message.at("/items/1/text").asText());
            return new Projection.View(copy, Set.of());
        });
    }

    @Test
    void catchesAViewOfAnotherKind() throws IOException {
        caught(DisclosureTest.referral(), damaged(view -> view.put("kind", "INFORMATION")));
        caught(DisclosureTest.referral(), damaged(view -> view.remove("kind")));
    }

    @Test
    void catchesAViewThatIsNoMessage() throws IOException {
        caught(
                DisclosureTest.referral(),
                (message, permitted, redact) -> new Projection.View(new TextNode("3 Tarn Walk"), Set.of()));
    }

    @Test
    void catchesAProjectorThatDoesNotTakeOutWhatItIsTold() throws IOException {
        caught(DisclosureTest.referral(), (message, permitted, redact) -> sound.project(message, permitted, Set.of()));
    }

    @Test
    void letsASoundViewThrough() throws IOException {
        Projected projected = new Disclosure(sound, new Inspector(DisclosureTest.LABELS))
                .disclose(
                        Bytes.utf8(DisclosureTest.referral().toString()), DisclosureTest.permit(PERMITTED), List.of());
        assertThat(projected.view().text()).contains("Rhiannon", "[withheld]").doesNotContain("Tarn Walk");
    }

    private Projection damaged(Consumer<ObjectNode> damage) {
        return (message, permitted, redact) -> {
            Projection.View view = sound.project(message, permitted, redact);
            damage.accept((ObjectNode) view.document());
            return view;
        };
    }

    private void caught(JsonNode message, Projection planted) {
        Disclosure disclosure = new Disclosure(planted, new Inspector(DisclosureTest.LABELS));
        assertThatThrownBy(() -> disclosure.disclose(
                        Bytes.utf8(message.toString()), DisclosureTest.permit(PERMITTED), List.of()))
                .isInstanceOf(DisclosureFault.class)
                .hasMessageNotContaining("Tarn")
                .hasMessageNotContaining("Heron");
    }
}
