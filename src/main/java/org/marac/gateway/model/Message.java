package org.marac.gateway.model;

import java.util.List;

/**
 * The canonical thing an agency says, whatever format it came in. Its JSON form is published as a JSON Schema in which
 * every property carries its {@link DataCategory}.
 */
public sealed interface Message permits Referral, Information, Correction, Transfer {
    Header header();

    /** What kind it is. */
    MessageKind kind();

    /** What it says of people and is judged by: itself, or of a correction the new content where it has some. */
    default Message substance() {
        return this;
    }

    /** What it knows item by item; nothing where it does not speak in items. */
    default List<Information.Item> items() {
        return List.of();
    }
}
