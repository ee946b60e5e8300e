package org.marac.gateway.model;

import java.util.Set;

/**
 * On what law one sharing with one recipient rests, as computed for it.
 *
 * @param basis the lawful bases that the signatories agreed and that this flow bears out
 * @param conditions for the special categories and offence data among what is shared; empty where there are none
 * @param powers statutory powers to disclose to this recipient
 * @param lacking what the clauses would show and no condition allows; it is withheld
 */
public record Grounds(
        Set<LawfulBasis> basis, Set<SpecialCondition> conditions, Set<Power> powers, Set<Material> lacking) {
    public Grounds {
        basis = Set.copyOf(basis);
        conditions = Set.copyOf(conditions);
        powers = Set.copyOf(powers);
        lacking = Set.copyOf(lacking);
    }

    /** A lawful basis alone. */
    public static Grounds of(Set<LawfulBasis> basis) {
        return new Grounds(basis, Set.of(), Set.of(), Set.of());
    }
}
