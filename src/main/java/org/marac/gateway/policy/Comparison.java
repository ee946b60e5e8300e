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
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/** What would change if one version took the place of another? Pure; for those who try a version before they sign it. */
public final class Comparison {
    private final Policy policy;
    private final Protocol before;
    private final Protocol after;

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
        Map<String, Change> changes = new LinkedHashMap<>();
        for (Situations.Situation situation : Situations.of(before, after)) {
            Question question = situation.question();
            differences(
                            policy.decide(before, asOf(question, before)),
                            policy.decide(after, asOf(question, after)),
                            question)
                    .forEach(difference -> changes.putIfAbsent(
                            difference.toString(), new Change(situation.words(), situation.index(), difference)));
        }
        return List.copyOf(changes.values());
    }

    /**
     * What would have been decided otherwise for a message that was decided under the version before.
     *
     * @param index where the log holds it
     * @param question the facts that were asked
     * @param decided what was decided
     */
    public List<Change> again(long index, Question question, Decision decided) {
        return differences(decided, policy.decide(after, asOf(question, after)), question).stream()
                .map(difference -> new Change("index " + index, index, difference))
                .toList();
    }

    /** A version that is not yet in force, or no longer, is asked as if it were. */
    private static Question asOf(Question question, Protocol protocol) {
        Instant at =
                question.at().isBefore(protocol.effective()) || !question.at().isBefore(protocol.expires())
                        ? protocol.effective()
                        : question.at();
        return question.asOf(at);
    }

    private static List<Difference> differences(Decision then, Decision now, Question question) {
        Map<AgencyId, Ruling> made =
                now.rulings().stream().collect(Collectors.toMap(Ruling::recipient, Function.identity()));
        Map<AgencyId, Ruling> old =
                then.rulings().stream().collect(Collectors.toMap(Ruling::recipient, Function.identity()));
        Set<AgencyId> all = new TreeSet<>(old.keySet());
        all.addAll(made.keySet());
        List<Difference> differences = new ArrayList<>();
        for (AgencyId recipient : all) {
            Ruling nobody = new Ruling.Refuse(recipient, List.of(), "not-a-party");
            Ruling one = old.getOrDefault(recipient, nobody);
            Ruling other = made.getOrDefault(recipient, nobody);
            Difference difference = new Difference(
                    question.sender(),
                    recipient,
                    question,
                    gone(at(other), at(one)),
                    gone(at(one), at(other)),
                    gone(waiting(other), waiting(one)),
                    other);
            if (difference.isAny()) {
                differences.add(difference);
            }
        }
        return differences;
    }

    private static Set<Material> gone(Set<Material> from, Set<Material> besides) {
        Set<Material> left = new TreeSet<>(from);
        left.removeAll(besides);
        return left;
    }

    private static Set<Material> at(Ruling ruling) {
        return ruling instanceof Ruling.Permit permit ? permit.materials() : Set.of();
    }

    private static Set<Material> waiting(Ruling ruling) {
        return ruling instanceof Ruling.Hold hold ? hold.permit().materials() : Set.of();
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

    /**
     * What would be otherwise for one recipient.
     *
     * @param sender who sends
     * @param recipient who receives
     * @param question the facts
     * @param permitted what would newly go
     * @param refused what would no longer go at once
     * @param held what would newly wait for a person
     * @param now the new ruling
     */
    public record Difference(
            AgencyId sender,
            AgencyId recipient,
            Question question,
            Set<Material> permitted,
            Set<Material> refused,
            Set<Material> held,
            Ruling now) {
        boolean isAny() {
            return !permitted.isEmpty() || !refused.isEmpty() || !held.isEmpty();
        }

        /** In words. */
        @Override
        public String toString() {
            StringBuilder words = new StringBuilder();
            words.append(sender).append(" to ").append(recipient).append(", ");
            words.append(question.kind())
                    .append(" for ")
                    .append(question.purpose())
                    .append(':');
            say(words, " newly permitted ", permitted);
            say(words, " newly held ", held);
            say(words, " no longer permitted ", gone(refused, held));
            if (now instanceof Ruling.Refuse refuse) {
                words.append(" (").append(refuse.reason()).append(')');
            }
            return words.toString();
        }

        private static void say(StringBuilder words, String what, Set<Material> materials) {
            if (!materials.isEmpty()) {
                words.append(what).append(Material.line(materials)).append(';');
            }
        }
    }
}
