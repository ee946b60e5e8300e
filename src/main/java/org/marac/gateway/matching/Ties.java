package org.marac.gateway.matching;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Memory.Acquaintance;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Tie;
import org.marac.gateway.model.Tie.Bond;

/**
 * Is someone of the case bound to one of the parties? An employer, a landlord, a practice or a school is compared by
 * normalised names; a person with the officers whom the protocol names. Whose client someone is, the sender says by the
 * agency's id.
 */
final class Ties {
    /** A party's name within a longer text, as in "constable, Wenbury Constabulary", must be no shorter. */
    private static final int SHORTEST_WITHIN = 8;

    private static final Pattern POLICE_WORK = Pattern.compile("(?i)\\b(police|pcso|detective|constable)\\b");
    private static final String POLICE = "police";

    private final Map<AgencyId, Set<Tie>> found = new HashMap<>();

    private Ties() {}

    static Map<AgencyId, Set<Tie>> of(List<Acquaintance> people, Optional<AgencyId> movedTo, Protocol protocol) {
        Ties ties = new Ties();
        for (Party party : protocol.parties()) {
            List<String> names = Stream.of(Stream.of(party.name(), party.controller()), party.alsoKnownAs().stream())
                    .flatMap(name -> name)
                    .map(Names::normalise)
                    .filter(name -> !name.isEmpty())
                    .toList();
            movedTo.ifPresent(to -> ties.found
                    .computeIfAbsent(party.id(), id -> new TreeSet<>())
                    .add(new Tie(Role.VICTIM, party.id().equals(to) ? Bond.MOVED_HERE : Bond.MOVED_AWAY)));
            for (Acquaintance person : people) {
                ties.places(party, names, person);
                ties.officers(party, person);
            }
        }
        return ties.found;
    }

    private void places(Party party, List<String> names, Acquaintance person) {
        if (person.employers().stream().anyMatch(text -> names(text, names) || isPoliceWork(text, party))) {
            add(party, person, Bond.EMPLOYEE);
        }
        addIf(person.landlord(), names, party, person, Bond.TENANT);
        addIf(person.practice(), names, party, person, Bond.PATIENT);
        addIf(person.school(), names, party, person, Bond.PUPIL);
        person.knownTo().stream()
                .filter(known -> known.agency().equals(party.id()))
                .forEach(known -> add(party, person, known.bond().bond()));
    }

    private void officers(Party party, Acquaintance person) {
        if (person.role() == Role.CHILD) {
            return;
        }
        Officers.likeness(person, party.officers()).ifPresent(bond -> add(party, person, bond));
    }

    private void addIf(Optional<String> text, List<String> names, Party party, Acquaintance person, Bond bond) {
        if (text.filter(written -> names(written, names)).isPresent()) {
            add(party, person, bond);
        }
    }

    private void add(Party party, Acquaintance person, Bond bond) {
        Set<Tie> ties = found.computeIfAbsent(party.id(), id -> new TreeSet<>());
        ties.add(new Tie(person.role(), bond));
        if (person.role() == Role.OTHER && bond == Bond.EMPLOYEE) {
            // Only who must never learn of the case is remembered in no part of it: someone close to the perpetrator.
            ties.add(new Tie(Role.ALLEGED_PERPETRATOR, Bond.CLOSE_TO_STAFF));
        }
    }

    private static boolean names(String written, List<String> names) {
        String plain = Names.normalise(written);
        return names.stream()
                .anyMatch(name -> plain.equals(name) || name.length() >= SHORTEST_WITHIN && plain.contains(name));
    }

    /** Which force is often left out, and there is one. */
    private static boolean isPoliceWork(String text, Party party) {
        return party.sector().equals(POLICE) && POLICE_WORK.matcher(text).find();
    }
}
