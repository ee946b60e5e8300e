package org.marac.gateway.policy;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Grounds;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.SpecialCondition;

/**
 * What does the law give this sender for this message, before any clause is read? UK GDPR Articles 6, 9 and 10 with the
 * Data Protection Act 2018 Schedule 1 Part 2, its Part 3 and Schedule 8 for competent authorities, and section 115 of the
 * Crime and Disorder Act 1998. Computed from what the discloser and the recipient are, what is shared about whom, for
 * which purpose, and the reasons stated; see {@code docs/auditors/lawful-basis.md}.
 */
final class Law {
    static final String BASIS_NOT_AVAILABLE = "basis-not-available";
    static final String CONDITION_NOT_AVAILABLE = "condition-not-available";
    static final String POWER_NOT_AVAILABLE = "power-not-available";

    /** To prevent crime and to safeguard: every purpose but reviews and subject access, which have their own law, and counts. */
    private static final Set<Purpose> PROTECTING =
            EnumSet.complementOf(EnumSet.of(Purpose.REVIEW, Purpose.AGGREGATE, Purpose.SUBJECT_ACCESS));

    /**
     * Article 9, Article 10 and section 35. Free text and the risk assessment may say anything of the kind; a word on
     * language or ethnic category is about origin.
     */
    private static final Set<DataCategory> SPECIAL = EnumSet.of(
            DataCategory.HEALTH,
            DataCategory.MENTAL_HEALTH,
            DataCategory.SUBSTANCE,
            DataCategory.SEXUAL_VIOLENCE,
            DataCategory.ORIENTATION,
            DataCategory.DIVERSITY,
            DataCategory.CRIMINAL_OFFENCE,
            DataCategory.PERPETRATOR_IDENTITY,
            DataCategory.POLICE_INTEL_P,
            DataCategory.POLICE_INTEL_C,
            DataCategory.RISK,
            DataCategory.NARRATIVE);

    /** Offences are what paragraph 10 is about, whoever's they are; to be named an alleged perpetrator is one. */
    private static final Set<DataCategory> OFFENCES = EnumSet.of(
            DataCategory.CRIMINAL_OFFENCE,
            DataCategory.PERPETRATOR_IDENTITY,
            DataCategory.POLICE_INTEL_P,
            DataCategory.POLICE_INTEL_C);

    private static final BitSet SPECIAL_MATERIALS = Masks.where(m -> SPECIAL.contains(m.category()));

    private static final Map<SpecialCondition, BitSet> ALLOWED = allowed();

    private final Party sender;
    private final Question question;
    private final Set<LawfulBasis> bases;
    private final Set<SpecialCondition> conditions;
    private final BitSet lacking;

    Law(Party sender, Question question) {
        this.sender = sender;
        this.question = question;
        this.bases = bases();
        this.conditions = conditions();
        this.lacking = (BitSet) SPECIAL_MATERIALS.clone();
        conditions.forEach(condition -> lacking.andNot(allowed(condition)));
    }

    /** Why the sender's own claim does not stand towards this recipient, if it does not. */
    Optional<String> unfounded(Party recipient) {
        Question.Stated stated = question.stated();
        if (stated.power().filter(power -> !powers(recipient).contains(power)).isPresent()) {
            return Optional.of(POWER_NOT_AVAILABLE);
        }
        if (stated.condition().filter(claim -> !conditions.contains(claim)).isPresent()) {
            return Optional.of(CONDITION_NOT_AVAILABLE);
        }
        return Optional.empty();
    }

    /** Of the bases a clause names, those that this flow bears out; only the one the sender claims, where it claims one. */
    Set<LawfulBasis> borneOut(Set<LawfulBasis> agreed) {
        Set<LawfulBasis> borneOut = EnumSet.noneOf(LawfulBasis.class);
        for (LawfulBasis basis : agreed) {
            if (bases.contains(basis)
                    && question.stated().basis().map(basis::equals).orElse(true)) {
                borneOut.add(basis);
            }
        }
        return borneOut;
    }

    /** Materials that no condition allows this sender to share. */
    BitSet lacking() {
        return lacking;
    }

