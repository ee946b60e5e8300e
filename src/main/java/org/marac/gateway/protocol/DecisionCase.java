package org.marac.gateway.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/**
 * One line of a decision table: what somebody sends, and what the signatories expect to become of it. An agency that no
 * expectation names must be refused.
 *
 * @param file the table it stands in
 * @param name what it shows, in words
 * @param question what is sent, and what is known of it
 * @param expected what becomes of it, per recipient
 */
public record DecisionCase(String file, String name, Question question, Map<AgencyId, Expected> expected) {

    public DecisionCase {
        expected = Map.copyOf(expected);
    }

    /** Where the decision is another than expected: one sentence each; empty where it is as written. */
    public List<String> differences(Decision decision) {
        List<String> differences = new ArrayList<>();
        for (Ruling ruling : decision.rulings()) {
            Expected meant = expected.getOrDefault(ruling.recipient(), Expected.REFUSED);
            meant.difference(ruling, question.materials())
                    .ifPresent(difference -> differences.add("for " + ruling.recipient() + ": " + difference));
        }
        return differences;
    }

    /** What becomes of it for one recipient. */
    public enum Outcome {
        PERMIT,
        /** Permitted, to the alternate contact alone. */
        REDIRECT,
        HOLD,
        REFUSE;

        static Outcome of(Ruling ruling) {
            if (ruling instanceof Ruling.Permit permit) {
                return permit.via() == Ruling.Via.ALTERNATE ? REDIRECT : PERMIT;
            }
            return ruling instanceof Ruling.Hold ? HOLD : REFUSE;
        }
    }

    /**
     * What is expected for one recipient. What is left open is not compared.
     *
     * @param outcome permitted, held or refused
     * @param clauses exactly these clauses make it so
     * @param withheld exactly these of the materials sent are not shown, nor would be once a person agreed
     * @param reason the code of the reason of a hold or a refusal
     */
    public record Expected(
            Outcome outcome,
            Optional<Set<ClauseId>> clauses,
            Optional<Set<Material>> withheld,
            Optional<String> reason) {
        static final Expected REFUSED =
                new Expected(Outcome.REFUSE, Optional.empty(), Optional.empty(), Optional.empty());

        Optional<String> difference(Ruling ruling, Set<Material> sent) {
            Outcome found = Outcome.of(ruling);
            if (found != outcome) {
                return Optional.of("expected " + outcome + ", decided " + found + why(ruling));
            }
            if (clauses.filter(meant -> !meant.equals(Set.copyOf(ruling.clauses())))
                    .isPresent()) {
                return Optional.of(
                        "expected the clauses " + new TreeSet<>(clauses.get()) + ", decided by " + ruling.clauses());
            }
            if (reason.filter(meant -> !meant.equals(reason(ruling))).isPresent()) {
                return Optional.of("expected the reason " + reason.get() + ", decided for " + reason(ruling));
            }
            Set<Material> left = withheld(ruling, sent);
            return withheld.filter(meant -> !meant.equals(left))
                    .map(meant -> "expected withheld " + said(meant) + ", decided withheld " + said(left));
        }

        private static String said(Set<Material> materials) {
            return materials.isEmpty() ? "nothing" : Material.line(materials);
        }

        private static String why(Ruling ruling) {
            String reason = reason(ruling);
            return (reason.isEmpty() ? "" : " for " + reason)
                    + (ruling.clauses().isEmpty() ? "" : " by " + ruling.clauses());
        }

        private static String reason(Ruling ruling) {
            if (ruling instanceof Ruling.Hold hold) {
                return hold.reason();
            }
            return ruling instanceof Ruling.Refuse refuse ? refuse.reason() : "";
        }

        private static Set<Material> withheld(Ruling ruling, Set<Material> sent) {
            Set<Material> withheld = new TreeSet<>(sent);
            if (ruling instanceof Ruling.Permit permit) {
                withheld.removeAll(permit.materials());
            } else if (ruling instanceof Ruling.Hold hold) {
                withheld.removeAll(hold.permit().materials());
            }
            return Set.copyOf(withheld);
        }
    }
}
