package org.marac.gateway.model;

import java.time.Instant;
import java.util.ArrayList;
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
 * @param reviewBy when people are told next that nobody has reviewed it; empty until enough people have agreed
 * @param reminders how often they were told so
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
        Optional<Instant> reviewBy,
        int reminders,
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

    /** The first person asks. */
    public static Glass asked(
            String id, String caseRef, ClauseId clause, String reason, Acting by, int needed, Instant at) {
        return new Glass(
                id,
                caseRef,
                clause,
                reason,
                List.of(by),
                needed,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    /** Another person agrees; with the last it is open until then, and to be reviewed by then. */
    public Glass agreed(Acting by, Optional<Instant> end, Optional<Instant> review) {
        List<Acting> all = new ArrayList<>(people);
        all.add(by);
        return new Glass(id, caseRef, clause, reason, all, needed, askedAt, end, closedAt, review, 0, Optional.empty());
    }

    /** It is closed before its time is over. */
    public Glass closed(Instant at, Optional<Instant> toReviewBy) {
        return with(Optional.of(at), toReviewBy, reminders, review);
    }

    /** Someone has looked at what was done. */
    public Glass reviewed(Review by) {
        return with(closedAt, reviewBy, reminders, Optional.of(by));
    }

    /** People were told that nobody has looked yet; they are told next then. */
    public Glass reminded(Instant next) {
        return with(closedAt, Optional.of(next), reminders + 1, review);
    }

    private Glass with(Optional<Instant> closed, Optional<Instant> toReviewBy, int told, Optional<Review> by) {
        return new Glass(id, caseRef, clause, reason, people, needed, askedAt, until, closed, toReviewBy, told, by);
    }

    /** Whether things may be let go under it. */
    public boolean isOpen(Instant now) {
        return until.filter(now::isBefore).isPresent() && closedAt.isEmpty();
    }

    /** Whether this account is one of those who agreed. */
    public boolean has(String account) {
        return people.stream().anyMatch(person -> person.account().equals(account));
    }
}
