package org.marac.gateway.seal;

import org.marac.gateway.model.AgencyId;

/**
 * We could not seal for a recipient: the protocol pins no encryption certificate for it that is here, valid and not revoked. A failure and not
 * a refusal: the recipient is entitled, so the operator must put its certificate in place.
 */
public final class NoRecipientKey extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient AgencyId recipient;

    NoRecipientKey(AgencyId recipient) {
        super("No valid encryption certificate of " + recipient
                + " is at hand: put one that the protocol names into the certificate directory");
        this.recipient = recipient;
    }

    public AgencyId recipient() {
        return recipient;
    }
}
