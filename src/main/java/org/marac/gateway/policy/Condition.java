package org.marac.gateway.policy;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Optional;

/** Does the clause apply to these facts? The {@code when} of one clause, compiled. */
final class Condition {
    private final Optional<Program> program;
    private final Reach reach;
    private final Outcome fixed;

    private Condition(Optional<Program> program, Reach reach, Outcome fixed) {
        this.program = program;
        this.reach = reach;
        this.fixed = fixed;
    }

    /** A clause without a condition. */
    static Condition always() {
        return known(Outcome.TRUE);
    }

    /** A clause whose condition does not compile. */
    static Condition broken() {
        return known(Outcome.ERROR);
    }

    /** A condition whose answer is known. */
    static Condition known(Outcome outcome) {
        return new Condition(Optional.empty(), Reach.FIXED, outcome);
    }

    /** A compiled condition. */
    static Condition of(Program program, Reach reach) {
        return new Condition(Optional.of(program), reach, Outcome.ERROR);
    }

    /** What its answer depends on. */
    Reach reach() {
        return reach;
    }

    Outcome on(Facts facts) {
        if (program.isEmpty()) {
            return fixed;
        }
        try {
            Object answer = program.get().eval(facts);
            return answer instanceof Boolean yes ? Outcome.of(yes) : Outcome.ERROR;
        } catch (CelEvaluationException | CelRuntimeException e) {
            // Not logged: the message of the error may repeat a value, and a decision has no effect but its answer.
            return Outcome.ERROR;
        }
    }

    /** How often must it be asked? */
    enum Reach {
        /** Once for each sender, recipient, kind and purpose. */
        FIXED,
        /** Once for each message. */
        MESSAGE,
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
