package org.marac.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Bytes;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * What do these bytes say, if they can be read in one way only? YAML cut down to what a person and every program read
 * alike: one document, no anchors, aliases, tags or directives, no key twice, and no bare word that is a number, a truth
 * value or nothing to one reader and text to another.
 */
final class StrictYaml {
    private static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 16;
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,8})");
    // Read as text by YAML 1.2, as something else by YAML 1.1, or the other way round.
    private static final Pattern AMBIGUOUS = Pattern.compile("(?i)|~|null|y|n|yes|no|on|off|true|false|=|<<"
            + "|[-+]?\\.(inf|nan)|\\.nan|[-+]?[0-9][0-9_,]*(\\.[0-9_]*)?(e[-+]?[0-9]+)?|[-+]?\\.[0-9_]+(e[-+]?[0-9]+)?"
            + "|0[xob][0-9a-f_]+|[-+]?[0-9]+(:[0-9]+)+(\\.[0-9]*)?");

    private final Iterator<Event> events;

    private StrictYaml(Iterator<Event> events) {
        this.events = events;
    }

    /** The one document in the bytes. */
    static JsonNode read(Bytes bytes) throws UnsoundProtocol {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MOST_BYTES);
        try {
            return new StrictYaml(new Yaml(limits)
                            .parse(new StringReader(text(bytes)))
                            .iterator())
                    .document();
        } catch (MarkedYAMLException e) {
            throw new UnsoundProtocol("it is not YAML" + at(e.getProblemMark()));
        } catch (YAMLException e) {
            // Characters YAML forbids, or a limit: the library says so without a place.
            throw new UnsoundProtocol("it is not YAML");
        }
    }

    private static String text(Bytes bytes) throws UnsoundProtocol {
        if (bytes.size() > MOST_BYTES) {
            throw new UnsoundProtocol("it is larger than 1 MiB");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
            if (text.startsWith("\uFEFF")) {
                throw new UnsoundProtocol("it begins with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new UnsoundProtocol("it is not UTF-8");
        }
    }

    private JsonNode document() throws UnsoundProtocol {
        events.next();
        Event start = events.next();
        if (!(start instanceof DocumentStartEvent document)) {
            throw new UnsoundProtocol("it is empty");
        }
        if (document.getVersion() != null
                || (document.getTags() != null && !document.getTags().isEmpty())) {
            throw new UnsoundProtocol("it has a YAML directive" + at(start.getStartMark()));
        }
        JsonNode root = value(events.next(), 0);
        events.next();
        Event end = events.next();
        if (!end.is(Event.ID.StreamEnd)) {
            throw new UnsoundProtocol("it holds more than one document" + at(end.getStartMark()));
        }
        return root;
    }

    private JsonNode value(Event event, int depth) throws UnsoundProtocol {
        plainOnly(event);
        // The library counts depth only where it builds objects itself, which it does not do here.
        if (depth > DEEPEST) {
            throw new UnsoundProtocol("it is nested too deep" + at(event.getStartMark()));
        }
        if (event instanceof MappingStartEvent) {
            return mapping(depth + 1);
        }
        return event instanceof SequenceStartEvent ? sequence(depth + 1) : scalar((ScalarEvent) event);
    }

    private static void plainOnly(Event event) throws UnsoundProtocol {
        if (event.is(Event.ID.Alias)) {
            throw new UnsoundProtocol("it has an alias" + at(event.getStartMark()));
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw new UnsoundProtocol("it has an anchor" + at(event.getStartMark()));
        }
        if (tag(event) != null) {
            throw new UnsoundProtocol("it has a tag" + at(event.getStartMark()));
        }
    }

    private static @Nullable String tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : null;
    }

    private ObjectNode mapping(int depth) throws UnsoundProtocol {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        for (Event next = events.next(); !next.is(Event.ID.MappingEnd); next = events.next()) {
            plainOnly(next);
            if (!(next instanceof ScalarEvent key)) {
                throw new UnsoundProtocol("a key is not a word" + at(next.getStartMark()));
            }
            if (mapping.has(key.getValue())) {
                throw new UnsoundProtocol("a key stands twice" + at(next.getStartMark()));
            }
            mapping.set(key.getValue(), value(events.next(), depth));
        }
        return mapping;
    }

    private ArrayNode sequence(int depth) throws UnsoundProtocol {
        ArrayNode sequence = JsonNodeFactory.instance.arrayNode();
        for (Event next = events.next(); !next.is(Event.ID.SequenceEnd); next = events.next()) {
            sequence.add(value(next, depth));
        }
        return sequence;
    }

    private static JsonNode scalar(ScalarEvent scalar) throws UnsoundProtocol {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return JsonNodeFactory.instance.textNode(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return JsonNodeFactory.instance.booleanNode(text.equals("true"));
        }
        if (INTEGER.matcher(text).matches()) {
            return JsonNodeFactory.instance.numberNode(Integer.parseInt(text));
        }
        if (AMBIGUOUS.matcher(text).matches()) {
            throw new UnsoundProtocol(
                    "a bare word can be read in two ways and needs quotes" + at(scalar.getStartMark()));
        }
        return JsonNodeFactory.instance.textNode(text);
    }

    private static String at(@Nullable Mark mark) {
        return mark == null ? "" : " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")";
    }
}
