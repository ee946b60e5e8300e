package org.marac.gateway.matching;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.MatchKeys.Pair;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Tie;
import org.marac.gateway.model.Transfer;

/**
 * Is this the same person? Says by which exact keys a message's people are recognised, what of it must be remembered for
 * later messages, and who of the case is bound to an agency. Two messages are about one case when they name the same
 * victim and the same alleged perpetrator; a new perpetrator is a new case. Nobody is taken for the same person by
 * likeness: what is not exactly the same after normalising is at most something for a person to look at.
 */
public final class Matching {

    /** The keys of everyone the message is about, and of the pairs that decide its case. Pure. */
    public MatchKeys keys(Message said) {
        Message message = said.substance();
        if (message instanceof Referral referral) {
            return keys(
                    referral.victim(),
                    referral.allegedPerpetrators().stream()
                            .map(Referral.AllegedPerpetrator::person)
                            .toList(),
                    referral.children());
        }
        if (message instanceof Information information) {
            return keys(information.victim(), information.allegedPerpetrators(), information.children());
        }
        if (message instanceof Transfer transfer) {
            return keys(transfer.victim(), transfer.allegedPerpetrators(), transfer.children());
        }
        if (message instanceof Correction) {
            // A withdrawal names nobody.
            return new MatchKeys(List.of(), List.of());
        }
        throw new IllegalArgumentException("No keys are known for a message of kind " + message.kind());
    }

    /** The keys of people of whom it is not said what part they have. Pure. */
    public List<MatchKeys.Subject> subjects(List<Person> people) {
        return people.stream().map(person -> subject(Role.OTHER, person)).toList();
    }

    /** What every later message of the case must know of this one. Pure. */
    public Memory remember(Message message) {
        return new Memory(
                Secrets.of(message.substance()),
                Acquaintances.of(message.substance()),
                message instanceof Transfer transfer
                        ? Optional.of(transfer.move().to())
                        : Optional.empty());
    }

    /**
     * What is known of the message's people: how they are bound to parties of the protocol, and what must not be said in
     * passing. Pure.
     *
     * @param recalled what the record remembers
     */
    public Matched match(Message message, Protocol protocol, Recalled recalled) {
        return new Recollection(remember(message), recalled).matched(protocol);
    }

    /** How the people whom the record remembers of a case are bound to parties of the protocol. Pure. */
    public Map<AgencyId, Set<Tie>> ties(Recalled recalled, Protocol protocol) {
        return new Recollection(new Memory(List.of(), List.of(), Optional.empty()), recalled)
                .matched(protocol)
                .ties();
    }

    private static MatchKeys keys(Person victim, List<Person> perpetrators, List<Referral.Child> children) {
        List<MatchKeys.Subject> subjects = new ArrayList<>();
        subjects.add(subject(Role.VICTIM, victim));
        perpetrators.forEach(p -> subjects.add(subject(Role.ALLEGED_PERPETRATOR, p)));
        children.forEach(c -> subjects.add(subject(Role.CHILD, c.person())));
        Set<Pair> pairs = new LinkedHashSet<>();
        List<String> victimKeys = PersonKeys.of(victim);
        for (Person perpetrator : perpetrators) {
            List<String> perpetratorKeys = PersonKeys.of(perpetrator);
            if (!sharesAKey(victimKeys, perpetratorKeys)) {
                victimKeys.forEach(v -> perpetratorKeys.forEach(p -> pairs.add(new Pair(v, p))));
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
                role,
                person,
                person.nhsNumber().flatMap(NhsNumber::reliable),
                PersonKeys.surname(person),
                PersonKeys.fullName(person),
                PersonKeys.given(person),
                role == Role.CHILD ? List.of() : Likeness.of(person));
    }
}
