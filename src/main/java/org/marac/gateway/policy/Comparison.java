package org.marac.gateway.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/** What would change if one version took the place of another? Pure; for those who try a version before they sign it. */
public final class Comparison {
    private final Policy policy;
    private final Protocol before;
    private final Protocol after;
    private final Set<AgencyId> newcomers;

    /**
     * A comparison.
     *
     * @param policy decides
     * @param before the version that stands
     * @param after the version that is proposed
     */
    public Comparison(Policy policy, Protocol before, Protocol after) {
        this.policy = policy;
        this.before = before;
        this.after = after;
        this.newcomers = after.parties().stream()
                .map(Party::id)
                .filter(agency -> before.party(agency).isEmpty())
                .collect(Collectors.toSet());
    }

    /** Parties, thresholds and whatever else stands outside the clauses and would be otherwise, one sentence each. */
    public List<String> terms() {
        return Terms.changed(before, after);
    }

    /** Clauses added, removed and changed, one sentence each, in the order of their numbers. */
    public List<String> clauses() {
        Map<ClauseId, Clause> then = byId(before);
        Map<ClauseId, Clause> now = byId(after);
        Set<ClauseId> all = new TreeSet<>(then.keySet());
        all.addAll(now.keySet());
        List<String> changes = new ArrayList<>();
        for (ClauseId id : all) {
            Optional<Clause> old = Optional.ofNullable(then.get(id));
            Optional<Clause> made = Optional.ofNullable(now.get(id));
            if (old.isEmpty()) {
                changes.add(id + " is new: " + made.orElseThrow().title());
            } else if (made.isEmpty()) {
                changes.add(id + " is gone: " + old.get().title());
            } else if (!old.get().equals(made.get())) {
                changes.add(id + " is changed in " + String.join(", ", parts(old.get(), made.get())));
            }
        }
        return changes;
    }

    /**
     * What would be shown, kept back or held otherwise, for each sender, recipient, kind and purpose: asked of a whole
     * message in ordinary circumstances, and again of each circumstance that a clause may make a difference of. What a
     * circumstance has in common with the ordinary is said once.
     */
    public List<Change> flows() {
        Map<Flow, List<Change>> changes = new LinkedHashMap<>();
        for (Situations.Situation situation : Situations.of(before, after)) {
            Question question = situation.question();
            for (Difference difference : differences(decided(before, question), decided(after, question), question)) {
                List<Change> said = changes.computeIfAbsent(Flow.of(difference), flow -> new ArrayList<>());
                if (said.stream().noneMatch(change -> difference.isSaidBy(change.difference()))) {
                    said.add(new Change(situation.words(), situation.index(), difference));
                }
            }
        }
        return changes.values().stream().flatMap(List::stream).toList();
    }

    private record Flow(AgencyId from, AgencyId to, MessageKind kind, Purpose purpose) {
        static Flow of(Difference difference) {
            Question asked = difference.question();
            return new Flow(difference.sender(), difference.recipient(), asked.kind(), asked.purpose());
        }
    }

    /**
     * What would have been decided otherwise for a message that was decided. The log's decision counts where the version
     * before made it; what another version decided is asked of both.
     *
     * @param index where the log holds it
     * @param question the facts that were asked
     * @param decided what was decided
     */
    public List<Change> again(long index, Question question, Decision decided) {
        Decision then = decided.protocol().equals(before.ref()) ? decided : decided(before, question);
        return differences(then, decided(after, question), question).stream()
                .map(difference -> new Change("index " + index, index, difference))
                .toList();
    }

    /** What is to be known of a decision of the log, beside what would be otherwise. */
    Optional<String> remark(Question question, Decision decided) {
        if (!decided.protocol().equals(before.ref())) {
            return Optional.of("decided under another version than the one that stands: both were asked anew");
        }
        return decided(before, question).equals(decided)
                ? Optional.empty()
                : Optional.of("decided otherwise than the version that stands decides now: the log's decision counts");
    }

