package org.marac.gateway.model;

/**
 * The canonical thing an agency says, whatever format it came in. Its JSON form is published as a JSON Schema in which
 * every property carries its {@link DataCategory}.
 */
public sealed interface Message permits Referral, Information, Correction {
    Header header();

    /** What kind it is. */
    MessageKind kind();

    /** What it says of people and is judged by: itself, or of a correction the new content where it has some. */
    default Message substance() {
        return this;
    }
}
