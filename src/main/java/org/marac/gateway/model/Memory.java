package org.marac.gateway.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a message must be remembered for every later message of its case: what must be guarded, and who is bound to
 * whom. Holds personal data.
 *
 * @param guarded values that must stand in no text for whoever may not see their material
 * @param people who could be bound to an agency: the parties of the case, and everyone who must never learn of it
 * @param movedTo the MARAC to which the victim has moved
 */
public record Memory(List<Guarded> guarded, List<Acquaintance> people, Optional<AgencyId> movedTo) {
    public Memory {
        guarded = List.copyOf(guarded);
        people = List.copyOf(people);
    }

    /** Whether there is nothing to remember. */
    public boolean isEmpty() {
        return guarded.isEmpty() && people.isEmpty() && movedTo.isEmpty();
    }

    @Override
    public String toString() {
        return guarded.size() + " guarded values, " + people.size() + " people";
    }

    /**
     * A person as far as an agency could know them.
     *
     * @param role in the case; {@link Role#OTHER} for whoever is no party of it
     * @param excluded whether they must never learn of the case
     * @param names as written, each with the first name first
     * @param staffIds numbers they have as staff of anyone
     * @param employers for whom they work
     * @param landlord of whom they are tenants
     * @param practice where they are patients
     * @param school where they are pupils
     * @param telephones numbers at which they answer
     * @param knownTo agencies that have them on their books
     */
    public record Acquaintance(
            Role role,
            boolean excluded,
            List<String> names,
            Set<String> staffIds,
            Set<String> employers,
            Optional<String> landlord,
            Optional<String> practice,
            Optional<String> school,
            Set<String> telephones,
            Set<Person.Knowing> knownTo) {
        public Acquaintance {
            names = List.copyOf(names);
            staffIds = Set.copyOf(staffIds);
            employers = Set.copyOf(employers);
            telephones = Set.copyOf(telephones);
            knownTo = Set.copyOf(knownTo);
        }

        @Override
        public String toString() {
            return role.name();
        }
    }
}
