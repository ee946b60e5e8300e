package org.marac.gateway.format;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.Escape;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.util.Terser;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One repetition of a field.
 *
 * @param segment in which
 * @param field which
 * @param repetition which, from 0
 * @param delimiters of the message
 */
record Hl7Field(Segment segment, int field, int repetition, EncodingCharacters delimiters) {
    private static final Pattern LINE_END = Pattern.compile("\\\\\\.br\\\\", Pattern.CASE_INSENSITIVE);
    private static final Pattern HIGHLIGHT = Pattern.compile("\\\\[HN]\\\\");
    /** What a sender writes to say that a value is to be deleted. */
    private static final String DELETED = "\"\"";

    /** The first sub-component of a component, counted from 1. */
    Optional<String> part(int component) {
        return part(component, 1);
    }

    Optional<String> part(int component, int sub) {
        try {
            return clean(Terser.get(segment, field, repetition, component, sub));
        } catch (HL7Exception e) {
            throw new IllegalArgumentException("No such part", e);
        }
    }

    /** All of it as it was written: prose is not cut at a character that separates something elsewhere. */
    Optional<String> words() {
        try {
            String written = PipeParser.encode(segment.getField(field, repetition), delimiters);
            return clean(Escape.unescape(written, delimiters));
        } catch (HL7Exception e) {
            throw new IllegalArgumentException("No such field", e);
        }
    }

    private static Optional<String> clean(@Nullable String value) {
        return Fields.text(value)
                .filter(text -> !text.equals(DELETED))
                .map(text -> HIGHLIGHT
                        .matcher(LINE_END.matcher(text).replaceAll("\n"))
                        .replaceAll(""))
                .flatMap(Fields::text);
    }
}
