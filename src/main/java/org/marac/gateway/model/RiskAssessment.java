package org.marac.gateway.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A risk assessment by a named instrument. A score means nothing without the instrument and its version.
 *
 * @param instrument for example {@code SAFELIVES-DASH}, {@code POLICE-DASH}, {@code DARA}, {@code DAQ}
 * @param version of the instrument
 * @param assessedOn when
 * @param assessorRole by what kind of professional
 * @param answers by concept, never by number: instruments number the same question differently
 * @param declaredScore the score the assessor wrote
 * @param band standard, medium or high, as the assessor wrote it
 */
public record RiskAssessment(
        String instrument,
        String version,
        Optional<LocalDate> assessedOn,
        Optional<String> assessorRole,
        List<Item> answers,
        Optional<Integer> declaredScore,
        Optional<String> band) {

    public RiskAssessment {
        answers = List.copyOf(answers);
    }

    /** How many answers are yes. */
    public int yesCount() {
        return (int) answers.stream().filter(a -> a.answer() == Answer.YES).count();
    }

    /** Whether the assessor wrote another score than the answers that came with it add up to. */
    public boolean contradictsItself() {
        return !answers.isEmpty()
                && declaredScore.filter(score -> score != yesCount()).isPresent();
    }

    /**
     * One answer.
     *
     * @param concept what was asked, by concept code, for example {@code strangulation}
     * @param answer yes, no, don't know, not asked
     * @param source who said so, if not the victim
     * @param note free text
     */
    public record Item(String concept, Answer answer, Optional<String> source, Optional<String> note) {}
}
