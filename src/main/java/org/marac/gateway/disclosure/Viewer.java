package org.marac.gateway.disclosure;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Ruling;

/**
 * Who looks at a message, and what they may see of it.
 *
 * @param id the agency
 * @param permitted the materials it may see
 * @param isRecord whether the view is for the record, where the coordinator keeps what nobody may see yet
 */
record Viewer(AgencyId id, Set<Material> permitted, boolean isRecord) {
    /** Never shown to anyone, whatever a clause says: contempt of court, privilege, and what has no label. */
    private static final Set<DataCategory> NEVER =
            EnumSet.of(DataCategory.UNCLASSIFIED, DataCategory.LEGAL_PRIVILEGED, DataCategory.COURT_RESTRICTED);

    /** Whoever the permit is for, with what it permits. */
    static Viewer of(Ruling.Permit permit, Optional<AgencyId> record) {
        boolean isRecord = record.filter(permit.recipient()::equals).isPresent();
        Set<Material> permitted = new HashSet<>(permit.materials());
        permitted.add(Material.of(DataCategory.ENVELOPE));
        permitted.removeIf(material -> NEVER.contains(material.category()));
        if (isRecord) {
            // Intelligence with conditions is never passed on by a machine, and no person looks before it is filed.
            permitted.removeIf(material -> material.category() == DataCategory.POLICE_INTEL_C);
        }
        return new Viewer(permit.recipient(), permitted, isRecord);
    }

    boolean maySee(Material material) {
        return permitted.contains(material);
    }

    boolean maySee(Source source) {
        return permitted.contains(source.material())
                && (source.only().isEmpty() || source.only().get().contains(id));
    }
}
