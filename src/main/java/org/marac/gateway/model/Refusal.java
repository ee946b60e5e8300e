package org.marac.gateway.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * We decided no: recorded, answered, final.
 *
 * @param code why
 * @param clauses the clauses that made it; empty where no clause was reached
 * @param reason a finer code, for example the reason a clause gives; never content of the message
 * @param position where in the message: a JSON pointer, FHIR path or rule id made of names from our own schemas; never content of the message
 */
public record Refusal(RefusalCode code, List<ClauseId> clauses, Optional<String> reason, Optional<String> position) {
    private static final Pattern REASON = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern POSITION = Pattern.compile("[A-Za-z0-9/._\\[\\]()$-]{1,160}");

    public Refusal {
        clauses = List.copyOf(clauses);
        if (!reason.map(REASON.asMatchPredicate()::test).orElse(true)) {
            throw new IllegalArgumentException("A reason is a code, not a sentence");
        }
        position = position.filter(POSITION.asMatchPredicate());
    }

    public static Refusal of(RefusalCode code) {
        return new Refusal(code, List.of(), Optional.empty(), Optional.empty());
    }

    /** A refusal with a finer reason code. */
    public static Refusal of(RefusalCode code, String reason) {
        return new Refusal(code, List.of(), Optional.of(reason), Optional.empty());
    }

    /** A refusal with a finer reason code and the place in the message. A position that is not made of names is left out. */
    public static Refusal at(RefusalCode code, String reason, String position) {
        return new Refusal(code, List.of(), Optional.of(reason), Optional.of(position));
    }
}
