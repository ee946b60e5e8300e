package org.marac.gateway.format;

/** That a stylesheet made nothing of a disclosure. Says nothing of it. */
public final class OwnFormFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    OwnFormFailed() {
        super("The stylesheet for disclosures made no XML document");
    }
}
