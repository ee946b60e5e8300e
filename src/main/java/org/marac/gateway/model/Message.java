package org.marac.gateway.model;

/**
 * The canonical thing an agency says, whatever format it came in. Its JSON form is published as a JSON Schema in which
 * every property carries its {@link DataCategory}.
 */
public sealed interface Message permits Referral, Information {
    Header header();

    /** What kind it is. */
    MessageKind kind();
}
