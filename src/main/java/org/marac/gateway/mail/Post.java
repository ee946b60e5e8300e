package org.marac.gateway.mail;

import java.io.IOException;
import org.marac.gateway.model.Bytes;

/** Hands a mail to a server that answers for it from then on. */
@FunctionalInterface
public interface Post {
    /**
     * Returns once the server has said that it has it (SMTP 250), and not before.
     *
     * @param to the only recipient
     * @param mail all of it
     * @throws IOException it has it not, or nobody knows: it may be sent again
     */
    void send(String to, Bytes mail) throws IOException;
}
