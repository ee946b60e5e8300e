package org.marac.gateway.disclosure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be taken out of the permitted parts of a message because it is a protected value all the same.
 *
 * @param fields JSON pointers of fields that are left out
 * @param texts by JSON pointer, what stands in place of a text
 */
record Redaction(Set<String> fields, Map<String, String> texts) {
    /** Nothing. */
    static final Redaction NONE = new Redaction(Set.of(), Map.of());

    boolean isEmpty() {
        return fields.isEmpty() && texts.isEmpty();
    }

    /**
     * What the viewer may not find.
     *
     * @param suspects where protected values stand at all
     * @param mayRedact whether texts may be changed; fields that hold a protected value are left out in any case
     */
    static Redaction of(Suspects suspects, Search search, Viewer viewer, boolean mayRedact) {
        if (suspects.isEmpty()) {
            return NONE;
        }
        Redaction redaction = new Redaction(new HashSet<>(), new HashMap<>());
        for (Part address : suspects.addresses()) {
            if (search.isInAddress(address, viewer)) {
                redaction.fields.add(address.pointer());
            }
        }
        for (Part field : suspects.fields()) {
            if (!redaction.hits(field, search, viewer).isEmpty()) {
                redaction.fields.add(field.pointer());
            }
        }
        for (Part text : mayRedact ? suspects.texts() : List.<Part>of()) {
            List<Hit> hits = redaction.hits(text, search, viewer);
            if (!hits.isEmpty()) {
                redaction.texts.put(text.pointer(), redacted(text, hits, search, viewer));
            }
        }
        return redaction;
    }

    /** The same, and these fields left out as well. */
    Redaction without(Set<String> pointers) {
        if (pointers.isEmpty()) {
            return this;
        }
        Set<String> all = new HashSet<>(fields);
        all.addAll(pointers);
        return new Redaction(all, texts);
    }

    private List<Hit> hits(Part part, Search search, Viewer viewer) {
        return viewer.maySee(part.source()) ? search.hidden(part.node().text(), part, viewer) : List.of();
    }

    /** Without the sentences; without all of it where what is left would still say it. */
    private static String redacted(Part part, List<Hit> hits, Search search, Viewer viewer) {
        String without = Passages.without(part.node().text(), hits);
        boolean clean = search.hidden(without, part, viewer).isEmpty();
        return clean ? without : Projection.MARKER;
    }
}
