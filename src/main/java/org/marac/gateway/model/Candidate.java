package org.marac.gateway.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two cases that may be of the same people; a person must say.
 *
 * @param id under which it is decided on, a UUID
 * @param one pseudonym of the one
 * @param other pseudonym of the other
 * @param since when it was found
 * @param said what a person has said of it; empty while nobody has
 */
public record Candidate(String id, String one, String other, Instant since, Optional<Said> said) {

    /** Whether one of its cases is among these. */
    public boolean isOf(Set<String> cases) {
        return cases.contains(one) || cases.contains(other);
    }

    /**
     * What a person has said.
     *
     * @param same whether the people are the same
     * @param entry where the audit log says so
     */
    public record Said(boolean same, Position entry) {}

    /**
     * One of the two cases, as far as it tells who its people are. Holds personal data.
     *
     * @param caseRef its pseudonym
     * @param people everyone in it, in the order in which they were named
     * @param recalled what the record remembers of them
     */
    public record Side(String caseRef, List<Somebody> people, Recalled recalled) {
        public Side {
            people = List.copyOf(people);
        }

        @Override
        public String toString() {
            return caseRef;
        }
    }

    /**
     * Someone of a case: what a list of people shows, and no address.
     *
     * @param role in the case
     * @param given first names
     * @param family surname
     * @param birthDate date of birth
     * @param nhsNumber as it was said, check digit not guaranteed
     * @param from who first said so
     * @param at when
     * @param corrected whether that message was corrected or withdrawn since
     */
    public record Somebody(
            Role role,
            Optional<String> given,
            Optional<String> family,
            Optional<LocalDate> birthDate,
            Optional<String> nhsNumber,
            AgencyId from,
            Instant at,
            boolean corrected) {
        @Override
        public String toString() {
            return role.name();
        }
    }
}
