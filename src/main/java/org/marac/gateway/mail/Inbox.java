package org.marac.gateway.mail;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The mailbox agencies write to. */
interface Inbox extends AutoCloseable {
    /** What lies in it, oldest first. */
    List<Waiting> waiting() throws IOException;

    /** The places of what says it is from an address; the server looks, and nothing that strangers wrote is fetched for it. */
    Set<String> from(String address) throws IOException;

    @Override
    void close() throws IOException;

    /** A mail that lies there. */
    interface Waiting {
        /** By which it is known as long as the mailbox is the same. */
        String place();

        /** Its beginning, at most so many bytes; all of it where it is not longer. Changes nothing in the mailbox. */
        byte[] read(int most) throws IOException;

        /** Takes it out of the mailbox for good. */
        void done() throws IOException;

        /** Puts it where people look at what was nobody's. */
        void aside() throws IOException;
    }

    /** Opens it anew each time: nothing is asked of a connection that may be dead. */
    @FunctionalInterface
    interface Opening {
        Inbox open() throws IOException;
    }
}
