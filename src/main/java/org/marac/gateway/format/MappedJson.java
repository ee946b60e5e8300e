package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.marac.gateway.model.Refused;

/**
 * What an agency's mapping made: the canonical message as JSON, or its refusal of the document, {@code {"unsupported":
 * "reason"}} or {@code {"invalid": "reason"}} with, if it likes, {@code "at"} as the place. Reason and place are words of the
 * mapping's own, never of the document.
 */
final class MappedJson {
    private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private MappedJson() {}

    static JsonNode of(String text) throws Refused {
        JsonNode made;
        try {
            made = Json.tree(text);
        } catch (Refused notJson) {
            throw Refusals.invalid("mapping-failed", "/");
        }
        return of(made);
    }

    static JsonNode of(JsonNode made) throws Refused {
        if (made.path("unsupported").isTextual()) {
            throw Refusals.unsupported(reason(made.path("unsupported").textValue()));
        }
        if (made.path("invalid").isTextual()) {
            throw Refusals.invalid(
                    reason(made.path("invalid").textValue()), made.path("at").asText("/"));
        }
        return made;
    }

    private static String reason(String word) {
        return REASON.matcher(word).matches() ? word : "not-taken";
    }
}
