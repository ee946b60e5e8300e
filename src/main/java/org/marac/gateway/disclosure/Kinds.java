package org.marac.gateway.disclosure;

import org.marac.gateway.model.MessageKind;

/** Which kind of message is a document? */
final class Kinds {
    private Kinds() {}

    static MessageKind of(String name) {
        for (MessageKind kind : MessageKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new DisclosureFault("No known kind of message", "/kind");
    }
}
