package org.marac.gateway.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.Exclusion;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Memory.Acquaintance;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Transfer;

/**
 * Who of a message could be bound to an agency? The parties of the case; and whoever must never learn of it: the
 * exclusions, everyone who is feared, everyone it is not safe to talk to.
 */
final class Acquaintances {
    /** The system of the number a person has as staff of an agency. */
    private static final String STAFF_ID = "https://marac.example/Id/staff";

    private Acquaintances() {}

    static List<Acquaintance> of(Message message) {
        if (message instanceof Referral referral) {
            return of(referral);
        }
        if (message instanceof Information said) {
            return of(said.victim(), said.allegedPerpetrators(), said.exclusions(), said.children());
        }
        return message instanceof Transfer said
                ? of(said.victim(), said.allegedPerpetrators(), said.exclusions(), said.children())
                : List.of();
    }

    private static List<Acquaintance> of(Referral referral) {
        List<Acquaintance> people = new ArrayList<>();
        people.add(party(Role.VICTIM, referral.victim(), Optional.empty()));
        referral.allegedPerpetrators()
                .forEach(p -> people.add(party(Role.ALLEGED_PERPETRATOR, p.person(), Optional.empty())));
        referral.talk()
                .ifPresent(talk -> Stream.concat(talk.afraidOf().stream(), talk.notSafe().stream())
                        .forEach(feared -> people.add(feared(feared))));
        referral.exclusions().forEach(excluded -> people.add(excluded(excluded)));
        people.addAll(children(referral.children()));
        return people;
    }

    private static List<Acquaintance> of(
            Person victim, List<Person> perpetrators, List<Exclusion> exclusions, List<Referral.Child> children) {
        List<Acquaintance> people = new ArrayList<>();
        people.add(party(Role.VICTIM, victim, Optional.empty()));
        perpetrators.forEach(p -> people.add(party(Role.ALLEGED_PERPETRATOR, p, Optional.empty())));
        exclusions.forEach(excluded -> people.add(excluded(excluded)));
        people.addAll(children(children));
        return people;
    }

    /** Whoever must not learn where a child is must not learn of the case that says it. */
    private static List<Acquaintance> children(List<Referral.Child> children) {
        return children.stream()
                .flatMap(child -> Stream.concat(
                        Stream.of(party(Role.CHILD, child.person(), child.school())),
                        child.exclusions().stream().map(Acquaintances::excluded)))
                .toList();
    }

    private static Acquaintance party(Role role, Person person, Optional<String> school) {
        return new Acquaintance(
                role,
                role == Role.ALLEGED_PERPETRATOR,
                Stream.concat(person.name().stream(), person.aliases().stream())
                        .map(Acquaintances::spoken)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList(),
                person.identifiers().stream()
                        .filter(identifier -> identifier.system().startsWith(STAFF_ID))
                        .map(Person.Identifier::value)
                        .collect(Collectors.toSet()),
                // "Constable, Wenbury Constabulary" is written in either field.
                Stream.concat(person.employer().stream(), person.occupation().stream())
                        .collect(Collectors.toSet()),
                person.landlord(),
                person.gpPractice(),
                school,
                Set.copyOf(person.telephones()),
                Set.copyOf(person.knownTo()));
    }

    private static Acquaintance feared(Referral.Contact contact) {
        return outsider(contact.name(), Set.of(), contact.relationship().stream(), contact.telephone().stream());
    }

    private static Acquaintance excluded(Exclusion exclusion) {
        return outsider(
                exclusion.name(),
                exclusion.staffId().stream().collect(Collectors.toSet()),
                // "Brother, works for Wenbury Homes" is a relationship too.
                Stream.concat(exclusion.agency().stream(), exclusion.relationship().stream()),
                Stream.empty());
    }

    private static Acquaintance outsider(
            String name, Set<String> staffIds, Stream<String> employers, Stream<String> telephones) {
        return new Acquaintance(
                Role.OTHER,
                true,
                List.of(name),
                staffIds,
                employers.collect(Collectors.toSet()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                telephones.collect(Collectors.toSet()),
                Set.of());
    }

    private static String spoken(Person.Name name) {
        return Stream.concat(name.given().stream(), name.family().stream())
                .collect(Collectors.joining(" "))
                .strip();
    }
}
