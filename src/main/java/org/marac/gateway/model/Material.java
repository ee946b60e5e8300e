package org.marac.gateway.model;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a piece of a message is: what kind of data, about whom. The health of the victim and the health of the alleged
 * perpetrator are one category and two materials; clauses give and take materials.
 *
 * @param category what kind of data
 * @param about about whom; {@link Role#CASE} where it is about nobody in particular
 */
public record Material(DataCategory category, Role about) implements Comparable<Material> {
    private static final Comparator<Material> ORDER =
            Comparator.comparing(Material::category).thenComparing(Material::about);

    /** Material about nobody in particular. */
    public static Material of(DataCategory category) {
        return new Material(category, Role.CASE);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException where there is no such category or role
     */
    public static Material parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? of(DataCategory.valueOf(text))
                : new Material(DataCategory.valueOf(text.substring(0, slash)), Role.valueOf(text.substring(slash + 1)));
    }

    /** The categories of materials, whoever they are about. */
    public static Set<DataCategory> categories(Set<Material> materials) {
        return materials.stream().map(Material::category).collect(Collectors.toUnmodifiableSet());
    }

    /** Materials as one line, in order. */
    public static String line(Set<Material> materials) {
        return new TreeSet<>(materials).stream().map(Material::toString).collect(Collectors.joining(" "));
    }

    /** For example {@code HEALTH/VICTIM}; the category alone where it is about nobody in particular. */
    @Override
    public String toString() {
        return about == Role.CASE ? category.name() : category.name() + "/" + about.name();
    }

    @Override
    public int compareTo(Material other) {
        return ORDER.compare(this, other);
    }
}
