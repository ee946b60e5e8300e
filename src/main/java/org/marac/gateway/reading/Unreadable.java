package org.marac.gateway.reading;

/** Nobody can tell all that a document says: it is broken, locked, too large, or holds what is no text. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    /** @param why for whoever reads the code; never content of the document */
    Unreadable(String why) {
        super(why);
    }
}
