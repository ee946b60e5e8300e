package org.marac.gateway.kit;

import java.util.List;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Grounds;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Ruling;

/** Permits where a test does not care for the law, or for what of a permit stays as it was. */
public final class Permits {
    private Permits() {}

    /** A permit that rests on a lawful basis alone, to the single point of contact. */
    public static Ruling.Permit of(
            AgencyId recipient,
            List<ClauseId> clauses,
            Set<Material> materials,
            Set<Obligation> obligations,
            Set<LawfulBasis> basis) {
        return new Ruling.Permit(recipient, clauses, materials, obligations, Grounds.of(basis), Ruling.Via.CONTACT);
    }

    /** The same permit for someone else. */
    public static Ruling.Permit to(AgencyId recipient, Ruling.Permit permit) {
        return new Ruling.Permit(
                recipient, permit.clauses(), permit.materials(), permit.obligations(), permit.grounds(), permit.via());
    }

    /** The same permit, which only the alternate may read. */
    public static Ruling.Permit toTheAlternate(Ruling.Permit permit) {
        return new Ruling.Permit(
                permit.recipient(),
                permit.clauses(),
                permit.materials(),
                permit.obligations(),
                permit.grounds(),
                Ruling.Via.ALTERNATE);
    }

    /** The same permit for other materials. */
    public static Ruling.Permit of(Set<Material> materials, Ruling.Permit permit) {
        return new Ruling.Permit(
                permit.recipient(), permit.clauses(), materials, permit.obligations(), permit.grounds(), permit.via());
    }
}
