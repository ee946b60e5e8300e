package org.marac.gateway.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;

/**
 * Makes random canonical documents from the published schema. Every free text is a word that stands nowhere else, and is remembered with its label.
 */
public final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PATTERNS = Map.of(
            "^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$", "id-%06d",
            "^[a-z][a-z0-9-]{0,62}$", "agency-%d",
            "^[0-9]{1,12}$", "%06d",
            "^([01][0-9]|2[0-3]):[0-5][0-9]$", "09:30",
            "^[0-9]{10}$", "9990%06d",
            "^[a-z0-9][a-z0-9-]{0,99}$", "concept-%d",
            "^[A-Z][A-Z0-9-]{0,63}$", "INSTRUMENT-%d",
            "^[A-E][1-5][1-5]$", "B24",
            "^[A-Za-z0-9+/]{2,1398104}={0,2}$", "QUJDRE%06d");

    private final JsonNode schema;
    private final Random random;
    private int count;

    public Documents(Bytes schema, long seed) {
        try {
            this.schema = JSON.readTree(schema.toArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.random = new Random(seed);
    }

    /** A document and its words by label. */
    public record Document(JsonNode json, Map<DataCategory, Set<String>> words) {
        public Bytes bytes() {
            return Bytes.utf8(json.toString());
        }
    }

    public Document next() {
        Map<DataCategory, Set<String>> words = new EnumMap<>(DataCategory.class);
        JsonNode made = make(
                schema.at("/$defs/" + (random.nextBoolean() ? "referral" : "information")),
                DataCategory.ENVELOPE,
                words);
        return new Document(made, words);
    }

    private JsonNode make(JsonNode rule, DataCategory category, Map<DataCategory, Set<String>> words) {
        if (rule.has("$ref")) {
            return make(schema.at(rule.get("$ref").asText().substring(1)), category, words);
        }
        if (rule.has("const")) {
            return rule.get("const");
        }
        if (rule.has("enum")) {
            return rule.get("enum").get(random.nextInt(rule.get("enum").size()));
        }
        return switch (rule.path("type").asText()) {
            case "object" -> object(rule, category, words);
            case "array" -> array(rule, category, words);
            case "boolean" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case "integer" ->
                JSON.getNodeFactory().numberNode(rule.path("minimum").asInt() + 1);
            default -> text(rule, category, words);
        };
    }

    private JsonNode object(JsonNode rule, DataCategory category, Map<DataCategory, Set<String>> words) {
        ObjectNode made = JSON.createObjectNode();
        List<String> required = new ArrayList<>();
        rule.path("required").forEach(r -> required.add(r.asText()));
        DataCategory own = category;
        for (Map.Entry<String, JsonNode> property : rule.path("properties").properties()) {
            JsonNode part = property.getValue();
            if (required.contains(property.getKey()) || random.nextInt(4) > 0) {
                DataCategory label = part.has("x-category")
                        ? DataCategory.valueOf(part.get("x-category").asText())
                        : own;
                made.set(property.getKey(), make(part, label, words));
            }
            if (part.has("x-category-from") && property.getKey().equals("category")) {
                own = DataCategory.valueOf(made.get("category").asText());
            }
        }
        return made;
    }

    private JsonNode array(JsonNode rule, DataCategory category, Map<DataCategory, Set<String>> words) {
        ArrayNode made = JSON.createArrayNode();
        int most = Math.min(3, rule.path("maxItems").asInt(3));
        int size = Math.max(rule.path("minItems").asInt(0), 1 + random.nextInt(most));
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < size; i++) {
            JsonNode element = make(rule.get("items"), category, words);
            if (seen.add(element) || !rule.path("uniqueItems").asBoolean()) {
                made.add(element);
            }
        }
        return made;
    }

    private JsonNode text(JsonNode rule, DataCategory category, Map<DataCategory, Set<String>> words) {
        int number = ++count;
        if (rule.has("format")) {
            return new TextNode(rule.get("format").asText().equals("date") ? "2020-01-02" : "2026-01-02T03:04:05Z");
        }
        if (rule.has("pattern")) {
            return new TextNode(String.format(PATTERNS.get(rule.get("pattern").asText()), number));
        }
        String word = String.format("wrd%06dx", number);
        words.computeIfAbsent(category, c -> new HashSet<>()).add(word);
        return new TextNode(word);
    }
}
