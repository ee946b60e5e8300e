package org.marac.gateway.format;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Refused;

/** What a patient administration system did to its own records (ADT^A40 merge, A47 change of number, A37 unlink). */
final class Hl7Identity {
    private static final Map<String, IdentityChange.Kind> KINDS = Map.of(
            "ADT^A40", IdentityChange.Kind.MERGED,
            "ADT^A47", IdentityChange.Kind.RENUMBERED,
            "ADT^A37", IdentityChange.Kind.UNLINKED);

    private Hl7Identity() {}

    static boolean isOne(Hl7Header header) {
        return KINDS.containsKey(header.event());
    }

    /** Everyone named in it: each patient (PID) under each name, and under what went before (MRG). */
    static IdentityChange read(Hl7Header header, Hl7Segments segments) throws Refused {
        segments.need("PID");
        List<Person> people = new ArrayList<>();
        Optional<LocalDate> born = Optional.empty();
        for (Hl7Segment segment : segments.all()) {
            switch (segment.name()) {
                case "PID" -> {
                    born = Hl7Person.date(segment, 7);
                    people.addAll(people(segment, List.of(3, 2, 4), List.of(5, 9), born));
                }
                // What went before was the same person's and has the same day of birth.
                case "MRG" -> people.addAll(people(segment, List.of(1, 2, 4), List.of(7), born));
                default -> {}
            }
        }
        return new IdentityChange(header.id(), Objects.requireNonNull(KINDS.get(header.event())), people);
    }

    private static List<Person> people(
            Hl7Segment segment, List<Integer> numbers, List<Integer> names, Optional<LocalDate> born) throws Refused {
        List<Hl7Field> identifiers = new ArrayList<>();
        for (int field : numbers) {
            identifiers.addAll(segment.all(field));
        }
        Optional<String> nhsNumber = Hl7Person.nhsNumber(identifiers);
        List<Person> people = new ArrayList<>();
        for (int field : names) {
            for (Hl7Field name : segment.all(field)) {
                people.add(Person.known(Hl7Person.name(name), born, nhsNumber));
            }
        }
        if (people.isEmpty()) {
            people.add(Person.known(Optional.empty(), born, nhsNumber));
        }
        return people;
    }
}
