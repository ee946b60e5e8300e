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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Documents;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Projected;

/** Faults planted in the projector: each must be caught by the inspector from the bytes that would leave. */
class InspectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<DataCategory> PERMITTED = Set.of(VICTIM_IDENTITY, VICTIM_ADDRESS, RISK, NARRATIVE, CHILD);
    private static final List<String> REFUGE = List.of(
            "She is at 3 Tarn Walk now.",
            "tarn wlk",
            "T A R N  W A L K",
            "Tаrn Wаlk",
            "ring o7700 9OO131",
            "ring oh seven seven double oh nine double oh one three one",
            "wb9 7zx",
            "Willowmere");

    private final JsonNode schema;
    private final Projection sound;

    InspectorTest() throws IOException {
        schema = JSON.readTree(DisclosureTest.schema().toArray());
        sound = new Projector(schema);
    }

    @Test
    void catchesAProjectorThatLetsEverythingThrough() throws IOException {
        caught(DisclosureTest.referral(), (message, viewer, redact) -> new Projection.View(message, Set.of()));
    }

    @Test
    void catchesOneCategoryTooMany() throws IOException {
        Set<Material> present = new HashSet<>();
        sound
                .project(
                        DisclosureTest.referral(),
                        new Viewer(DisclosureTest.permit(PERMITTED).recipient(), Materials.ofAnyone(PERMITTED), false),
                        Redaction.NONE)
                .withheld()
                .stream()
                .filter(material -> material.category() != DataCategory.ENVELOPE)
                .forEach(present::add);
        assertThat(present).hasSizeGreaterThan(6);
        for (Material extra : present) {
            caught(
                    DisclosureTest.referral(),
                    (message, viewer, redact) -> sound.project(message, wider(viewer, extra), redact));
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
    void catchesOneChildsBirthdayGivenToTheOther() throws IOException {
        caught(
                DisclosureTest.referral(),
                damaged(view -> ((ObjectNode) view.at("/children/0/person")).put("birthDate", "2019-01-09")));
    }

    @Test
    void catchesAChildThatWasLeftOut() throws IOException {
        caught(DisclosureTest.referral(), damaged(view -> ((ArrayNode) view.get("children")).remove(1)));
        caught(DisclosureTest.referral(), damaged(view -> view.remove("children")));
    }

    @Test
    void catchesASentenceThatWentWithoutBeingMarked() throws IOException {
        caught(
                DisclosureTest.referral(),
                damaged(view -> ((ObjectNode) view.get("narrative")).put("reason", "Brought in by a friend.")));
        caught(
                DisclosureTest.referral(),
                damaged(view -> ((ObjectNode) view.get("narrative")).put("reason", "[withheld]")));
    }

    @Test
    void catchesAnItemThatLostItsOwnCategory() throws IOException {
        caught(DisclosureTest.information(), (message, viewer, redact) -> {
            JsonNode copy = message.deepCopy();
            ((ObjectNode) copy.at("/items/1")).put("category", "RISK");
            return sound.project(copy, viewer, redact);
        });
        caught(DisclosureTest.information(), (message, viewer, redact) -> {
            JsonNode copy = sound.project(message, viewer, redact).document();
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
                (message, viewer, redact) -> new Projection.View(new TextNode("3 Tarn Walk"), Set.of()));
    }

    @Test
    void catchesAProjectorThatDoesNotTakeOutWhatItIsTold() throws IOException {
        caught(DisclosureTest.referral(), (message, viewer, redact) -> sound.project(message, viewer, Redaction.NONE));
    }

    @Test
    void letsASoundViewThrough() throws IOException {
        Projected projected = disclose(sound, DisclosureTest.referral(), PERMITTED);
        assertThat(projected.view().text()).contains("Rhiannon", "[withheld]").doesNotContain("Tarn Walk");
    }

    /** No output path outside the allow-list: thousands of messages, permits and single faults, drawn at random. */
    @Test
    void catchesEveryFaultPlantedAnywhere() throws IOException {
        Random random = new Random(20261121);
        Documents documents = new Documents(DisclosureTest.schema(), 99);
        Map<String, Integer> planted = new TreeMap<>();
        for (int i = 0; i < 600; i++) {
            JsonNode message =
                    i % 10 == 0 ? DisclosureTest.referral() : documents.next().json();
            Set<DataCategory> permitted = permitted(random);
            JsonNode right =
                    JSON.readTree(disclose(sound, message, permitted).view().text());
            for (int k = 0; k < 6; k++) {
                ObjectNode wrong = right.deepCopy();
                String fault = plant(wrong, message, random);
                if (wrong.equals(right)) {
                    continue;
                }
                planted.merge(fault, 1, Integer::sum);
                assertThatThrownBy(() -> disclose(
                                (m, viewer, redact) -> new Projection.View(wrong, Set.of()), message, permitted))
                        .as("%s%n%s%nfor %s%n%s", fault, wrong, permitted, message)
                        .isInstanceOf(DisclosureFault.class);
            }
        }
        assertThat(planted.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(2500);
        assertThat(planted).hasSize(7);
    }

    /** What was made and what was checked agree on every message: a check that cries wolf would stop every sharing. */
    @Test
    void agreesWithTheProjectorOnEveryMessage() {
        Random random = new Random(5);
        Documents documents = new Documents(DisclosureTest.schema(), 6);
        for (int i = 0; i < 1500; i++) {
            assertThat(disclose(sound, documents.next().json(), permitted(random))
                            .view()
                            .size())
                    .isPositive();
        }
    }

    /** Wherever a sender writes where she is, it is left out, taken out, or waits for a person; and the check agrees. */
    @Test
    void nothingProtectedLeavesWhereverItWasWritten() throws IOException {
        Random random = new Random(31);
        int held = 0;
        for (int i = 0; i < 1500; i++) {
            ObjectNode message = DisclosureTest.referral();
            String written = REFUGE.get(random.nextInt(REFUGE.size()));
            String place = write(message, written, random);
            Set<DataCategory> permitted = permitted(random);
            permitted.remove(DataCategory.ADDRESS_SAFE);
            permitted.remove(DataCategory.CONTACT_SAFE);
            Projected projected = disclose(sound, message, permitted);
            if (projected.doubts().isEmpty()) {
                assertThat(projected.view().text()).as(place).doesNotContain(written);
            } else {
                assertThat(place).startsWith("/header");
                held++;
            }
        }
        assertThat(held).isBetween(20, 400);
    }

    /** Writes it into some text of the message. */
    private static String write(ObjectNode message, String written, Random random) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(message, objects);
        while (true) {
            ObjectNode chosen = objects.get(random.nextInt(objects.size()));
            List<String> names = new ArrayList<>();
            chosen.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (chosen.get(name).isTextual() && !name.equals("kind")) {
                chosen.put(
                        name, random.nextBoolean() ? written : chosen.get(name).asText() + " " + written);
                return chosen.equals(message.get("header")) ? "/header/" + name : name;
            }
        }
    }

    private static Set<DataCategory> permitted(Random random) {
        Set<DataCategory> permitted = EnumSet.of(DataCategory.NARRATIVE);
        Arrays.stream(DataCategory.values()).filter(c -> random.nextBoolean()).forEach(permitted::add);
        return permitted;
    }

    /** One fault, by name. */
    private static String plant(ObjectNode view, JsonNode message, Random random) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        List<ObjectNode> originals = new ArrayList<>();
        collect(view, objects);
        collect(message, originals);
        ObjectNode chosen = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        chosen.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        ObjectNode other = originals.get(random.nextInt(originals.size()));
        List<String> others = new ArrayList<>();
        other.fieldNames().forEachRemaining(others::add);
        String taken = others.isEmpty() ? name : others.get(random.nextInt(others.size()));
        switch (random.nextInt(7)) {
            case 0 -> {
                chosen.put("added" + random.nextInt(9), "x");
                return "adds a field";
            }
            case 1 -> {
                chosen.set(taken, other.path(taken).deepCopy());
                return "moves a field of the message";
            }
            case 2 -> {
                chosen.set(name, TextNode.valueOf("changed"));
                return "changes a value";
            }
            case 3 -> {
                chosen.remove(name);
                return "loses a field";
            }
            case 4 -> {
                String text = chosen.path(name).isTextual() ? chosen.path(name).asText() + " " : "";
                chosen.put(name, text + REFUGE.get(random.nextInt(REFUGE.size())));
                return "puts a protected value in a text";
            }
            case 5 -> {
                chosen.set(name, JSON.getNodeFactory().arrayNode().add(chosen.path(name)));
                return "wraps a value";
            }
            default -> {
                ((ObjectNode) view.get("header")).putArray("labels");
                return "removes the labels";
            }
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private static Viewer wider(Viewer viewer, Material extra) {
        Set<Material> wide = new HashSet<>(viewer.permitted());
        wide.add(extra);
        return new Viewer(viewer.id(), wide, viewer.isRecord());
    }

    private Projection damaged(Consumer<ObjectNode> damage) {
        return (message, viewer, redact) -> {
            Projection.View view = sound.project(message, viewer, redact);
            damage.accept((ObjectNode) view.document());
            return view;
        };
    }

    private Projected disclose(Projection projection, JsonNode message, Set<DataCategory> permitted) {
        Disclosure disclosure = new Disclosure(projection, schema, DisclosureTest.LABELS, DisclosureTest.WORDS);
        return OneView.of(disclosure, Bytes.utf8(message.toString()), DisclosureTest.permit(permitted), List.of());
    }

    private void caught(JsonNode message, Projection planted) {
        assertThatThrownBy(() -> disclose(planted, message, PERMITTED))
                .isInstanceOf(DisclosureFault.class)
                .hasMessageNotContaining("Tarn")
                .hasMessageNotContaining("Heron");
    }
}
