package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.XdmNode;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/**
 * How an agency's own XML becomes the canonical message: which documents are taken, what they are wrapped in, which schema
 * they keep, and the stylesheet (XSLT 3.0) that says what they mean. And back: how a disclosure becomes the agency's XML.
 * Safe to share between threads.
 */
final class XmlMapping {
    static final Mappings.Kind<XmlMapping> KIND = new Mappings.Kind<>("xml.yaml", XmlMapping::read);

    private static final Pattern NAME = Pattern.compile("(\\{[^{}\\s]{1,200}\\})?[A-Za-z_][A-Za-z0-9._-]{0,99}");
    private static final int MOST_LAYERS = 3;

    private final Set<QName> roots;
    private final Map<QName, Wrapper> wrappers;
    private final Optional<XmlSchema> schema;
    private final Optional<Stylesheet> stylesheet;
    private final Optional<Stylesheet> out;

    private XmlMapping(
            Set<QName> roots,
            Map<QName, Wrapper> wrappers,
            Optional<XmlSchema> schema,
            Optional<Stylesheet> stylesheet,
            Optional<Stylesheet> out) {
        this.roots = roots;
        this.wrappers = wrappers;
        this.schema = schema;
        this.stylesheet = stylesheet;
        this.out = out;
    }

    /**
     * What a document may stand in.
     *
     * @param path from the wrapper's root down to what holds the document
     * @param escaped how many times the document in it is escaped: exactly so often it is unescaped; 0 where it stands there
     *     as elements
     */
    private record Wrapper(List<QName> path, int escaped) {}

    private static XmlMapping read(MappingFile file) throws Flawed {
        MappingBlock top = file.top();
        Optional<Stylesheet> out = stylesheet(file, "out");
        if (out.isPresent() && !top.has("roots")) {
            return new XmlMapping(Set.of(), Map.of(), Optional.empty(), Optional.empty(), out);
        }
        Set<QName> roots = Set.copyOf(names(top, "roots"));
        Map<QName, Wrapper> wrappers = new HashMap<>();
        for (MappingBlock block : top.blocks("wrappers")) {
            QName root = name(block, "root", block.text("root"));
            Wrapper wrapper = new Wrapper(names(block, "path"), block.number("escaped", 0, MOST_LAYERS));
            if (roots.contains(root) || wrappers.put(root, wrapper) != null) {
                throw block.flaw("root", "it is named twice");
            }
        }
        Optional<XmlSchema> schema = top.has("schema")
                ? Optional.of(XmlSchema.of(file.beside(top, "schema"), top.text("schema")))
                : Optional.empty();
        if (!top.has("stylesheet")) {
            throw top.flaw("stylesheet", "it is missing");
        }
        return new XmlMapping(roots, Map.copyOf(wrappers), schema, stylesheet(file, "stylesheet"), out);
    }

    private static Optional<Stylesheet> stylesheet(MappingFile file, String key) throws Flawed {
        MappingBlock top = file.top();
        return top.has(key)
                ? Optional.of(Stylesheet.compile(file.beside(top, key), top.text(key), file.patience()))
                : Optional.empty();
    }

    private static List<QName> names(MappingBlock block, String key) throws Flawed {
        List<QName> names = new ArrayList<>();
        for (String written : block.texts(key)) {
            names.add(name(block, key, written));
        }
        return List.copyOf(names);
    }

    private static QName name(MappingBlock block, String key, String written) throws Flawed {
        if (!NAME.matcher(written).matches()) {
            throw block.flaw(key, "an element's name is expected, as {namespace}name");
        }
        return QName.fromClarkName(written);
    }

    /** The canonical JSON a document stands for. */
    JsonNode canonical(Bytes content, AgencyId sender) throws Refused {
        Stylesheet means = stylesheet.orElseThrow(() -> Refusals.unsupported("no-mapping"));
        XdmNode outer = XmlDocument.parse(XmlText.of(content));
        Optional<Wrapper> wrapper = Optional.ofNullable(wrappers.get(XmlDocument.root(outer)));
        XdmNode document = wrapper.isPresent() ? unwrapped(outer, wrapper.get()) : outer;
        if (!roots.contains(XmlDocument.root(document))) {
            throw Refusals.unsupported("root-not-taken");
        }
        if (schema.isPresent()) {
            schema.get().check(document);
        }
        return means.json(document, new Stylesheet.Facts(sender, content.digest(), wrapper.map(any -> outer)));
    }

    /**
     * A canonical view as the agency's XML; empty where it has no stylesheet for that.
     *
     * @throws OwnFormFailed where the stylesheet makes nothing of it
     */
    Optional<Bytes> own(Bytes view) {
        return out.map(stylesheet -> stylesheet.xml(view));
    }

    private static XdmNode unwrapped(XdmNode outer, Wrapper wrapper) throws Refused {
        XdmNode holder = XmlDocument.element(outer);
        for (QName step : wrapper.path()) {
            holder = XmlDocument.onlyChild(holder, step);
        }
        if (wrapper.escaped() == 0) {
            return XmlDocument.detached(XmlDocument.onlyChild(holder));
        }
        String text = XmlDocument.textOnly(holder);
        for (int layer = 1; layer < wrapper.escaped(); layer++) {
            text = XmlDocument.unescaped(text);
        }
        return XmlDocument.parse(text.strip());
    }
}
