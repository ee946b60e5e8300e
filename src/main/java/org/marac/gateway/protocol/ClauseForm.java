package org.marac.gateway.protocol;

import static org.marac.gateway.protocol.ProtocolForm.optional;
import static org.marac.gateway.protocol.ProtocolForm.text;
import static org.marac.gateway.protocol.ProtocolForm.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Role;

/** From one clause of a document that fits the schema to the clause it describes. */
final class ClauseForm {
    private ClauseForm() {}

    static Clause clause(JsonNode node) {
        return new Clause(
                new ClauseId(text(node, "id")),
                Clause.Effect.valueOf(text(node, "effect").toUpperCase(Locale.ROOT)),
                text(node, "title"),
                text(node, "text"),
                all(node, "from", Function.identity()),
                all(node, "to", Function.identity()),
                all(node, "purposes", Purpose::valueOf),
                all(node, "kinds", MessageKind::valueOf),
                all(node, "categories", DataCategory::valueOf),
                all(node, "about", Role::valueOf),
                optional(node, "when"),
                words(node, "obligations").stream().map(Obligation::valueOf).toList(),
                all(node, "basis", LawfulBasis::valueOf),
                optional(node, "reason"),
                words(node, "rules"));
    }

    private static <T> Set<T> all(JsonNode node, String name, Function<String, T> read) {
        return words(node, name).stream().map(read).collect(Collectors.toSet());
    }
}
