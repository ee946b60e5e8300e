package org.marac.gateway.policy;

import java.util.BitSet;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Purpose;

/**
 * A clause made ready: whom it names, resolved against the parties, the materials it names, and its condition compiled.
 *
 * @param number its place in the rulebook
 * @param clause the clause
 * @param from the senders it names
 * @param to the recipients it names
 * @param names the materials it speaks of; for a permit, those it gives
 * @param condition its condition
 */
record Rule(int number, Clause clause, Set<AgencyId> from, Set<AgencyId> to, BitSet names, Condition condition) {
    private static final String ANY = "any";
    private static final String SECTOR = "sector:";

    static Rule of(int number, Clause clause, Collection<Party> parties, Condition condition) {
        return new Rule(
                number,
                clause,
                named(clause.from(), parties),
                named(clause.to(), parties),
                Masks.where(material -> names(clause, material)),
                condition);
    }

    /** The same rule with what is left of its condition. */
    Rule left(Condition open) {
        return new Rule(number, clause, from, to, names, open);
    }

    ClauseId id() {
        return clause.id();
    }

    Clause.Effect effect() {
        return clause.effect();
    }

    /** Whether the recipient's alternate contact is person enough. */
    boolean redirects() {
        return clause.effect() == Clause.Effect.REDIRECT;
    }

    /** Whether it speaks of the sharing as a whole and not of some materials. */
    boolean takesAll() {
        return clause.categories().isEmpty() && clause.about().isEmpty();
    }

    /** Whether the clause speaks of this sender, recipient, kind and purpose at all. */
    boolean speaksOf(AgencyId sender, AgencyId recipient, MessageKind kind, Purpose purpose) {
        return from.contains(sender)
                && to.contains(recipient)
                && (clause.purposes().isEmpty() || clause.purposes().contains(purpose))
                && (clause.kinds().isEmpty() || clause.kinds().contains(kind));
    }

    /** A clause that names no categories, or nobody, speaks of all; but a permit gives only what it names. */
    private static boolean names(Clause clause, Material material) {
        boolean category = clause.categories().contains(material.category())
                || (clause.categories().isEmpty() && clause.effect() != Clause.Effect.PERMIT);
        boolean about = clause.about().isEmpty() || clause.about().contains(material.about());
        return category
                && about
                && !(clause.effect() == Clause.Effect.PERMIT && material.category() == DataCategory.UNCLASSIFIED);
    }

    private static Set<AgencyId> named(Set<String> names, Collection<Party> parties) {
        return parties.stream()
                .filter(party -> names.contains(ANY)
                        || names.contains(party.id().value())
                        || names.contains(SECTOR + party.sector()))
                .map(Party::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
