package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Role;

/** Sets of materials as bits, one for each category about each role: clauses are weighed by combining them. */
final class Masks {
    private static final Role[] ROLES = Role.values();
    private static final List<Material> ALL = all();

    /** What every recipient needs to handle a message at all, whoever it is about. */
    static final BitSet ENVELOPE = where(material -> material.category() == DataCategory.ENVELOPE);

    /** What has no label is never shown. */
    static final BitSet UNCLASSIFIED = where(material -> material.category() == DataCategory.UNCLASSIFIED);

    private Masks() {}

    static BitSet of(Collection<Material> materials) {
        BitSet mask = new BitSet(ALL.size());
        materials.forEach(material -> mask.set(index(material)));
        return mask;
    }

    /** All materials that are so. */
    static BitSet where(Predicate<Material> so) {
        BitSet mask = new BitSet(ALL.size());
        ALL.stream().filter(so).forEach(material -> mask.set(index(material)));
        return mask;
    }

    static Set<Material> materials(BitSet mask) {
        Material[] materials = new Material[mask.cardinality()];
        int next = 0;
        for (int bit = mask.nextSetBit(0); bit >= 0; bit = mask.nextSetBit(bit + 1)) {
            materials[next++] = ALL.get(bit);
        }
        return Set.of(materials);
    }

    /** What of the one is in the other as well. */
    static BitSet both(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        return both;
    }

    /** What of the one is not in the other. */
    static BitSet less(BitSet one, BitSet other) {
        BitSet less = (BitSet) one.clone();
        less.andNot(other);
        return less;
    }

    private static int index(Material material) {
        return material.category().ordinal() * ROLES.length + material.about().ordinal();
    }

    private static List<Material> all() {
        List<Material> all = new ArrayList<>();
        for (DataCategory category : DataCategory.values()) {
            for (Role role : ROLES) {
                all.add(new Material(category, role));
            }
        }
        return List.copyOf(all);
    }
}
