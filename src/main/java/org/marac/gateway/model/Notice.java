package org.marac.gateway.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something, mostly about a case, that the coordinator should look at; nothing waits for it.
 *
 * @param code what
 * @param caseRef pseudonym of the case; of what could not be read or proved, of the agency and the day
 * @param about pseudonym of what gave cause: the other case, or the message, or what could not be read
 * @param at since when
 */
public record Notice(Code code, String caseRef, String about, Instant at) {

    /**
     * A notice on the list.
     *
     * @param id its id
     * @param notice what it says
     * @param seen where the audit log says that somebody has looked at it; empty while nobody has
     */
    public record Raised(String id, Notice notice, Optional<Position> seen) {}

    /** Pseudonyms of the cases it is about. */
    public List<String> cases() {
        if (!code.isOfACase()) {
            return List.of();
        }
        return code.isAboutACase() ? List.of(caseRef, about) : List.of(caseRef);
    }

    /** What the coordinator should look at; each with one sentence for people. */
    public enum Code {
        COUNTER_ALLEGATION("The alleged perpetrator of one case is the victim of the other, and the other way round."),
        POSSIBLY_SAME("The people of the two cases may be the same; nothing proves it, so nothing is merged."),
        RECALL_BY_HAND("Someone who was sent what has been corrected cannot be told by machine: telephone."),
        CHILD_OMITTED("A message left out a child that the case has."),
        SCORE_DOUBTFUL("The score a referral declares is not what its answers add up to."),
        IDENTITY_CHANGED("An agency merged, renumbered or took apart its own records of someone of the case."),
        WITHDRAWN_UNSEEN("An agency cancelled a referral that has not come; when it comes, nobody is sent it."),
        CAME_AFTER_WITHDRAWAL(
                "A referral came after its sender had cancelled it, so nobody was sent it: ask the sender."),
        ANSWERED("An agency's system has answered what it was sent: what it says is not passed on, so ask the agency."),
        ANSWER_PARKED("An agency's system has answered something that is not known here; it waits for that to come."),
        UNDELIVERED("Someone who should have it has not received it, or not fetched it, in time: telephone."),
        UNREAD("Something an agency sent today could not be read and waits for you. Other things it sent may, too."),
        MAIL_UNPROVED(
                "Mail that says it is an agency's came today and nothing proves it, so nobody was answered: ask the agency."),
        MAIL_OF_NOBODY(
                "Mail came today from no agency's address, so nobody was answered: have the mailbox's folder looked into.");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }

        /** One sentence for people. */
        public String sentence() {
            return sentence;
        }

        /** The event's name in the audit log, for example {@code case.counter-allegation}. */
        public String event() {
            String word = name().toLowerCase(Locale.ROOT);
            return switch (this) {
                case UNREAD -> "unread.kept";
                case MAIL_UNPROVED, MAIL_OF_NOBODY ->
                    word.replaceFirst("_", ".").replace('_', '-');
                default -> "case." + word.replace('_', '-');
            };
        }

        /** Whether it is about a case at all; otherwise about what came on one day. */
        public boolean isOfACase() {
            return this != UNREAD && this != MAIL_UNPROVED && this != MAIL_OF_NOBODY;
        }

        /** Whether {@link Notice#about} is a case; otherwise it is a message. */
        public boolean isAboutACase() {
            return this == COUNTER_ALLEGATION || this == POSSIBLY_SAME;
        }
    }
}
