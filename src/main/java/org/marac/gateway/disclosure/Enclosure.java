package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Material;

/**
 * An attached document. It is shown whole or not at all: nothing is ever taken out of a document.
 *
 * @param part where it stands in the message
 * @param data its bytes, as they stand there
 * @param words what it says; empty where nobody can tell
 */
record Enclosure(Part part, Part data, Optional<String> words) {
    /** Where attached documents stand. */
    static final String PLACE = "/header/attachments/*";

    private static final String DATA = PLACE + "/data";

    /** The documents of a message. */
    static List<Enclosure> in(Document message, Words words) {
        List<Enclosure> found = new ArrayList<>();
        look(message.root(), words, found);
        return List.copyOf(found);
    }

    /** Whether a part is the bytes of a document, in which no text stands as it is. */
    static boolean isData(Part part) {
        return part.place().equals(DATA);
    }

    /** What this viewer may not see of it, or of all of it where nobody can tell; the record keeps it for whoever looks. */
    Set<Material> doubts(Search search, Viewer viewer) {
        if (viewer.isRecord() || !viewer.maySee(part.source())) {
            return Set.of();
        }
        if (words.isEmpty()) {
            return Set.of(part.material());
        }
        Set<Material> hidden = new HashSet<>();
        search.hidden(words.get(), data, viewer)
                .forEach(hit -> hidden.addAll(hit.sought().hidden(viewer)));
        return hidden;
    }

    /** The pointers of all it consists of, each with a label of its own. */
    List<String> pointers() {
        return part.fields().values().stream().map(Part::pointer).toList();
    }

    private static void look(Part part, Words words, List<Enclosure> found) {
        if (part.place().equals(PLACE)) {
            found.add(of(part, words));
            return;
        }
        part.fields().values().forEach(field -> look(field, words, found));
        part.elements().forEach(element -> look(element, words, found));
    }

    private static Enclosure of(Part part, Words words) {
        Part data = Objects.requireNonNull(part.fields().get("data"));
        Optional<String> said = Attachment.Type.of(part.node().at("mediaType"))
                .flatMap(type -> words.of(
                        type, Bytes.of(Base64.getDecoder().decode(data.node().text()))));
        return new Enclosure(part, data, said);
    }
}
