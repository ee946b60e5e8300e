package org.marac.gateway.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of the information-sharing protocol, as its exact bytes say.
 *
 * @param id which protocol, for example {@code wenbury-marac}
 * @param version 1, 2, 3 …; goes up by one
 * @param digest of the exact bytes that the agencies signed
 * @param title for people
 * @param previous digest of the version before; empty only for version 1
 * @param effective from when it may be in force
 * @param review when it must be reviewed
 * @param expires when it stops; nothing is shared after
 * @param coordinator the agency that keeps the MARAC record and whose disclosures are filed, not sent
 * @param governance who must sign a next version
 * @param envelope how old a sealed message may be
 * @param parties the agencies
 * @param clauses the rules
 * @param thresholds the "visible high risk" count per risk instrument
 * @param repeat when a referral is a repeat
 * @param retention how long each kind of document is kept
 * @param emergency the break-glass clause, if the agencies agreed one
 * @param lateReview what happens when the review date passes without a new version, if the agencies agreed it
 * @param holds how long what waits for a person may wait
 * @param delivery in which time what leaves must have reached its recipient
 */
public record Protocol(
        String id,
        int version,
        Digest digest,
        String title,
        Optional<Digest> previous,
        Instant effective,
        LocalDate review,
        Instant expires,
        AgencyId coordinator,
        Governance governance,
        EnvelopeRule envelope,
        List<Party> parties,
        List<Clause> clauses,
        Map<String, Integer> thresholds,
        Repeat repeat,
        List<Retention> retention,
        Optional<Emergency> emergency,
        Optional<LateReview> lateReview,
        Waits holds,
        Delivery delivery) {

    public Protocol {
        parties = List.copyOf(parties);
        clauses = List.copyOf(clauses);
        thresholds = Map.copyOf(thresholds);
        retention = List.copyOf(retention);
    }

    /** The party with this id, if the protocol names it. */
    public Optional<Party> party(AgencyId agency) {
        return parties.stream().filter(p -> p.id().equals(agency)).findFirst();
    }

    /**
     * To whom a permitted view is sealed: the recipient; or, where only the alternate may read it, the recipient with the
     * alternate's certificates and no others. Empty where the protocol has no such party, or the party no alternate.
     */
    public Optional<Party> addressee(Ruling.Permit permit) {
        return party(permit.recipient())
                .flatMap(party -> permit.via() == Ruling.Via.ALTERNATE ? party.asAlternate() : Optional.of(party));
    }

    /** The clause with this number. */
    public Optional<Clause> clause(ClauseId clause) {
        return clauses.stream().filter(c -> c.id().equals(clause)).findFirst();
    }

    /** How audit entries and receipts name this version. */
    public ProtocolRef ref() {
        return new ProtocolRef(id, version, digest);
    }

    /**
     * Who governs the protocol.
     *
     * @param chair the agency that chairs
     * @param quorum how many agencies must sign a next version before it can come into force
     */
    public record Governance(AgencyId chair, int quorum) {}

    /**
     * The time window of a sealed message.
     *
     * @param maximumAge how long after its creation a sealed message is still taken
     * @param clockSkew how far in the future a creation time may lie
     */
    public record EnvelopeRule(Duration maximumAge, Duration clockSkew) {}

    /**
     * When a referral is a repeat: same victim and perpetrator, again within these months.
     *
     * @param months the window
     * @param from whether it runs from the last referral or the last MARAC
     */
    public record Repeat(int months, From from) {
        /**
         * Whether a referral made on this day repeats the one named: from its day to the same day so many months later,
         * both included; what began on a 29 February ends on a 28th where the year has no 29th.
         */
        public boolean isOf(Referral.PriorReferral last, LocalDate day) {
            return !day.isBefore(last.referredOn())
                    && !day.isAfter(last.referredOn().plusMonths(months));
        }

        /** The event the window runs from. */
        public enum From {
            REFERRAL,
            MARAC
        }
    }

    /**
     * How long a kind of document is kept.
     *
     * @param document for example {@code referral}
     * @param years after the last MARAC
     */
    public record Retention(String document, int years) {}

    /**
     * The break-glass clause.
     *
     * @param clause its number
     * @param people how many people must agree
     * @param hours for how long it may be used at most
     * @param review within which time after its end it is reviewed; people are told again each time that it is over
     * @param tell the agencies of the chair and of the data protection officer: each is told at once, by its own door
     */
    public record Emergency(ClauseId clause, int people, int hours, Duration review, List<AgencyId> tell) {
        public Emergency {
            tell = List.copyOf(tell);
        }
    }

    /**
     * How long what waits for a person may wait. When the time is over nothing is released: the next office is asked,
     * and once more each time that it is over again.
     *
     * @param normal the time to the first escalation, and from each to the next
     * @param emergency the same for what its sender marked as an emergency
     * @param escalate who is asked in turn; the last again and again
     * @param hours in which hours the normal time runs; empty where it is elapsed time. An emergency's always is
     */
    public record Waits(Duration normal, Duration emergency, List<Office> escalate, Optional<WorkingHours> hours) {
        /** What holds where the protocol says nothing about it. */
        public static final Waits UNSAID = new Waits(
                Duration.ofHours(8), Duration.ofMinutes(30), List.of(Office.DEPUTY, Office.CHAIR), Optional.empty());

        public Waits {
            escalate = List.copyOf(escalate);
        }

        /**
         * When the next office is asked.
         *
         * @param since when it began to wait, or the last office was asked
         */
        public Instant due(Instant since, boolean isEmergency) {
            if (isEmergency) {
                return since.plus(emergency);
            }
            return hours.map(open -> open.after(since, normal)).orElseGet(() -> since.plus(normal));
        }

        /**
         * Who is asked by an escalation.
         *
         * @param times how often it was escalated, this time included; from 1
         */
        public Office asked(int times) {
            return escalate.get(Math.min(times, escalate.size()) - 1);
        }

        /** Whether the office may decide on what was escalated so often: the coordinator always, others once asked. */
        public boolean mayDecide(Office office, int times) {
            return office == Office.COORDINATOR
                    || escalate.stream().limit(times).anyMatch(office::equals);
        }
    }

    /**
     * In which time what leaves must have reached its recipient, at all hours. When it is over people are told; it waits on, and
     * is tried on.
     *
     * @param normal the time
     * @param emergency the same for what its sender marked as an emergency
     */
    public record Delivery(Duration normal, Duration emergency) {
        /** What holds where the protocol says nothing about it. */
        public static final Delivery UNSAID = new Delivery(Duration.ofHours(4), Duration.ofMinutes(15));

        /**
         * When people are told.
         *
         * @param since when it began to wait
         */
        public Instant due(Instant since, boolean isEmergency) {
            return since.plus(isEmergency ? emergency : normal);
        }
    }

    /**
     * What happens when the review date passes without a new version: a warning for a time, then nothing is shared.
     *
     * @param grace for how long after the review date everything goes on
     * @param emergencies whether emergencies go on after that too
     */
    public record LateReview(Duration grace, boolean emergencies) {}
}
