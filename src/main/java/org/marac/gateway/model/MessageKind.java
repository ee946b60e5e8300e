package org.marac.gateway.model;

/** What kind of thing does an agency say? */
public enum MessageKind {
    REFERRAL,
    INFORMATION,
    /** What was said before is withdrawn, or something else stands instead; that is judged as what it is. */
    CORRECTION,
    /** The victim moves, and the case is handed to the MARAC of the new place. */
    TRANSFER
}
