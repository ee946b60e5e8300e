package org.marac.gateway.matching;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Memory.Acquaintance;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Role;

/**
 * What the message itself says of its people, and what the record remembers.
 *
 * <p>A value of a linked case, in which the parts may be the other way round, is guarded as a material about
 * {@link Role#CASE} that stands in no message and that no clause therefore gives to anyone: whoever may see the safe
 * address of this case's victim may not see the safe address of the one who is accused in it.
 */
record Recollection(Memory said, Recalled recalled) {

    Matched matched(Protocol protocol) {
        List<Acquaintance> people = people();
        Set<Guarded> own = recalled.own().stream()
                .flatMap(memory -> memory.guarded().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Guarded> guarded = new LinkedHashSet<>(own);
        guarded.addAll(ofLinkedCases(own));
        guarded.addAll(unsafeNumbers(people));
        return new Matched(
                Ties.of(people, movedTo(), protocol),
                List.copyOf(guarded),
                own.stream().map(Guarded::material).collect(Collectors.toSet()),
                Ties.of(said.people(), said.movedTo(), protocol),
                Optional.of(recalled.seen()));
    }

    /** Where the victim has gone, as far as anyone said last. */
    private Optional<AgencyId> movedTo() {
        return Stream.concat(recalled.own().stream(), Stream.of(said))
                .flatMap(memory -> memory.movedTo().stream())
                .reduce((before, last) -> last);
    }

    /** Whoever is accused, or excluded, in a linked case stays so here: being the victim of this one lifts nothing. */
    private List<Acquaintance> people() {
        // Messages of one case repeat the same people; each is compared once.
        Set<Acquaintance> people = new LinkedHashSet<>(said.people());
        recalled.own().forEach(memory -> people.addAll(memory.people()));
        recalled.linked()
                .forEach(memory ->
                        memory.people().stream().filter(Acquaintance::excluded).forEach(people::add));
        return List.copyOf(people);
    }

    /** Except the homes and numbers this case knows by itself: a couple's shared home is no secret of either case. */
    private Set<Guarded> ofLinkedCases(Set<Guarded> own) {
        Set<String> known = Stream.concat(own.stream(), said.guarded().stream())
                .filter(value -> value.material().category() == DataCategory.VICTIM_ADDRESS)
                .map(value -> Names.normalise(value.text()))
                .collect(Collectors.toSet());
        return recalled.linked().stream()
                .flatMap(memory -> memory.guarded().stream())
                .filter(value -> value.material().category() != DataCategory.VICTIM_ADDRESS
                        || !known.contains(Names.normalise(value.text())))
                .map(value -> new Guarded(sealed(value.material().category()), value.kind(), value.text()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A number at which someone answers who must never learn of the case is no way to reach the victim. */
    private Set<Guarded> unsafeNumbers(List<Acquaintance> people) {
        Set<String> dangerous = people.stream()
                .filter(Acquaintance::excluded)
                .flatMap(person -> Numbers.of(person.telephones()).stream())
                .collect(Collectors.toSet());
        return Stream.concat(said.guarded().stream(), recalled.own().stream().flatMap(m -> m.guarded().stream()))
                .filter(value -> value.kind() == Guarded.Kind.TELEPHONE)
                .filter(value -> value.material().category() == DataCategory.CONTACT_SAFE)
                .filter(value -> Numbers.isIn(value.text(), dangerous))
                // Guarded as the victim's own home is: at the alleged perpetrator's it stays.
                .map(value -> new Guarded(sealed(DataCategory.VICTIM_ADDRESS), value.kind(), value.text()))
                .collect(Collectors.toSet());
    }

    private static Material sealed(DataCategory category) {
        // Who is feared stands in messages as a material about nobody in particular, which clauses give.
        return Material.of(category == DataCategory.EXCLUSION ? DataCategory.UNCLASSIFIED : category);
    }
}