    private Decision decided(Protocol protocol, Question question) {
        return policy.decide(protocol, asOf(question, protocol));
    }

    /** A version that is not yet in force, or no longer, is asked as if it were, and as if all who are new had signed. */
    private Question asOf(Question question, Protocol protocol) {
        Instant at =
                question.at().isBefore(protocol.effective()) || !question.at().isBefore(protocol.expires())
                        ? protocol.effective()
                        : question.at();
        Set<AgencyId> signed = new TreeSet<>(question.signatories());
        signed.addAll(newcomers);
        return question.asOf(at, signed);
    }

    private List<Difference> differences(Decision then, Decision now, Question question) {
        Map<AgencyId, Ruling> old = shared(then, question, before);
        Map<AgencyId, Ruling> made = shared(now, question, after);
        Set<AgencyId> all = new TreeSet<>(old.keySet());
        all.addAll(made.keySet());
        return all.stream()
                // Most rulings are the same, and to see that is cheaper than to look for what they differ in.
                .filter(recipient -> !Objects.equals(old.get(recipient), made.get(recipient)))
                .map(recipient -> new Difference(
                        question,
                        old.getOrDefault(recipient, nobody(recipient)),
                        made.getOrDefault(recipient, nobody(recipient))))
                .filter(difference -> !difference.newly().isEmpty())
                .toList();
    }

    /** What comes of a decision: where the coordinator is refused, the message is, and nothing goes to anyone. */
    private static Map<AgencyId, Ruling> shared(Decision decision, Question question, Protocol protocol) {
        Optional<Ruling.Refuse> unfiled = decision.rulings().stream()
                .filter(ruling -> ruling.recipient().equals(protocol.coordinator()))
                .filter(Ruling.Refuse.class::isInstance)
                .map(Ruling.Refuse.class::cast)
                .filter(ruling -> !question.sender().equals(protocol.coordinator()))
                .findFirst();
        return decision.rulings().stream()
                .collect(Collectors.toMap(
                        Ruling::recipient,
                        ruling -> unfiled.<Ruling>map(record ->
                                        new Ruling.Refuse(ruling.recipient(), record.clauses(), record.reason()))
                                .orElse(ruling)));
    }

    private static Ruling nobody(AgencyId recipient) {
        return new Ruling.Refuse(recipient, List.of(), "not-a-party");
    }

    private static Map<ClauseId, Clause> byId(Protocol protocol) {
        return protocol.clauses().stream()
                .collect(Collectors.toMap(Clause::id, Function.identity(), (first, second) -> first, TreeMap::new));
    }

    private static List<String> parts(Clause old, Clause made) {
        return Arrays.stream(Part.values())
                .filter(part -> !Objects.equals(part.read.apply(old), part.read.apply(made)))
                .map(part -> part.words)
                .toList();
    }

    private enum Part {
        EFFECT("its effect", Clause::effect),
        TITLE("its title", Clause::title),
        TEXT("its words", Clause::text),
        FROM("who sends", Clause::from),
        TO("who receives", Clause::to),
        PURPOSES("its purposes", Clause::purposes),
        KINDS("its kinds of message", Clause::kinds),
        CATEGORIES("its kinds of data", Clause::categories),
        ABOUT("whom the data is about", Clause::about),
        WHEN("its condition", Clause::when),
        OBLIGATIONS("its obligations", Clause::obligations),
        BASIS("its lawful basis", Clause::basis),
        REASON("its reason", Clause::reason),
        RULES("the rules it answers", Clause::rules);

        private final String words;
        private final Function<Clause, Object> read;

        Part(String words, Function<Clause, Object> read) {
            this.words = words;
            this.read = read;
        }
    }

    /**
     * One thing that would be otherwise.
     *
     * @param where in which circumstance, or where in the log
     * @param index the place of the circumstance, or in the log
     * @param difference what
     */
    public record Change(String where, long index, Difference difference) {}
}
