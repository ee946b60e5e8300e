package org.marac.gateway.mail;

import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Refusal;

/** Is told of each mail that nothing proves to be an agency's; nobody else is, and its writer least of all. */
@FunctionalInterface
public interface Strangers {
    /**
     * One has come, and is on record.
     *
     * @param says whose address it says it is from; empty where that is no agency's
     * @param refusal what it is refused for
     */
    void wrote(Optional<AgencyId> says, Refusal refusal);
}
