package org.marac.gateway.matching;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Tie;

/** Is an employer, a landlord or a practice that a message names one of the parties? Compared by normalised names. */
final class Ties {
    private Ties() {}

    static Map<AgencyId, Set<Tie>> of(MatchKeys keys, Protocol protocol) {
        Map<AgencyId, Set<Tie>> ties = new HashMap<>();
        for (MatchKeys.Subject subject : keys.subjects()) {
            Person person = subject.person();
            for (Party party : protocol.parties()) {
                tie(ties, party, subject, person.employer(), Tie.Bond.EMPLOYEE);
                tie(ties, party, subject, person.landlord(), Tie.Bond.TENANT);
                tie(ties, party, subject, person.gpPractice(), Tie.Bond.PATIENT);
            }
        }
        return ties;
    }

    private static void tie(
            Map<AgencyId, Set<Tie>> ties,
            Party party,
            MatchKeys.Subject subject,
            Optional<String> named,
            Tie.Bond bond) {
        if (named.filter(name -> isNameOf(name, party)).isPresent()) {
            ties.computeIfAbsent(party.id(), id -> new TreeSet<>()).add(new Tie(subject.role(), bond));
        }
    }

    private static boolean isNameOf(String name, Party party) {
        String plain = Names.normalise(name);
        return !plain.isEmpty()
                && (plain.equals(Names.normalise(party.name())) || plain.equals(Names.normalise(party.controller())));
    }
}
