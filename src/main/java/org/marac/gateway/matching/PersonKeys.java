package org.marac.gateway.matching;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Person;

/** The exact keys of one person: a reliable NHS number; the full name with the date of birth. */
final class PersonKeys {
    /** Systems fill in a first of January of 1900 or before when nobody asked. */
    private static final LocalDate NOBODY_ASKED = LocalDate.of(1900, 1, 1);

    private PersonKeys() {}

    static List<String> of(Person person) {
        List<String> keys = new ArrayList<>();
        person.nhsNumber().flatMap(NhsNumber::reliable).ifPresent(n -> keys.add("nhs " + n));
        fullName(person).ifPresent(n -> keys.add("name " + n));
        return keys;
    }

    /** Normalised surname with the date of birth: what agencies search by. */
    static Optional<String> surname(Person person) {
        return birthDate(person)
                .flatMap(born -> person.name()
                        .flatMap(Person.Name::family)
                        .map(Names::normalise)
                        .filter(family -> !family.isEmpty())
                        .map(family -> family + ' ' + born));
    }

    /** Normalised full name with the date of birth. */
    static Optional<String> fullName(Person person) {
        return surname(person)
                .flatMap(surname -> person.name()
                        .map(name -> Names.normalise(String.join("", name.given())))
                        .filter(given -> !given.isEmpty())
                        .map(given -> given + ' ' + surname));
    }

    /** Normalised first name with the date of birth. */
    static Optional<String> given(Person person) {
        return birthDate(person)
                .flatMap(born -> person.name()
                        .flatMap(name -> name.given().stream().findFirst())
                        .map(Names::normalise)
                        .filter(given -> !given.isEmpty())
                        .map(given -> given + ' ' + born));
    }

    /** Whether it is a date somebody gave. */
    static boolean isGiven(LocalDate born) {
        return born.isAfter(NOBODY_ASKED);
    }

    private static Optional<LocalDate> birthDate(Person person) {
        return person.birthDate().filter(PersonKeys::isGiven);
    }
}
