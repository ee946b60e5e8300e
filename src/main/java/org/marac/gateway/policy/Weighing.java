package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.policy.Condition.Outcome;

/** The clauses weighed against one question, recipient by recipient. Lives as long as one decision. */
final class Weighing {
    static final String NO_CLAUSE_PERMITS = "no-clause-permits";
    static final String NOTHING_PERMITTED = "nothing-permitted";
    static final String CLAUSE_IN_ERROR = "clause-in-error";
    /** The reason, and the reason code of the clause that says so, for what its originator has not released. */
    static final String NOT_RELEASED = "originator-control";

    private static final String HEALTH = "health";
    private static final String FORBIDDEN = "forbidden";
    private static final String A_PERSON_MUST_DECIDE = "a-person-must-decide";

    private final Question question;
    private final Facts facts;
    private final Law law;
    private final BitSet there;
    // With what the record remembers: whoever may be told it may see it in a text.
    private final BitSet known;
    private final List<ClauseId> originatorClauses;
    private final Outcomes outcomes;

    Weighing(Index index, Question question, Facts facts, Law law) {
        this.question = question;
        this.facts = facts;
        this.law = law;
        this.there = Masks.less(Masks.of(question.materials()), Masks.UNCLASSIFIED);
        this.known = Masks.less(Masks.of(question.recalled()), Masks.UNCLASSIFIED);
        known.or(there);
        this.originatorClauses = question.borrowed().isEmpty() ? List.of() : index.saying(NOT_RELEASED);
        this.outcomes = new Outcomes(index.parts());
    }

    /** What becomes of it for a recipient who has signed. */
    Ruling ruling(Index.Spoken spoken) {
        AgencyId recipient = spoken.recipient().id();
        Facts all = facts.to(spoken.facts(), true, question.ties().getOrDefault(recipient, Set.of()));
        List<Rule> permits = outcomes.applying(spoken.permits(), all, false);
        List<Rule> stopping = new ArrayList<>(outcomes.applying(spoken.stops(), all, true));
        List<Rule> narrowing = new ArrayList<>();
        // Where nothing is permitted there is nothing to narrow.
        for (Rule rule : permits.isEmpty() ? List.<Rule>of() : outcomes.applying(spoken.takes(), all, true)) {
            (outcomes.of(rule, all) == Outcome.ERROR ? stopping : narrowing).add(rule);
        }
        if (!stopping.isEmpty()) {
            stopping.sort((one, other) -> Integer.compare(one.number(), other.number()));
            return new Ruling.Refuse(recipient, ids(stopping), reason(stopping.get(0), all, FORBIDDEN));
        }
        if (permits.isEmpty()) {
            return new Ruling.Refuse(recipient, List.of(), NO_CLAUSE_PERMITS);
        }
        return lawful(spoken, permits, narrowing, all);
    }

    /** What the signatories permit must also rest on law. */
    private Ruling lawful(Index.Spoken spoken, List<Rule> permits, List<Rule> narrowing, Facts all) {
        AgencyId recipient = spoken.recipient().id();
        Optional<String> unfounded = law.unfounded(spoken.recipient());
        if (unfounded.isPresent()) {
            return new Ruling.Refuse(recipient, ids(permits), unfounded.get());
        }
        List<Rule> borneOut = permits.stream()
                .filter(permit -> !law.borneOut(permit.clause().basis()).isEmpty())
                .toList();
        if (borneOut.isEmpty()) {
            return new Ruling.Refuse(recipient, ids(permits), Law.BASIS_NOT_AVAILABLE);
        }
        List<Rule> giving = borneOut.stream()
                .filter(permit -> permit.names().intersects(there))
                .toList();
        return giving.isEmpty()
                ? new Ruling.Refuse(recipient, ids(borneOut), NOTHING_PERMITTED)
                : held(permitted(spoken, giving, narrowing), given(giving), spoken, all);
    }

    /** What the permits give of what is there, and of what the record remembers. */
    private BitSet given(List<Rule> permits) {
        BitSet given = new BitSet();
        permits.forEach(permit -> given.or(permit.names()));
        given.and(known);
        return given;
    }

