package org.marac.gateway.disclosure;

import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Ruling;

/** The view of one recipient that does not keep the record. */
final class OneView {
    private OneView() {}

    static Projected of(Disclosure disclosure, Bytes canonical, Ruling.Permit permit, List<Guarded> guarded) {
        return disclosure
                .disclose(canonical, Optional.empty(), List.of(permit), guarded, Doubt.WAITS)
                .get(0);
    }
}
