package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.policy.Condition.Outcome;

/** What do the conditions of the rules say? Lives as long as one decision, and asks nothing twice. */
final class Outcomes {
    // A condition that does not ask who receives has one answer for all recipients.
    private final @Nullable Outcome[] answered;
    private final Map<Object, @Nullable Outcome[]> bonds = new HashMap<>();

    /** @param parts how many parts the conditions of all rules have */
    Outcomes(int parts) {
        this.answered = new Outcome[parts];
    }

    /** The rules whose condition holds; where asked for, those too whose condition is in error. */
    List<Rule> applying(List<Rule> rules, Facts all, boolean inError) {
        List<Rule> applying = new ArrayList<>();
        for (Rule rule : rules) {
            Outcome outcome = of(rule, all);
            if (outcome == Outcome.TRUE || (inError && outcome == Outcome.ERROR)) {
                applying.add(rule);
            }
        }
        return applying;
    }

    /** What the rule's condition says of these facts. */
    Outcome of(Rule rule, Facts all) {
        return rule.condition().of(part -> switch (part.reach()) {
            case FIXED, RECIPIENT -> part.on(all);
            case MESSAGE -> known(answered, part, all);
            case BOND -> known(bonds.computeIfAbsent(all.bond(), bond -> new Outcome[answered.length]), part, all);
        });
    }

    private static Outcome known(@Nullable Outcome[] answers, Condition.Part part, Facts all) {
        Outcome known = answers[part.number()];
        if (known == null) {
            known = part.on(all);
            answers[part.number()] = known;
        }
        return known;
    }
}