    /** What the permits give, less what the forbids, the law and its originators take. */
    private Ruling permitted(Index.Spoken spoken, List<Rule> permits, List<Rule> narrowing) {
        BitSet given = given(permits);
        BitSet shown = (BitSet) given.clone();
        List<Rule> narrowed = new ArrayList<>();
        for (Rule forbid : narrowing) {
            if (given.intersects(forbid.names())) {
                narrowed.add(forbid);
                shown.andNot(forbid.names());
            }
        }
        BitSet lacking = Masks.both(shown, law.lacking());
        shown.andNot(lacking);
        BitSet kept = Masks.less(shown, released(spoken.recipient().id()));
        shown.andNot(kept);
        List<ClauseId> clauses = Stream.concat(
                        Stream.concat(permits.stream(), narrowed.stream()).map(Rule::id),
                        kept.isEmpty() ? Stream.empty() : originatorClauses.stream())
                .distinct()
                .sorted()
                .toList();
        // An envelope around nothing would tell the recipient only that there is a case.
        if (!Masks.less(shown, Masks.ENVELOPE).intersects(there)) {
            return new Ruling.Refuse(spoken.recipient().id(), clauses, nothing(kept, lacking));
        }
        return new Ruling.Permit(
                spoken.recipient().id(),
                clauses,
                Masks.materials(shown),
                obligations(permits, spoken.recipient()),
                law.grounds(basis(permits), spoken.recipient(), shown, Masks.both(lacking, there)),
                Ruling.Via.CONTACT);
    }

    private static String nothing(BitSet kept, BitSet lacking) {
        if (!kept.isEmpty()) {
            return NOT_RELEASED;
        }
        return lacking.isEmpty() ? NOTHING_PERMITTED : Law.CONDITION_NOT_AVAILABLE;
    }

    /** What the originators have released to this recipient; what is the sender's own needs no release. */
    private BitSet released(AgencyId recipient) {
        if (question.borrowed().isEmpty()) {
            return known;
        }
        BitSet released = (BitSet) known.clone();
        released.andNot(Masks.of(question.borrowed().keySet().stream()
                .filter(material -> !question.isReleased(material, recipient))
                .toList()));
        return released;
    }

    private Set<LawfulBasis> basis(List<Rule> permits) {
        Set<LawfulBasis> basis = EnumSet.noneOf(LawfulBasis.class);
        permits.forEach(permit -> basis.addAll(law.borneOut(permit.clause().basis())));
        return basis;
    }

    private static Set<Obligation> obligations(List<Rule> permits, Party recipient) {
        Set<Obligation> obligations = EnumSet.noneOf(Obligation.class);
        if (recipient.sector().equals(HEALTH)) {
            // A patient, or a patient's family, reads a health record; no clause can forget that.
            obligations.add(Obligation.NOPAT);
        }
        permits.forEach(permit -> obligations.addAll(permit.clause().obligations()));
        return obligations;
    }

    /**
     * A clause that asks for a person is in error, or speaks of something the permits give: nothing goes before. Asked of
     * what is given and not of what is left of it, so that one more forbid never lets something go unseen.
     */
    private Ruling held(Ruling ruling, BitSet given, Index.Spoken spoken, Facts all) {
        if (spoken.holds().isEmpty() || !(ruling instanceof Ruling.Permit permit)) {
            return ruling;
        }
        List<Rule> holding = outcomes.applying(spoken.holds(), all, true).stream()
                .filter(rule -> rule.names().intersects(Masks.both(given, there)))
                .toList();
        if (holding.isEmpty()) {
            return permit;
        }
        List<Rule> redirecting = holding.stream()
                .filter(rule -> rule.redirects() && outcomes.of(rule, all) == Outcome.TRUE)
                .toList();
        boolean redirected =
                !redirecting.isEmpty() && spoken.recipient().alternate().isPresent();
        Ruling.Permit going = redirected ? redirected(permit, redirecting) : permit;
        return redirected && redirecting.equals(holding)
                ? going
                : new Ruling.Hold(
                        permit.recipient(), ids(holding), reason(holding.get(0), all, A_PERSON_MUST_DECIDE), going);
    }

    /** The same view, for other eyes; the clauses that say so made it too. */
    private static Ruling.Permit redirected(Ruling.Permit permit, List<Rule> redirecting) {
        return new Ruling.Permit(
                permit.recipient(),
                Stream.concat(permit.clauses().stream(), redirecting.stream().map(Rule::id))
                        .distinct()
                        .sorted()
                        .toList(),
                permit.materials(),
                permit.obligations(),
                permit.grounds(),
                Ruling.Via.ALTERNATE);
    }

    private String reason(Rule rule, Facts all, String unnamed) {
        return outcomes.of(rule, all) == Outcome.ERROR
                ? CLAUSE_IN_ERROR
                : rule.clause().reason().orElse(unnamed);
    }

    private static List<ClauseId> ids(List<Rule> rules) {
        return rules.stream().map(Rule::id).toList();
    }
}
