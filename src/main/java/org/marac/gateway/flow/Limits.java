package org.marac.gateway.flow;

import java.util.Set;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Role;

/** What no person lets go, and what no break-glass lets go, whatever the reason. */
final class Limits {
    /** Legal advice, and who told an agency: not under break-glass. */
    private static final Set<DataCategory> NEVER = Set.of(DataCategory.LEGAL_PRIVILEGED, DataCategory.INFORMANT);

    /** What tells where someone hides. */
    private static final Set<DataCategory> SAFE = Set.of(DataCategory.ADDRESS_SAFE, DataCategory.CONTACT_SAFE);

    private Limits() {}

    /** Whether the view may be let go at all. */
    static boolean allow(Releasing.Disclosed disclosed, Projected view) {
        Releasing.Decided decided = disclosed.from();
        Set<DataCategory> shown = Material.categories(disclosed.permit().materials());
        Set<DataCategory> doubtful = Material.categories(view.doubts());
        boolean known = decided
                .question()
                .ties()
                .getOrDefault(disclosed.permit().recipient(), Set.of())
                .stream()
                .anyMatch(tie -> tie.who() == Role.ALLEGED_PERPETRATOR);
        boolean tells = any(SAFE, doubtful);
        if (known && tells) {
            return false;
        }
        return decided.opened().glass().isEmpty()
                || !tells && !(known && any(SAFE, shown)) && !any(NEVER, shown) && !any(NEVER, doubtful);
    }

    private static boolean any(Set<DataCategory> some, Set<DataCategory> all) {
        return some.stream().anyMatch(all::contains);
    }
}
