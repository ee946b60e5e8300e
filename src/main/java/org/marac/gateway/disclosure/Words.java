package org.marac.gateway.disclosure;

import java.util.Optional;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.Bytes;

/** What this room must be told: what does an attached document say? */
@FunctionalInterface
public interface Words {
    /**
     * Everything the document says; empty where nobody can tell all of it.
     *
     * @param type what it is
     * @param document its bytes
     */
    Optional<String> of(Attachment.Type type, Bytes document);
}
