package org.marac.gateway.protocol;

import java.util.List;
import org.marac.gateway.model.Protocol;

/** Are the conditions of the clauses well formed? Answered by the room that evaluates them. */
@FunctionalInterface
public interface ConditionCheck {
    /** One sentence per finding, beginning with the clause's number; empty when every condition is sound. */
    List<String> findings(Protocol protocol);
}
