package org.marac.gateway.model;

import java.util.List;
import java.util.Optional;

/**
 * By what a message's people can be told to be the same as another message's. Holds personal data; the text form says
 * only how many there are.
 *
 * @param subjects everyone the message is about
 * @param pairs one per way to name the victim together with one alleged perpetrator, in the message's order: two
 *     messages that have one in common are about the same case. Empty where either is not known well enough
 */
public record MatchKeys(List<Subject> subjects, List<Pair> pairs) {
    public MatchKeys {
        subjects = List.copyOf(subjects);
        pairs = List.copyOf(pairs);
    }

    @Override
    public String toString() {
        return subjects.size() + " subjects, " + pairs.size() + " pairs";
    }

    /**
     * The victim and one alleged perpetrator.
     *
     * @param victim an exact key of the one
     * @param perpetrator an exact key of the other
     */
    public record Pair(String victim, String perpetrator) {
        /** What is the same where the same two people are named the other way round. */
        public Pair unordered() {
            return victim.compareTo(perpetrator) <= 0 ? this : new Pair(perpetrator, victim);
        }

        @Override
        public String toString() {
            return "a pair";
        }
    }

    /**
     * One person.
     *
     * @param role in this message
     * @param person as the sender knows them
     * @param nhsNumber ten digits, check digit right; empty where there is none to rely on
     * @param surname normalised surname with date of birth
     * @param fullName normalised full name with date of birth
     * @param given normalised first name with date of birth: what stays when a surname changes
     * @param alike what someone may have in common with this person who is written otherwise, or of whom less is known.
     *     Never enough to take them for the same; enough for a person to look
     */
    public record Subject(
            Role role,
            Person person,
            Optional<String> nhsNumber,
            Optional<String> surname,
            Optional<String> fullName,
            Optional<String> given,
            List<String> alike) {
        public Subject {
            alike = List.copyOf(alike);
        }

        @Override
        public String toString() {
            return role.name();
        }
    }
}
