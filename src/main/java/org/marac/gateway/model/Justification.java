package org.marac.gateway.model;

import java.util.Optional;

/**
 * Why the sender says it may share: the law it relies on, and its reasons. All of it is the sender's claim; what the law
 * gives is computed, and a claim that the law does not bear out is refused. A sender that claims nothing is judged by
 * what it is and what it sends.
 *
 * @param consent the victim's consent, or why not, in a message that has no place of its own for it
 * @param basis the lawful basis it relies on
 * @param condition the condition for special categories and offence data it relies on
 * @param power the statutory power it relies on
 * @param need the need stated by the request that this answers: for which task, under which law (UK GDPR Article
 *     6(1)(ea) and Annex 1)
 * @param necessity why it is necessary
 * @param proportionality why no less would do
 */
public record Justification(
        Optional<Consent> consent,
        Optional<LawfulBasis> basis,
        Optional<SpecialCondition> condition,
        Optional<Power> power,
        Optional<String> need,
        Optional<String> necessity,
        Optional<String> proportionality) {

    /** The sender says nothing of it. */
    public static Justification none() {
        return new Justification(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
