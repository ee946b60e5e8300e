package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.policy.Condition.Outcome;

/** The clauses weighed against one question, recipient by recipient. Lives as long as one decision. */
final class Weighing {
    static final String NO_CLAUSE_PERMITS = "no-clause-permits";
    static final String NOTHING_PERMITTED = "nothing-permitted";
    static final String CLAUSE_IN_ERROR = "clause-in-error";
    private static final String FORBIDDEN = "forbidden";
    private static final String A_PERSON_MUST_DECIDE = "a-person-must-decide";

    private final List<Rule> rules;
    private final Question question;
    private final Facts facts;
    // A condition that does not ask who receives has one answer for all recipients.
    private final @Nullable Outcome[] answered;

    Weighing(List<Rule> rules, Question question, Facts facts) {
        this.rules = rules;
        this.question = question;
        this.facts = facts;
        this.answered = new Outcome[rules.size()];
    }

    Ruling ruling(AgencyId recipient, Map<String, Object> recipientFacts) {
        Facts all = facts.to(recipientFacts, question.signatories().contains(recipient));
        List<Rule> spoken = rules.stream()
                .filter(rule -> rule.speaksOf(question, recipient))
                .toList();
        List<Rule> permits = spoken.stream()
                .filter(rule -> rule.permits() && outcome(rule, all) == Outcome.TRUE)
                .toList();
        List<Rule> stopping = new ArrayList<>();
        List<Rule> narrowing = new ArrayList<>();
        for (Rule rule : spoken) {
            // Where nothing is permitted there is nothing to narrow; most recipients of a referral end here.
            if (rule.forbidsAll() || (rule.forbidsSome() && !permits.isEmpty())) {
                Outcome outcome = outcome(rule, all);
                boolean stops = outcome == Outcome.ERROR || (outcome == Outcome.TRUE && rule.forbidsAll());
                addIf(stops, stopping, rule);
                addIf(!stops && outcome == Outcome.TRUE, narrowing, rule);
            }
        }
        if (!stopping.isEmpty()) {
            return refused(recipient, stopping, all);
        }
        return permits.isEmpty()
                ? new Ruling.Refuse(recipient, List.of(), NO_CLAUSE_PERMITS)
                : held(permitted(recipient, permits, narrowing), spoken, all);
    }

    /** A clause that asks for a person is in error, or applies to something that would go: nothing goes before. */
    private Ruling held(Ruling ruling, List<Rule> spoken, Facts all) {
        if (!(ruling instanceof Ruling.Permit permit)) {
            return ruling;
        }
        List<Rule> holding = spoken.stream()
                .filter(rule -> rule.holds()
                        && permit.materials().stream()
                                .filter(question.materials()::contains)
                                .anyMatch(rule::names))
                .filter(rule -> outcome(rule, all) != Outcome.FALSE)
                .toList();
        if (holding.isEmpty()) {
            return permit;
        }
        boolean redirected = all.find(Facts.TO_ALTERNATE).equals(Optional.of(true))
                && holding.stream().allMatch(rule -> rule.redirects() && outcome(rule, all) == Outcome.TRUE);
        if (redirected) {
            return redirected(permit, holding);
        }
        return new Ruling.Hold(
                permit.recipient(),
                holding.stream().map(rule -> rule.clause().id()).toList(),
                reason(holding.get(0), all, A_PERSON_MUST_DECIDE),
                permit);
    }

    /** The same view, for other eyes; the clauses that say so made it too. */
    private static Ruling redirected(Ruling.Permit permit, List<Rule> redirecting) {
        return new Ruling.Permit(
                permit.recipient(),
                Stream.concat(
                                permit.clauses().stream(),
                                redirecting.stream().map(rule -> rule.clause().id()))
                        .distinct()
                        .sorted()
                        .toList(),
                permit.materials(),
                permit.obligations(),
                permit.basis(),
                Ruling.Via.ALTERNATE);
    }

    /** The first by number gives the reason; all are named. */
    private Ruling refused(AgencyId recipient, List<Rule> stopping, Facts all) {
        return new Ruling.Refuse(
                recipient,
                stopping.stream().map(rule -> rule.clause().id()).toList(),
                reason(stopping.get(0), all, FORBIDDEN));
    }

    private String reason(Rule rule, Facts all, String unnamed) {
        return outcome(rule, all) == Outcome.ERROR
                ? CLAUSE_IN_ERROR
                : rule.clause().reason().orElse(unnamed);
    }

    /** What the permits give of what is there, less what the forbids take. */
    private Ruling permitted(AgencyId recipient, List<Rule> permits, List<Rule> narrowing) {
        Set<Material> given = Stream.of(question.materials(), question.recalled())
                .flatMap(Set::stream)
                .filter(material -> material.category() != DataCategory.UNCLASSIFIED)
                .filter(material -> permits.stream().anyMatch(rule -> rule.gives(material)))
                .collect(Collectors.toSet());
        Set<Material> visible = new HashSet<>(given);
        List<Rule> narrowed = new ArrayList<>();
        for (Rule forbid : narrowing) {
            addIf(given.stream().anyMatch(forbid::names), narrowed, forbid);
            visible.removeIf(forbid::names);
        }
        List<ClauseId> clauses = Stream.concat(permits.stream(), narrowed.stream())
                .map(rule -> rule.clause().id())
                .sorted()
                .toList();
        // An envelope around nothing would tell the recipient only that there is a case.
        if (visible.stream()
                .filter(question.materials()::contains)
                .allMatch(material -> material.category() == DataCategory.ENVELOPE)) {
            return new Ruling.Refuse(recipient, clauses, NOTHING_PERMITTED);
        }
        return permit(recipient, clauses, visible, permits);
    }

    private static Ruling permit(
            AgencyId recipient, List<ClauseId> clauses, Set<Material> visible, List<Rule> permits) {
        Set<Obligation> obligations = EnumSet.noneOf(Obligation.class);
        Set<LawfulBasis> basis = EnumSet.noneOf(LawfulBasis.class);
        for (Rule rule : permits) {
            obligations.addAll(rule.clause().obligations());
            rule.clause().basis().ifPresent(basis::add);
        }
        return new Ruling.Permit(recipient, clauses, visible, obligations, basis);
    }

    private Outcome outcome(Rule rule, Facts all) {
        if (rule.condition().asksRecipient()) {
            return rule.condition().on(all);
        }
        Outcome known = answered[rule.number()];
        if (known == null) {
            known = rule.condition().on(all);
            answered[rule.number()] = known;
        }
        return known;
    }

    private static void addIf(boolean condition, List<Rule> rules, Rule rule) {
        if (condition) {
            rules.add(rule);
        }
    }
}
