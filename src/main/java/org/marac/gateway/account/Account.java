package org.marac.gateway.account;

import java.time.Instant;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Office;

/**
 * An account of one of the MARAC's own people.
 *
 * @param reference the pseudonym by which the audit log names it
 * @param login what the person signs in as
 * @param name the person's name, to be compared with the people of a case
 * @param office in what office
 * @param agency whose officer
 * @param disabled whether it can no longer sign in
 * @param example whether everyone knows its password: for trying the gateway out only
 * @param createdAt when it was made
 */
public record Account(
        String reference,
        String login,
        String name,
        Office office,
        AgencyId agency,
        boolean disabled,
        boolean example,
        Instant createdAt) {

    /** How the audit log names the person. */
    public Acting acting() {
        return new Acting(reference, office, agency);
    }
}
