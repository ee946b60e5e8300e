package org.marac.gateway.kit;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;

/** Materials where a test cares for the kind of data alone. */
public final class Materials {
    private Materials() {}

    /** About nobody in particular. */
    public static Set<Material> of(DataCategory... categories) {
        return of(List.of(categories));
    }

    /** About nobody in particular. */
    public static Set<Material> of(Collection<DataCategory> categories) {
        return categories.stream().map(Material::of).collect(Collectors.toSet());
    }

    /** Whoever they are about. */
    public static Set<Material> ofAnyone(Collection<DataCategory> categories) {
        return categories.stream()
                .flatMap(category -> Arrays.stream(Role.values()).map(role -> new Material(category, role)))
                .collect(Collectors.toSet());
    }

    /** What a permit lets someone see, whoever it is about. */
    public static Set<DataCategory> seen(Ruling.Permit permit) {
        return Material.categories(permit.materials());
    }

    /** Everything, about everyone, but what has no label. */
    public static Set<Material> all() {
        return ofAnyone(Stream.of(DataCategory.values())
                .filter(category -> category != DataCategory.UNCLASSIFIED)
                .toList());
    }
}
