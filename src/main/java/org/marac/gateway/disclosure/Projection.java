package org.marac.gateway.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.marac.gateway.model.Material;

/** Makes the view of a message that may be seen. */
@FunctionalInterface
interface Projection {
    /** What stands where a text, or a sentence of it, had to go. */
    String MARKER = "[withheld]";

    /**
     * A new document with the permitted parts of the message.
     *
     * @param message canonical JSON
     * @param viewer who looks
     * @param redaction what must go all the same
     */
    View project(JsonNode message, Viewer viewer, Redaction redaction);

    /**
     * A view and what it leaves out.
     *
     * @param document the permitted parts
     * @param withheld the materials of which something was there and was left out
     */
    record View(JsonNode document, Set<Material> withheld) {
        public View {
            withheld = Set.copyOf(withheld);
        }
    }
}
