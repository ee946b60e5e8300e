package org.marac.gateway.model;

/** How sure are we that the sender said exactly this? */
public enum Assurance {
    /** The channel authenticated the agency; the content itself carries no signature. */
    CHANNEL,
    /** The content carries the agency's own valid signature. */
    SIGNED
}
