package org.marac.gateway.model;

import java.time.Instant;
import java.time.LocalDate;
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
 * @param withoutConsent which of the three reasons of Schedule 1 paragraph 18 is stated
 * @param stated what the sender claims of the law and gives as its reasons
 * @param misasserted whether an item of intelligence, or of one that cannot be relied on, is asserted as fact
 * @param borrowed materials that stem wholly from another originator than the sender, and to whom that originator has
 *     released some of each for this purpose
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
        Optional<Consent.WithoutConsent.Reason> withoutConsent,
        Stated stated,
        boolean misasserted,
        Map<Material, Set<AgencyId>> borrowed,
        Map<AgencyId, Set<Tie>> ties,
        Set<AgencyId> signatories) {

    public Question {
        materials = Set.copyOf(materials);
        recalled = Set.copyOf(recalled);
        ties = Map.copyOf(ties);
        labels = Set.copyOf(labels);
        borrowed = Map.copyOf(borrowed);
        signatories = Set.copyOf(signatories);
    }

    /**
     * The question a message asks.
     *
     * @param said what was said; a correction is asked about as the referral or information that stands instead
     * @param materials what is present in its canonical form
     * @param assurance how sure we are of the sender
     * @param known what is known of its people beside
     * @param inForce the version in force, and who has validly signed it
     * @param at the moment of the decision
     */
    public static Question of(
            Message said, Set<Material> materials, Assurance assurance, Matched known, InForce inForce, Instant at) {
        Message message = said.substance();
        Header header = message.header();
        Optional<Referral> referral =
                Optional.of(message).filter(Referral.class::isInstance).map(Referral.class::cast);
        Optional<Consent> consent =
                referral.map(Referral::consent).or(() -> header.justification().flatMap(Justification::consent));
        return new Question(
                at,
                header.sender(),
                message.kind(),
                header.purpose(),
                assurance,
                materials,
                known.recalled(),
                Set.copyOf(header.labels()),
                consent.map(Consent::state),
                consent.map(Consent::isRecorded).orElse(true),
                referral.map(r -> RiskFacts.of(r, inForce.protocol().repeat())),
                referral.map(r -> r.children().size()).orElse(0),
                header.emergency(),
                consent.flatMap(Consent::withoutConsent).map(Consent.WithoutConsent::reason),
                header.justification().map(Stated::of).orElse(Stated.NOTHING),
                Borrowed.isMisasserted(message),
                Borrowed.of(message),
                known.ties(),
                inForce.signatories());
    }

    /** The same question at another moment, when these had signed. */
    public Question asOf(Instant moment, Set<AgencyId> signed) {
        return new Question(
                moment,
                sender,
                kind,
                purpose,
                assurance,
                materials,
                recalled,
                labels,
                consent,
                consentRecorded,
                risk,
                children,
                emergency,
                withoutConsent,
                stated,
                misasserted,
                borrowed,
                ties,
                signed);
    }

    /** The same question by someone who knows no more than the message says. */
    public Question knowingOnly(Map<AgencyId, Set<Tie>> said) {
        return new Question(
                at,
                sender,
                kind,
                purpose,
                assurance,
                materials,
                Set.of(),
                labels,
                consent,
                consentRecorded,
                risk,
                children,
                emergency,
                withoutConsent,
                stated,
                misasserted,
                borrowed,
                said,
                signatories);
    }

    /** Whether any of this material may go to this agency as far as its originator is concerned. */
    public boolean isReleased(Material material, AgencyId recipient) {
        Set<AgencyId> released = borrowed.get(material);
        return released == null || released.contains(recipient);
    }

    /** Whether the message answers a request for what is known, which must then have stated why it asked. */
    public boolean answersRequest() {
        return kind == MessageKind.INFORMATION && purpose == Purpose.RESEARCH;
    }

    /**
     * What the sender claims of the law, and whether it gives its reasons.
     *
     * @param basis the lawful basis it claims
     * @param condition the condition for special categories it claims
     * @param power the power it claims
     * @param need whether the request's need is stated
     * @param necessity whether it says why it is necessary
     * @param proportionality whether it says why no less would do
     */
    public record Stated(
            Optional<LawfulBasis> basis,
            Optional<SpecialCondition> condition,
            Optional<Power> power,
            boolean need,
            boolean necessity,
            boolean proportionality) {
        /** Nothing. */
        public static final Stated NOTHING = of(Justification.none());

        private static Stated of(Justification said) {
            return new Stated(
                    said.basis(),
                    said.condition(),
                    said.power(),
                    isSaid(said.need()),
                    isSaid(said.necessity()),
                    isSaid(said.proportionality()));
        }

        private static boolean isSaid(Optional<String> text) {
            return text.filter(words -> !words.isBlank()).isPresent();
        }
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
     * @param repeat whether a prior referral of the same pair is named that lies within the protocol's window
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

        private static RiskFacts of(Referral referral, Protocol.Repeat rule) {
            LocalDate day = Wall.day(referral.header().created());
            Optional<RiskAssessment> assessment = referral.riskAssessment();
            return new RiskFacts(
                    assessment.map(RiskAssessment::instrument).orElse("NONE"),
                    assessment.map(RiskAssessment::yesCount).orElse(0),
                    assessment.flatMap(RiskAssessment::declaredScore),
                    referral.criteria(),
                    referral.rationale().filter(r -> !r.isBlank()).isPresent(),
                    referral.escalation().map(Referral.Escalation::incidents).orElse(0),
                    referral.repeat().filter(last -> rule.isOf(last, day)).isPresent());
        }
    }
}
