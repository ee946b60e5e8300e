package org.marac.gateway.policy;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Does the clause apply to these facts? The {@code when} of one clause, compiled: the parts that it joins by "and", each
 * asked no more often than its answer can change. One part that is false makes it false whatever the others are, an
 * error included, as the language has it.
 *
 * @param parts all of which must hold
 */
record Condition(List<Part> parts) {
    Condition {
        parts = List.copyOf(parts);
    }

    /** A clause without a condition. */
    static Condition always() {
        return new Condition(List.of());
    }

    /** A clause whose condition does not compile. */
    static Condition broken() {
        return new Condition(List.of(Part.known(Outcome.ERROR)));
    }

    /** What it says of these facts. */
    Outcome on(Facts facts) {
        return of(part -> part.on(facts));
    }

    /** What it says, where the parts are answered so. */
    Outcome of(Function<Part, Outcome> answer) {
        Outcome all = Outcome.TRUE;
        for (Part part : parts) {
            Outcome outcome = answer.apply(part);
            if (outcome == Outcome.FALSE) {
                return Outcome.FALSE;
            }
            all = outcome == Outcome.ERROR ? Outcome.ERROR : all;
        }
        return all;
    }

    /** The same condition with every part answered that the fixed facts answer; empty where it can never hold. */
    Optional<Condition> settled(Facts fixed) {
        List<Part> open = new ArrayList<>();
        for (Part part : parts) {
            Outcome outcome = part.reach() == Reach.FIXED ? part.on(fixed) : Outcome.ERROR;
            if (part.reach() != Reach.FIXED) {
                open.add(part);
            } else if (outcome == Outcome.ERROR) {
                open.add(Part.known(Outcome.ERROR));
            } else if (outcome == Outcome.FALSE) {
                return Optional.empty();
            }
        }
        return Optional.of(new Condition(open));
    }

    /**
     * One of the things a condition demands.
     *
     * @param number its place among all parts of all conditions of a version
     * @param program compiled; empty where the answer is known
     * @param reach what its answer depends on
     * @param known the answer where it is known
     */
    record Part(int number, Optional<Program> program, Reach reach, Outcome known) {

        static Part known(Outcome outcome) {
            return new Part(-1, Optional.empty(), Reach.FIXED, outcome);
        }

        Outcome on(Facts facts) {
            if (program.isEmpty()) {
                return known;
            }
            try {
                Object answer = program.get().eval(facts);
                return answer instanceof Boolean yes ? Outcome.of(yes) : Outcome.ERROR;
            } catch (CelEvaluationException | CelRuntimeException e) {
                // Not logged: the message of the error may repeat a value, and a decision has no effect but its answer.
                return Outcome.ERROR;
            }
        }
    }

    /** How often must it be asked? */
    enum Reach {
        /** Once for each sender, recipient, kind and purpose. */
        FIXED,
        /** Once for each message. */
        MESSAGE,
        /** For each message once for all recipients that people of the case are bound to in the same way. */
        BOND,
        /** For each recipient of each message. */
        RECIPIENT
    }

    /** What a condition says. An error is neither yes nor no. */
    enum Outcome {
        TRUE,
        FALSE,
        ERROR;

        static Outcome of(boolean yes) {
            return yes ? TRUE : FALSE;
        }
    }
}
