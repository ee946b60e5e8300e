package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.List;
import org.marac.gateway.model.DataCategory;

/**
 * Where in a message protected values stand, whoever they are hidden from. The envelope is not among them: it cannot be
 * changed.
 *
 * @param addresses addresses, each shown whole or not at all
 * @param fields short fields, each shown whole or not at all
 * @param texts prose, which can lose a sentence
 */
record Suspects(List<Part> addresses, List<Part> fields, List<Part> texts) {

    static Suspects in(Document message, Prose prose, Search search) {
        Suspects suspects = new Suspects(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        suspects.look(message.root(), message.kind(), prose, search);
        return suspects;
    }

    boolean isEmpty() {
        return addresses.isEmpty() && fields.isEmpty() && texts.isEmpty();
    }

    private void look(Part part, String kind, Prose prose, Search search) {
        if (part.isAddress()) {
            addresses.add(part);
            return;
        }
        part.fields().values().forEach(field -> look(field, kind, prose, search));
        part.elements().forEach(element -> look(element, kind, prose, search));
        if (Document.isText(part.node())
                && part.material().category() != DataCategory.ENVELOPE
                && !Enclosure.isData(part)
                && !search.in(part.node().text()).isEmpty()) {
            (prose.isAt(kind, part.place()) ? texts : fields).add(part);
        }
    }
}
