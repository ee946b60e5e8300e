package org.marac.gateway.model;

import java.time.Instant;
import java.util.Locale;

/**
 * Something about a case that the coordinator should look at; nothing waits for it.
 *
 * @param code what
 * @param caseRef pseudonym of the case
 * @param about pseudonym of what gave cause: the other case, or the message
 * @param at since when
 */
public record Notice(Code code, String caseRef, String about, Instant at) {

    /** What the coordinator should look at. */
    public enum Code {
        /** The alleged perpetrator of one case is the victim of the other, and the other way round. */
        COUNTER_ALLEGATION,
        /** The people of the two cases may be the same; nothing proves it, so nothing is merged. */
        POSSIBLY_SAME,
        /** Someone who was sent what has been corrected cannot be told by machine: telephone. */
        RECALL_BY_HAND,
        /** A message left out a child that the case has. */
        CHILD_OMITTED,
        /** The score a referral declares is not what its answers add up to. */
        SCORE_DOUBTFUL;

        /** The event's name in the audit log, for example {@code case.counter-allegation}. */
        public String event() {
            return "case." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether {@link Notice#about} is a case; otherwise it is a message. */
        public boolean isAboutACase() {
            return this == COUNTER_ALLEGATION || this == POSSIBLY_SAME;
        }
    }
}
