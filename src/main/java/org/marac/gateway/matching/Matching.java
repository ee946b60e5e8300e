package org.marac.gateway.matching;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;

/**
 * Is this the same person? Says by which exact keys a message's people are recognised. Two messages are about one case
 * when they name the same victim and the same alleged perpetrator; a new perpetrator is a new case. Nothing here guesses:
 * what is not exactly the same after normalising is not the same.
 */
public final class Matching {

    /** The keys of everyone the message is about, and of the pairs that decide its case. Pure. */
    public MatchKeys keys(Message message) {
        if (message instanceof Referral referral) {
            return keys(
                    referral.victim(),
                    referral.allegedPerpetrators().stream()
                            .map(Referral.AllegedPerpetrator::person)
                            .toList(),
                    referral.children().stream().map(Referral.Child::person).toList());
        }
        if (message instanceof Information information) {
            return keys(information.victim(), information.allegedPerpetrators(), List.of());
        }
        throw new IllegalArgumentException("No keys are known for a message of kind " + message.kind());
    }

    /**
     * What else is known of the message's people: how they are bound to parties of the protocol. Pure; a case's own
     * record is asked elsewhere.
     */
    public Matched match(Message message, Protocol protocol) {
        return new Matched(Ties.of(keys(message), protocol), List.of());
    }

    private static MatchKeys keys(Person victim, List<Person> perpetrators, List<Person> children) {
        List<MatchKeys.Subject> subjects = new ArrayList<>();
        subjects.add(subject(Role.VICTIM, victim));
        perpetrators.forEach(p -> subjects.add(subject(Role.ALLEGED_PERPETRATOR, p)));
        children.forEach(c -> subjects.add(subject(Role.CHILD, c)));
        Set<String> pairs = new LinkedHashSet<>();
        List<String> victimKeys = PersonKeys.of(victim);
        for (Person perpetrator : perpetrators) {
            List<String> perpetratorKeys = PersonKeys.of(perpetrator);
            if (!sharesAKey(victimKeys, perpetratorKeys)) {
                victimKeys.forEach(v -> perpetratorKeys.forEach(p -> pairs.add(v + '\n' + p)));
            }
        }
        return new MatchKeys(subjects, List.copyOf(pairs));
    }

    /** A victim and perpetrator with the same key are a slip of the form, and tell nothing about either. */
    private static boolean sharesAKey(List<String> victim, List<String> perpetrator) {
        return victim.stream().anyMatch(perpetrator::contains);
    }

    private static MatchKeys.Subject subject(Role role, Person person) {
        return new MatchKeys.Subject(
                role, person, person.nhsNumber().flatMap(NhsNumber::reliable), PersonKeys.surname(person));
    }
}
