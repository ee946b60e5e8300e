package org.marac.gateway.flow;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Ruling;

/** Makes a view stricter than its permit asks for: what is in doubt is blacked out. */
record Blackening(Rooms.Disclose disclose) {

    /** The view without what is in doubt; empty where that cannot be taken out. */
    Optional<Projected> blackened(Bytes canonical, Ruling.Permit permit, List<Guarded> guarded) {
        Set<Obligation> obligations = EnumSet.of(Obligation.REDACT);
        obligations.addAll(permit.obligations());
        Ruling.Permit stricter = new Ruling.Permit(
                permit.recipient(), permit.clauses(), permit.materials(), obligations, permit.grounds(), permit.via());
        Projected view = disclose.disclose(canonical, stricter, guarded);
        return Optional.of(new Projected(permit, view.view(), view.withheld(), view.doubts()))
                .filter(clean -> clean.doubts().isEmpty());
    }
}
