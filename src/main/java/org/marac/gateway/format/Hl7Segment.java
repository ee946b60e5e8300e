package org.marac.gateway.format;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Refused;

/**
 * One segment.
 *
 * @param name its three letters
 * @param nth which of its name, from 1
 * @param content its fields
 * @param delimiters of the message
 */
record Hl7Segment(String name, int nth, Segment content, EncodingCharacters delimiters) {

    /** Where a field is, for an answer: as ERR-2 counts. */
    String place(int field) {
        return name + "[" + nth + "]." + field;
    }

    /** All repetitions of a field that say something. */
    List<Hl7Field> all(int field) throws Refused {
        try {
            List<Hl7Field> found = new ArrayList<>();
            for (int i = 0; field <= content.numFields() && i < content.getField(field).length; i++) {
                Hl7Field one = new Hl7Field(content, field, i, delimiters);
                if (one.words().isPresent()) {
                    found.add(one);
                }
            }
            return found;
        } catch (HL7Exception e) {
            throw Refusals.invalid("wrong-form", place(field));
        }
    }

    Optional<Hl7Field> first(int field) throws Refused {
        return all(field).stream().findFirst();
    }

    /** The first component of a field. */
    Optional<String> text(int field) throws Refused {
        return part(field, 1);
    }

    /** A component of a field's first repetition. */
    Optional<String> part(int field, int component) throws Refused {
        return first(field).flatMap(found -> found.part(component));
    }

    /** All of a field that is prose: its repetitions are lines. */
    Optional<String> prose(int field) throws Refused {
        return Fields.text(String.join(
                "\n", all(field).stream().flatMap(one -> one.words().stream()).toList()));
    }
}