    /** The grounds of what is shown, to this recipient. */
    Grounds grounds(Set<LawfulBasis> basis, Party recipient, BitSet shown, BitSet lacked) {
        Set<SpecialCondition> used = EnumSet.noneOf(SpecialCondition.class);
        for (SpecialCondition condition : conditions) {
            addIf(used, condition, shown.intersects(allowed(condition)));
        }
        return new Grounds(basis, used, powers(recipient), Masks.materials(lacked));
    }

    private Set<LawfulBasis> bases() {
        Set<LawfulBasis> bases = EnumSet.noneOf(LawfulBasis.class);
        boolean protecting = PROTECTING.contains(question.purpose());
        // Part 3 speaks of competent authorities, for law-enforcement purposes and no other.
        addIf(bases, LawfulBasis.LAW_ENFORCEMENT, sender.regime() != Party.Regime.GDPR && protecting);
        if (sender.regime() == Party.Regime.PART3) {
            return bases;
        }
        addIf(bases, LawfulBasis.VITAL_INTERESTS, question.emergency());
        if (sender.publicAuthority()) {
            bases.add(LawfulBasis.PUBLIC_TASK);
            addIf(bases, LawfulBasis.LEGAL_OBLIGATION, question.purpose() == Purpose.REVIEW);
            return bases;
        }
        // Annex 1: safeguarding, crime and emergencies need no request; an answer to one needs the need it stated.
        addIf(
                bases,
                LawfulBasis.RECOGNISED_LEGITIMATE_INTERESTS,
                protecting && (!question.answersRequest() || question.stated().need()));
        // Article 6(1)(f) is a balance, and somebody must have struck it.
        addIf(
                bases,
                LawfulBasis.LEGITIMATE_INTERESTS,
                question.stated().necessity() && question.stated().proportionality());
        return bases;
    }

    private Set<SpecialCondition> conditions() {
        Set<SpecialCondition> conditions = EnumSet.noneOf(SpecialCondition.class);
        boolean part3 = sender.regime() != Party.Regime.GDPR;
        addIf(conditions, SpecialCondition.LAW_ENFORCEMENT_FUNCTION, part3 && PROTECTING.contains(question.purpose()));
        addIf(
                conditions,
                SpecialCondition.SAFEGUARDING,
                question.withoutConsent().isPresent());
        if (sender.regime() == Party.Regime.PART3) {
            return conditions;
        }
        addIf(conditions, SpecialCondition.STATUTORY_FUNCTION, sender.publicAuthority());
        addIf(conditions, SpecialCondition.UNLAWFUL_ACTS, PROTECTING.contains(question.purpose()));
        addIf(conditions, SpecialCondition.EXPLICIT_CONSENT, !sender.publicAuthority() && consented());
        return conditions;
    }

    private static BitSet allowed(SpecialCondition condition) {
        return Objects.requireNonNull(ALLOWED.get(condition));
    }

    private static Map<SpecialCondition, BitSet> allowed() {
        Map<SpecialCondition, BitSet> allowed = new EnumMap<>(SpecialCondition.class);
        for (SpecialCondition condition : SpecialCondition.values()) {
            allowed.put(condition, Masks.where(m -> SPECIAL.contains(m.category()) && allows(condition, m)));
        }
        return allowed;
    }

    private static boolean allows(SpecialCondition condition, Material material) {
        return switch (condition) {
            case STATUTORY_FUNCTION, SAFEGUARDING, LAW_ENFORCEMENT_FUNCTION -> true;
            // Without the data subject's consent so as not to prejudice the purpose: that is the one who is alleged to
            // do the acts, and offences are about acts.
            case UNLAWFUL_ACTS ->
                material.about() == Role.ALLEGED_PERPETRATOR || OFFENCES.contains(material.category());
            // The victim speaks for herself, for her own case, and as a parent.
            case EXPLICIT_CONSENT ->
                material.about() == Role.VICTIM || material.about() == Role.CHILD || material.about() == Role.CASE;
        };
    }

    private Set<Power> powers(Party recipient) {
        return recipient.relevantAuthority() && PROTECTING.contains(question.purpose())
                ? Set.of(Power.CRIME_AND_DISORDER_S115)
                : Set.of();
    }

    private boolean consented() {
        return question.consent().filter(Consent.State.GIVEN::equals).isPresent();
    }

    private static <E> void addIf(Set<E> set, E value, boolean condition) {
        if (condition) {
            set.add(value);
        }
    }
}
