package org.marac.gateway.flow;

import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Ruling;

/** Makes a view stricter than its permit asks for: what is in doubt is left out. */
record Blackening(Rooms.Disclose disclose) {

    /** The view without what is in doubt; empty where that cannot be taken out. */
    Optional<Projected> blackened(Bytes canonical, Ruling.Permit permit, List<Guarded> guarded) {
        return Optional.of(disclose.disclose(canonical, permit, guarded, Doubt.IS_LEFT_OUT))
                .filter(clean -> clean.doubts().isEmpty());
    }
}
