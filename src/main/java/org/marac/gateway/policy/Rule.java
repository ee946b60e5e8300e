package org.marac.gateway.policy;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Question;

/**
 * A clause made ready: whom it names, resolved against the parties, and its condition compiled.
 *
 * @param number its place in the rulebook
 * @param clause the clause
 * @param from the senders it names
 * @param to the recipients it names
 * @param condition its condition
 */
record Rule(int number, Clause clause, Set<AgencyId> from, Set<AgencyId> to, Condition condition) {
    private static final String ANY = "any";
    private static final String SECTOR = "sector:";

    static Rule of(int number, Clause clause, Collection<Party> parties, Condition condition) {
        return new Rule(number, clause, named(clause.from(), parties), named(clause.to(), parties), condition);
    }

    boolean permits() {
        return clause.effect() == Clause.Effect.PERMIT;
    }

    /** Whether it asks for a person, or for another than the usual one. */
    boolean holds() {
        return clause.effect() == Clause.Effect.HOLD || redirects();
    }

    /** Whether the recipient's alternate contact is person enough. */
    boolean redirects() {
        return clause.effect() == Clause.Effect.REDIRECT;
    }

    /** Whether it forbids the whole sharing. */
    boolean forbidsAll() {
        return forbids() && takesAll();
    }

    /** Whether it forbids some materials only. */
    boolean forbidsSome() {
        return forbids() && !takesAll();
    }

    /** Whether the clause speaks of this material. One that names no categories, or nobody, speaks of all. */
    boolean names(Material material) {
        return (clause.categories().isEmpty() || clause.categories().contains(material.category()))
                && (clause.about().isEmpty() || clause.about().contains(material.about()));
    }

    /** Whether a permit gives this material: it must name the category. */
    boolean gives(Material material) {
        return clause.categories().contains(material.category()) && names(material);
    }

    private boolean forbids() {
        return clause.effect() == Clause.Effect.FORBID;
    }

    private boolean takesAll() {
        return clause.categories().isEmpty() && clause.about().isEmpty();
    }

    /** Whether the clause speaks of this sender, recipient, purpose and kind at all. */
    boolean speaksOf(Question question, AgencyId recipient) {
        return from.contains(question.sender())
                && to.contains(recipient)
                && (clause.purposes().isEmpty() || clause.purposes().contains(question.purpose()))
                && (clause.kinds().isEmpty() || clause.kinds().contains(question.kind()));
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
