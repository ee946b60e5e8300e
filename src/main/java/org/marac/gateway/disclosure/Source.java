package org.marac.gateway.disclosure;

import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Role;

/**
 * Where a value stands that not everyone may know.
 *
 * @param material what it is there
 * @param only who alone may see that place, where not everyone may who may see the material
 */
record Source(Material material, Optional<Set<AgencyId>> only) {
    /** Whether it protects the value wherever else it stands: a place where the victim lives or can be reached. */
    boolean isStrict() {
        return switch (material.category()) {
            case ADDRESS_SAFE, CONTACT_SAFE, UNCLASSIFIED -> true;
            // What a court keeps confidential is kept, unless it is the alleged perpetrator's own.
            case COURT_RESTRICTED -> material.about() == Role.VICTIM || material.about() == Role.CHILD;
            case VICTIM_ADDRESS -> material.about() == Role.VICTIM || material.about() == Role.CASE;
            default -> false;
        };
    }

    /** Whether it protects the value even where it is the alleged perpetrator's own: not a couple's shared home. */
    boolean isStrictAtThePerpetrators() {
        return isStrict() && material.category() != DataCategory.VICTIM_ADDRESS;
    }
}
