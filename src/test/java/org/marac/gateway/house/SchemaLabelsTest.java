package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Referral;

/** Every property of the canonical message says what kind of data it is, and the schema and the records say the same. */
class SchemaLabelsTest {
    private final JsonNode schema = read();

    @Test
    void everyPropertyCarriesItsDataCategory() {
        List<String> unlabelled = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        schema.path("$defs").properties().forEach(d -> labels(d.getValue(), d.getKey(), unlabelled, seen));
        assertThat(seen).hasSizeGreaterThan(150);
        assertThat(unlabelled).isEmpty();
    }

    @Test
    void nobodyCanLabelAnItemAsEnvelopeSoThatEverybodySeesIt() {
        List<String> offered = new ArrayList<>();
        schema.at("/$defs/item/properties/category/enum").forEach(c -> offered.add(c.asText()));
        assertThat(offered).doesNotContain("ENVELOPE", "UNCLASSIFIED");
        List<String> others = Arrays.stream(DataCategory.values())
                .filter(c -> c != DataCategory.ENVELOPE && c != DataCategory.UNCLASSIFIED)
                .map(Enum::name)
                .toList();
        assertThat(offered).containsExactlyElementsOf(others);
    }

    @ParameterizedTest
    @CsvSource({
        "victim, safeAddress, ADDRESS_SAFE",
        "victimSafeAddress, lines, ADDRESS_SAFE",
        "victimSafeAddress, postcode, ADDRESS_SAFE",
        "perpetratorSafeAddress, lines, ADDRESS_SAFE",
        "childPersonSafeAddress, lines, ADDRESS_SAFE",
        "victim, address, VICTIM_ADDRESS",
        "victimAddress, postcode, VICTIM_ADDRESS",
        "victim, telephones, VICTIM_ADDRESS",
        "childPersonAddress, lines, VICTIM_ADDRESS",
        "safeContact, value, CONTACT_SAFE",
        "safeContactVia, telephone, CONTACT_SAFE",
        "perpetratorAddress, lines, PERPETRATOR_ADDRESS",
        "child, school, SCHOOL",
        "talkContact, name, EXCLUSION",
        "victim, orientation, ORIENTATION",
        "narrative, health, HEALTH",
        "narrative, history, NARRATIVE"
    })
    void whatIsDangerousIsLabelledAsSuch(String definition, String property, String category) {
        assertThat(schema.at("/$defs/" + definition + "/properties/" + property + "/x-category")
                        .asText())
                .isEqualTo(category);
    }

    @Test
    void schemaAndRecordsNameTheSameThingsInTheSameOrder() {
        agree(schema.at("/$defs/referral"), Referral.class, Set.of("kind", "version"), "referral");
        agree(schema.at("/$defs/information"), Information.class, Set.of("kind", "version"), "information");
    }

    /** Both would hold by a reference, but for the header: what a correction puts in a message's place is that message. */
    @ParameterizedTest
    @CsvSource({"referral, referralContent", "information, informationContent"})
    void whatACorrectionPutsInAMessagesPlaceIsAllOfItButTheHeader(String whole, String content) {
        Set<String> heading = Set.of("kind", "version", "header");
        ObjectNode expected = schema.at("/$defs/" + whole).deepCopy();
        ((ObjectNode) expected.path("properties")).remove(heading);
        ArrayNode required = expected.putArray("required");
        schema.at("/$defs/" + whole + "/required").forEach(name -> {
            if (!heading.contains(name.asText())) {
                required.add(name);
            }
        });

        assertThat(expected.path("properties")).isNotEmpty();
        assertThat(schema.at("/$defs/" + content)).isEqualTo(expected);
    }

    private void agree(JsonNode rule, Class<?> type, Set<String> besides, String place) {
        List<String> names = new ArrayList<>();
        rule.path("properties").fieldNames().forEachRemaining(names::add);
        names.removeAll(besides);
        List<String> components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        assertThat(names).as(place).containsExactlyElementsOf(components);
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> held = element(component.getGenericType());
            if (held.isRecord()
                            && held.getRecordComponents().length > 1
                            && held != Instant.class
                            && held != LocalDate.class
                    || held.getSimpleName().equals("Pregnancy")) {
                agree(
                        target(rule.at("/properties/" + component.getName())),
                        held,
                        Set.of(),
                        place + "/" + component.getName());
            }
        }
    }

    private JsonNode target(JsonNode rule) {
        if (rule.has("$ref")) {
            return schema.at(rule.get("$ref").asText().substring(1));
        }
        return rule.has("items") ? target(rule.get("items")) : rule;
    }

    private static Class<?> element(Type type) {
        return type instanceof ParameterizedType p ? element(p.getActualTypeArguments()[0]) : (Class<?>) type;
    }

    private static void labels(JsonNode rule, String place, List<String> unlabelled, List<String> seen) {
        rule.path("properties").properties().forEach(p -> {
            String name = place + "/" + p.getKey();
            seen.add(name);
            boolean labelled = p.getValue().has("x-category")
                    ? !DataCategory.valueOf(p.getValue().get("x-category").asText())
                            .equals(DataCategory.UNCLASSIFIED)
                    : p.getValue().path("x-category-from").asText().equals("category");
            if (!labelled) {
                unlabelled.add(name);
            }
            labels(p.getValue(), name, unlabelled, seen);
        });
        if (rule.has("items")) {
            labels(rule.get("items"), place + "/*", unlabelled, seen);
        }
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("src/main/resources/schema/message.schema.json")
                            .toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
