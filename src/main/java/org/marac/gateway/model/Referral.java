package org.marac.gateway.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A referral to the MARAC, whole.
 *
 * @param header ids, times, purpose
 * @param referrer the professional who refers
 * @param victim the person at risk
 * @param safeContact how the victim may be reached safely; absent means no way is known to be safe
 * @param allegedPerpetrators one or more; the role is alleged
 * @param children children of the household or of either party
 * @param riskAssessment the risk assessment, if one was made
 * @param criteria on which grounds it is referred; a set, not one value
 * @param rationale the explanation of professional judgement
 * @param escalation incidents in a window, for potential escalation
 * @param repeat the prior referral, for a repeat
 * @param consent the victim's consent, or why not
 * @param talk who is feared, who it is safe and not safe to talk to
 * @param exclusions who must never learn of it, beside the alleged perpetrators
 * @param narrative the free text
 */
public record Referral(
        Header header,
        Referrer referrer,
        Person victim,
        Optional<SafeContact> safeContact,
        List<AllegedPerpetrator> allegedPerpetrators,
        List<Child> children,
        Optional<RiskAssessment> riskAssessment,
        Set<Criterion> criteria,
        Optional<String> rationale,
        Optional<Escalation> escalation,
        Optional<PriorReferral> repeat,
        Consent consent,
        Optional<Talk> talk,
        List<Exclusion> exclusions,
        Optional<Narrative> narrative)
        implements Message {

    public Referral {
        allegedPerpetrators = List.copyOf(allegedPerpetrators);
        children = List.copyOf(children);
        criteria = Set.copyOf(criteria);
        exclusions = List.copyOf(exclusions);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.REFERRAL;
    }

    /** The four published routes to a MARAC (SafeLives referral criteria). */
    public enum Criterion {
        VISIBLE_HIGH_RISK,
        PROFESSIONAL_JUDGEMENT,
        POTENTIAL_ESCALATION,
        REPEAT
    }

    /**
     * The professional who refers.
     *
     * @param name the person
     * @param role what they do
     * @param team where they do it
     * @param telephone how to ring them
     * @param email how to write to them
     */
    public record Referrer(
            String name,
            Optional<String> role,
            Optional<String> team,
            Optional<String> telephone,
            Optional<String> email) {}

    /**
     * Someone alleged to have caused harm.
     *
     * @param person who
     * @param relationshipToVictim for example partner, ex-partner, son
     * @param accessToWeapons what is known of weapons
     */
    public record AllegedPerpetrator(
            Person person, Optional<String> relationshipToVictim, Optional<String> accessToWeapons) {}

    /**
     * A child of the household or of either party.
     *
     * @param person who
     * @param relationshipToVictim for example daughter
     * @param relationshipToPerpetrator for example step-daughter
     * @param school where the child can be found on weekdays
     * @param expected for an unborn child, the expected date of delivery
     * @param exclusions who must never learn of this child, or where it is
     */
    public record Child(
            Person person,
            Optional<String> relationshipToVictim,
            Optional<String> relationshipToPerpetrator,
            Optional<String> school,
            Optional<LocalDate> expected,
            List<Exclusion> exclusions) {
        public Child {
            exclusions = List.copyOf(exclusions);
        }
    }

    /**
     * Incidents in a window.
     *
     * @param incidents how many
     * @param months in how many months
     */
    public record Escalation(int incidents, int months) {}

    /**
     * The referral this one repeats.
     *
     * @param referredOn when it was made, or heard
     * @param area where, if another MARAC heard it
     */
    public record PriorReferral(LocalDate referredOn, Optional<String> area) {}

    /**
     * Who is feared, and who may be spoken to.
     *
     * @param afraidOf all of whom the victim is afraid, not just the alleged perpetrator
     * @param safe who it is safe to talk to
     * @param notSafe who it is not safe to talk to
     */
    public record Talk(List<Contact> afraidOf, List<Contact> safe, List<Contact> notSafe) {
        public Talk {
            afraidOf = List.copyOf(afraidOf);
            safe = List.copyOf(safe);
            notSafe = List.copyOf(notSafe);
        }
    }

    /**
     * A person named only as someone to talk, or not to talk, to.
     *
     * @param name who
     * @param relationship to the victim
     * @param telephone how to reach them
     */
    public record Contact(String name, Optional<String> relationship, Optional<String> telephone) {}

    /**
     * The free text of a referral.
     *
     * @param reason why it is referred now
     * @param history what happened before
     * @param wishes what the victim wants from the MARAC
     * @param health what was said about health, injuries included
     * @param other anything else
     */
    public record Narrative(
            Optional<String> reason,
            Optional<String> history,
            Optional<String> wishes,
            Optional<String> health,
            Optional<String> other) {}
}
