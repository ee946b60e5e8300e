package org.marac.gateway.format;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.Refused;

/** The segments of a message in the order they came, whatever version it is of: no structure is asked of it but its own. */
final class Hl7Segments {
    private static final HapiContext CONTEXT = context();

    private final List<Hl7Segment> all;

    private Hl7Segments(List<Hl7Segment> all) {
        this.all = List.copyOf(all);
    }

    private static HapiContext context() {
        DefaultHapiContext context = new DefaultHapiContext();
        context.setModelClassFactory(new GenericModelClassFactory());
        context.setValidationContext(ValidationContextFactory.noValidation());
        return context;
    }

    /** @throws Refused {@code UNREADABLE} */
    static Hl7Segments of(String text) throws Refused {
        try {
            List<Segment> found = new ArrayList<>();
            collect(new PipeParser(CONTEXT).parse(text), found);
            EncodingCharacters delimiters = new EncodingCharacters(text.charAt(3), text.substring(4, 8));
            Map<String, Integer> counts = new HashMap<>();
            List<Hl7Segment> all = new ArrayList<>();
            for (Segment segment : found) {
                all.add(new Hl7Segment(
                        segment.getName(), counts.merge(segment.getName(), 1, Integer::sum), segment, delimiters));
            }
            return new Hl7Segments(all);
        } catch (HL7Exception | RuntimeException e) {
            // The parser throws unchecked on hostile input, not only its own type, and its messages quote the input.
            throw Refusals.unreadable("not-hl7-v2");
        }
    }

    private static void collect(Group group, List<Segment> found) throws HL7Exception {
        for (String name : group.getNames()) {
            for (Structure structure : group.getAll(name)) {
                if (structure instanceof Group inner) {
                    collect(inner, found);
                } else {
                    found.add((Segment) structure);
                }
            }
        }
    }

    List<Hl7Segment> all() {
        return all;
    }

    /** The first of a name. */
    Optional<Hl7Segment> first(String name) {
        return all(name).stream().findFirst();
    }

    List<Hl7Segment> all(String name) {
        return all.stream().filter(segment -> segment.name().equals(name)).toList();
    }

    /** The first of a name, without which nothing can be said. */
    Hl7Segment need(String name) throws Refused {
        return first(name).orElseThrow(() -> Refusals.invalid("missing-property", name));
    }
}
