package org.marac.gateway.mail;

import org.marac.gateway.model.Bytes;

/** Hands a mail to a server that answers for it from then on. */
@FunctionalInterface
public interface Post {
    /**
     * Returns what the server said of it.
     *
     * @param to the only recipient
     * @param mail all of it
     */
    Said send(String to, Bytes mail);

    /** What does a mail server say of a mail? */
    enum Said {
        /** It has it, and answers for it (SMTP 250). */
        TAKEN,
        /** Not now, or nobody knows: it may be sent again. */
        NOT_NOW,
        /** Never this one (RFC 5321 section 4.2.1, 5yz). */
        NEVER,
        /** The server is not there, or not the one that was named. */
        AWAY
    }
}
