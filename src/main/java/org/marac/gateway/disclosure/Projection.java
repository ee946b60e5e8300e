package org.marac.gateway.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.marac.gateway.model.Material;

/** Makes the view of a message that may be seen. */
@FunctionalInterface
interface Projection {
    /** What stands where a text had to go. */
    String MARKER = "[withheld]";

    /**
     * A new document with the permitted parts of the message.
     *
     * @param message canonical JSON
     * @param permitted the materials that may be seen
     * @param redact JSON pointers of texts that are replaced by {@link #MARKER}
     */
    View project(JsonNode message, Set<Material> permitted, Set<String> redact);

    /**
     * A view and what it leaves out.
     *
     * @param document the permitted parts
     * @param withheld the materials that were there and were left out
     */
    record View(JsonNode document, Set<Material> withheld) {
        public View {
            withheld = Set.copyOf(withheld);
        }
    }
}
