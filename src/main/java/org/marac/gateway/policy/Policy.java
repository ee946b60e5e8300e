package org.marac.gateway.policy;

import java.util.List;
import java.util.Set;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;

/**
 * May this go to them, for this purpose? Decides from values alone, so that a decision can be made again from the audit
 * log years later and come out the same.
 *
 * <p>Default deny; forbid beats permit; an error in a forbid denies, in a permit voids that permit; obligations add up;
 * what is unclassified is never shown. An agency without a valid signature neither sends nor receives.
 */
public final class Policy {
    // One in force, one about to be, and the few an auditor re-runs; a rulebook is some hundred kilobytes.
    private static final int KEPT = 16;

    private final Conditions conditions = new Conditions();
    private final Latest<Digest, Rulebook> rulebooks = new Latest<>(KEPT);

    /**
     * What the protocol says to the question: one ruling for every party but the sender, in the protocol's order. Never
     * throws for what a clause says: a clause that cannot be compiled or evaluated counts as in error.
     */
    public Decision decide(Protocol protocol, Question question) {
        return rulebook(protocol).decide(question);
    }

    /**
     * The clauses whose words fit the question for some recipient, whether or not they made the decision: a forbid that
     * another had already made needless is among them. Tells whether a set of questions tries every clause.
     */
    public Set<ClauseId> applying(Protocol protocol, Question question) {
        return rulebook(protocol).applying(question);
    }

    /**
     * What is wrong with the conditions of the protocol's clauses: one sentence each, beginning with the clause's number.
     * Empty means that every condition is of type bool, speaks only of declared facts and compares them only with words
     * the protocol or this gateway knows.
     */
    public List<String> findings(Protocol protocol) {
        return conditions.findings(protocol);
    }

    private Rulebook rulebook(Protocol protocol) {
        return rulebooks.of(protocol.digest(), digest -> new Rulebook(protocol, conditions));
    }
}
