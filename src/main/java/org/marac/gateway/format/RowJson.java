package org.marac.gateway.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/**
 * One row or one form as bytes: a flat JSON object, each column's header or each label with what its cell says, in the order
 * of the columns. The same row always gives the same bytes.
 */
final class RowJson {
    /** The key under which a form stands, in front of its labels. */
    static final String FORM = "$form";

    private static final int LONGEST_LABEL = 1_000;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(1)
                            .maxNameLength(LONGEST_LABEL)
                            .maxStringLength(200_000)
                            .maxTokenCount(2_000)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RowJson() {}

    /** @throws Refused the cells are nothing that can be written */
    static Bytes write(Map<String, String> cells) throws Refused {
        try {
            return Bytes.of(MAPPER.writeValueAsBytes(cells));
        } catch (JsonProcessingException e) {
            // The library's message quotes the input; only the fact is passed on.
            throw Refusals.unreadable("not-text");
        }
    }

    static Map<String, String> read(Bytes row) throws Refused {
        try {
            return MAPPER.readValue(Json.text(row), new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            // The library's message quotes the input; only the fact is passed on.
            throw Refusals.unreadable("not-a-row");
        }
    }

    /** A header as a key: never too long, never empty, never one that is there. */
    static String key(String header, int column, Map<String, ?> taken) {
        String plain = Cell.plain(header).replaceAll("\\s+", " ");
        String shortened = plain.length() > LONGEST_LABEL - 10 ? plain.substring(0, LONGEST_LABEL - 10) : plain;
        String first = shortened.isEmpty() || shortened.startsWith("$") ? "column-" + column : shortened;
        String key = first;
        for (int i = 2; taken.containsKey(key); i++) {
            key = first + " (" + i + ")";
        }
        return key;
    }
}
