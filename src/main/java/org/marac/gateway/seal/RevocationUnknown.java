package org.marac.gateway.seal;

/**
 * We could not find out whether a certificate is revoked: the revocation list is missing or past its next update. A failure and not a refusal:
 * the sender did nothing wrong, and its message is tried again once the operator has put a current list in place.
 */
public final class RevocationUnknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    RevocationUnknown() {
        super("No current revocation list is at hand: put the issuer's newest list into the trust directory");
    }
}
