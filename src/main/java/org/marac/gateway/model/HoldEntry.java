package org.marac.gateway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the audit log says of something that waits for a person: that it does, and what became of it. */
public sealed interface HoldEntry extends Entry {
    /**
     * Something that may go waits for a person.
     *
     * @param from the sender of the message
     * @param to to whom it would go
     * @param messageRef pseudonym of the message
     * @param caseRef pseudonym of the case
     * @param holdId under which it waits
     * @param reason why a person must look, a code
     * @param clauses the clauses that ask for it
     * @param decision index of the {@link Entry.Admitted} entry this belongs to
     */
    record Held(
            Instant at,
            AgencyId from,
            AgencyId to,
            String messageRef,
            String caseRef,
            String holdId,
            String reason,
            List<ClauseId> clauses,
            Position decision)
            implements HoldEntry {
        public Held {
            clauses = List.copyOf(clauses);
        }

        @Override
        public String event() {
            return "hold.raised";
        }
    }

    /**
     * People let go what waited. The protocol was asked again; the {@link Entry.Disclosed} entry behind this one names it as the
     * decision it belongs to.
     *
     * @param hold what waited
     * @param by who: one person, or under break-glass all who opened it
     * @param reason their reason, a code
     * @param question the facts the protocol was asked about now
     * @param decision what it said now
     * @param view keyed digest of the exact view the person was shown and let go
     * @param glass the break-glass under which it was let go
     */
    record Released(
            Instant at,
            Hold hold,
            List<Acting> by,
            String reason,
            Question question,
            Decision decision,
            Digest view,
            Optional<String> glass)
            implements HoldEntry {
        public Released {
            by = List.copyOf(by);
        }

        @Override
        public String event() {
            return "hold.released";
        }
    }

    /**
     * What waited will not go: people decided so, or the protocol did when it was asked again.
     *
     * @param hold what waited
     * @param by who decided, or wanted to let it go when the protocol refused; nobody where the message is gone
     * @param reason why, a code
     * @param question the facts the protocol was asked about now, where it refused
     * @param decision what it said now, where it refused
     */
    record Withheld(
            Instant at,
            Hold hold,
            List<Acting> by,
            String reason,
            Optional<Question> question,
            Optional<Decision> decision)
            implements HoldEntry {
        public Withheld {
            by = List.copyOf(by);
        }

        @Override
        public String event() {
            return "hold.refused";
        }
    }

    /**
     * Nobody has decided in time: the next office is asked.
     *
     * @param hold what waits
     * @param asked which office
     * @param times how often it was escalated, this time included
     * @param emergency whether the sender marked the message as an emergency
     */
    record Escalated(Instant at, Hold hold, Office asked, int times, boolean emergency) implements HoldEntry {
        @Override
        public String event() {
            return "hold.escalated";
        }
    }

    /**
     * What waited, as the entries about it name it.
     *
     * @param id under which it waited
     * @param from the sender of the message
     * @param to to whom it would go
     * @param messageRef pseudonym of the message
     * @param caseRef pseudonym of the case
     * @param raised index of the {@link Held} entry
     */
    record Hold(String id, AgencyId from, AgencyId to, String messageRef, String caseRef, Position raised) {}
}
