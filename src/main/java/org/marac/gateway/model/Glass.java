package org.marac.gateway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A break-glass: people of different offices agree that one case cannot wait for the coordinator. For that case, for a
 * time, and reviewed afterwards by someone who took no part.
 *
 * @param id a random UUID
 * @param caseRef pseudonym of the case
 * @param clause the emergency clause of the protocol
 * @param reason why, a code
 * @param people who agreed, in order
 * @param needed how many the protocol asks for
 * @param askedAt when the first of them asked
 * @param until when it ends at the latest; empty until enough people have agreed
 * @param closedAt when it was closed, if it was
 * @param review the review, once it was made
 */
public record Glass(
        String id,
        String caseRef,
        ClauseId clause,
        String reason,
        List<Acting> people,
        int needed,
        Instant askedAt,
        Optional<Instant> until,
        Optional<Instant> closedAt,
        Optional<Review> review) {
    public Glass {
        people = List.copyOf(people);
    }

    /**
     * What was found when it was looked at afterwards.
     *
     * @param by who looked; none of those who took part
     * @param at when
     * @param finding a code
     */
    public record Review(Acting by, Instant at, String finding) {}

    /** Whether things may be let go under it. */
    public boolean isOpen(Instant now) {
        return until.filter(now::isBefore).isPresent() && closedAt.isEmpty();
    }

    /** Whether this account is one of those who agreed. */
    public boolean has(String account) {
        return people.stream().anyMatch(person -> person.account().equals(account));
    }
}
