package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;

/**
 * How an agency stands to a version at a moment.
 *
 * @param agency which agency
 * @param kind signed, not signed, withdrawn or not valid
 * @param why the code that says why a signature or withdrawal file does not stand
 */
record Standing(AgencyId agency, Kind kind, Optional<String> why) {
    enum Kind {
        SIGNED,
        UNSIGNED,
        WITHDRAWN,
        INVALID
    }

    boolean signed() {
        return kind == Kind.SIGNED;
    }

    static Standing signed(AgencyId agency) {
        return new Standing(agency, Kind.SIGNED, Optional.empty());
    }

    static Standing unsigned(AgencyId agency) {
        return new Standing(agency, Kind.UNSIGNED, Optional.empty());
    }

    static Standing invalid(AgencyId agency, String why) {
        return new Standing(agency, Kind.INVALID, Optional.of(why));
    }

    static Standing withdrawn(AgencyId agency, Instant from) {
        return new Standing(agency, Kind.WITHDRAWN, Optional.of("from " + from));
    }

    static Standing withdrawnUnproved(AgencyId agency) {
        return new Standing(agency, Kind.WITHDRAWN, Optional.of("withdrawal-not-proved"));
    }
}
