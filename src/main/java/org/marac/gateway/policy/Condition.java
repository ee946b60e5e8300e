package org.marac.gateway.policy;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Optional;

/** Does the clause apply to these facts? The {@code when} of one clause, compiled. */
final class Condition {
    private final Optional<Program> program;
    private final boolean asksRecipient;
    private final Outcome fixed;

    private Condition(Optional<Program> program, boolean asksRecipient, Outcome fixed) {
        this.program = program;
        this.asksRecipient = asksRecipient;
        this.fixed = fixed;
    }

    /** A clause without a condition. */
    static Condition always() {
        return new Condition(Optional.empty(), false, Outcome.TRUE);
    }

    /** A clause whose condition does not compile. */
    static Condition broken() {
        return new Condition(Optional.empty(), false, Outcome.ERROR);
    }

    /** A compiled condition. */
    static Condition of(Program program, boolean asksRecipient) {
        return new Condition(Optional.of(program), asksRecipient, Outcome.ERROR);
    }

    /** Whether the answer can differ from recipient to recipient. */
    boolean asksRecipient() {
        return asksRecipient;
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
