package org.marac.gateway.format;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/**
 * How an agency's own JSON becomes the canonical message: by which of its parts it is known, and the JSLT template that says
 * what it means. Safe to share between threads.
 */
final class JsonMapping {
    static final Mappings.Kind<JsonMapping> KIND = new Mappings.Kind<>("json.yaml", JsonMapping::read);

    private final List<JsonPointer> parts;
    private final Expression template;
    private final Patience patience;

    private JsonMapping(List<JsonPointer> parts, Expression template, Patience patience) {
        this.parts = parts;
        this.template = template;
        this.patience = patience;
    }

    private static JsonMapping read(MappingFile file) throws Flawed {
        MappingBlock top = file.top();
        List<JsonPointer> parts = new ArrayList<>();
        for (String part : top.texts("parts")) {
            try {
                parts.add(JsonPointer.compile(part));
            } catch (IllegalArgumentException e) {
                throw top.flaw("parts", "a JSON pointer (RFC 6901) is expected, as /case/id");
            }
        }
        return new JsonMapping(
                List.copyOf(parts), compiled(file.beside(top, "template"), top.text("template")), file.patience());
    }

    private static Expression compiled(String text, String name) throws Flawed {
        try {
            return new Parser(new StringReader(text))
                    .withSource(name)
                    .withResourceResolver(imported -> {
                        throw new JsltException("import is not allowed");
                    })
                    .compile();
        } catch (JsltException e) {
            throw new Flawed(name, e.getLine(), "it is not a template: " + e.getMessage());
        }
    }

    /** The canonical JSON a document stands for. */
    JsonNode canonical(Bytes content, AgencyId sender) throws Refused {
        JsonNode document = Json.tree(Json.text(content));
        if (parts.stream().allMatch(part -> document.at(part).isMissingNode())) {
            throw Refusals.unsupported("part-not-there");
        }
        Map<String, JsonNode> facts = Map.of(
                "sender", TextNode.valueOf(sender.value()),
                "sha256", TextNode.valueOf(content.digest().hex()));
        return MappedJson.of(patience.run(() -> made(facts, document)));
    }

    private JsonNode made(Map<String, JsonNode> facts, JsonNode document) throws Refused {
        try {
            return template.apply(facts, document);
        } catch (RuntimeException | StackOverflowError e) {
            // Its message may quote the document; what it could not map is not guessed.
            throw Refusals.invalid("mapping-failed", "/");
        }
    }
}
