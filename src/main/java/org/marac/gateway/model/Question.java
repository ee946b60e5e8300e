package org.marac.gateway.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of the protocol: facts alone, so that a decision can be made again from the audit log. Holds nothing
 * that identifies a person.
 *
 * @param at the moment of the decision
 * @param sender who says it
 * @param kind what kind of message
 * @param purpose for what
 * @param assurance how sure we are of the sender
 * @param materials what is present in the message: kinds of data, and about whom
 * @param recalled what the record of the case knows beside: kinds of data whose values must stand in no text for a
 *     recipient who may not see them
 * @param labels the confidentiality labels that came with it
 * @param consent the victim's consent; empty where the message does not speak of it
 * @param consentRecorded whether consent is given, or why it is shared without consent is on record
 * @param risk the facts of risk; every referral has them, empty only for a message that is not about risk
 * @param children how many children the message names
 * @param emergency whether the sender marked it as an emergency
 * @param ties how people of the case are bound to agencies
 * @param signatories who has validly signed the version in force
 */
public record Question(
        Instant at,
        AgencyId sender,
        MessageKind kind,
        Purpose purpose,
        Assurance assurance,
        Set<Material> materials,
        Set<Material> recalled,
        Set<Label> labels,
        Optional<Consent.State> consent,
        boolean consentRecorded,
        Optional<RiskFacts> risk,
        int children,
        boolean emergency,
        Map<AgencyId, Set<Tie>> ties,
        Set<AgencyId> signatories) {

    public Question {
        materials = Set.copyOf(materials);
        recalled = Set.copyOf(recalled);
        ties = Map.copyOf(ties);
        labels = Set.copyOf(labels);
        signatories = Set.copyOf(signatories);
    }

    /**
     * The question a message asks.
     *
     * @param message what was said
     * @param materials what is present in its canonical form
     * @param assurance how sure we are of the sender
     * @param known what is known of its people beside
     * @param signatories who has validly signed the version in force
     * @param at the moment of the decision
     */
    public static Question of(
            Message message,
            Set<Material> materials,
            Assurance assurance,
            Matched known,
            Set<AgencyId> signatories,
            Instant at) {
        Header header = message.header();
        Optional<Referral> referral =
                Optional.of(message).filter(Referral.class::isInstance).map(Referral.class::cast);
        return new Question(
                at,
                header.sender(),
                message.kind(),
                header.purpose(),
                assurance,
                materials,
                known.recalled(),
                Set.copyOf(header.labels()),
                referral.map(r -> r.consent().state()),
                referral.map(r -> r.consent().isRecorded()).orElse(true),
                referral.map(RiskFacts::of),
                referral.map(r -> r.children().size()).orElse(0),
                header.emergency(),
                known.ties(),
                signatories);
    }

    /**
     * The facts of risk that a clause may speak of: of the risk assessment, and of the grounds a referral names itself.
     *
     * @param instrument which risk instrument, for example {@code SAFELIVES-DASH}; {@code NONE} where no assessment came
     *     with the referral
     * @param yesCount how many answers are yes; computed, never the declared score
     * @param declaredScore the score the sender wrote, if any
     * @param criteria the referral criteria claimed
     * @param rationale whether professional judgement is explained
     * @param incidents how many incidents in the escalation window
     * @param repeat whether a prior referral of the same pair within the window is named
     */
    public record RiskFacts(
            String instrument,
            int yesCount,
            Optional<Integer> declaredScore,
            Set<Referral.Criterion> criteria,
            boolean rationale,
            int incidents,
            boolean repeat) {
        public RiskFacts {
            criteria = Set.copyOf(criteria);
        }

        private static RiskFacts of(Referral referral) {
            Optional<RiskAssessment> assessment = referral.riskAssessment();
            return new RiskFacts(
                    assessment.map(RiskAssessment::instrument).orElse("NONE"),
                    assessment.map(RiskAssessment::yesCount).orElse(0),
                    assessment.flatMap(RiskAssessment::declaredScore),
                    referral.criteria(),
                    referral.rationale().filter(r -> !r.isBlank()).isPresent(),
                    referral.escalation().map(Referral.Escalation::incidents).orElse(0),
                    referral.repeat().isPresent());
        }
    }
}
