package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;

/**
 * Which clauses speak of this sender, kind and purpose, recipient by recipient? Worked out once for each, together with
 * every condition that depends on nothing else: a decision meets only clauses that can matter to it.
 */
final class Index {
    private final List<Party> parties;
    private final List<Rule> rules;
    private final Map<AgencyId, Map<String, Object>> senders;
    private final Map<Key, List<Spoken>> spoken = new ConcurrentHashMap<>();
    private final int parts;

    Index(Protocol protocol, Conditions conditions) {
        this.parties = protocol.parties();
        this.rules = rules(protocol, conditions);
        this.parts =
                rules.stream().mapToInt(rule -> rule.condition().parts().size()).sum();
        this.senders = protocol.parties().stream()
                .collect(Collectors.toUnmodifiableMap(Party::id, Facts::asSender, (first, second) -> first));
    }

    /** How many parts all conditions have: one more than the highest number of one. */
    int parts() {
        return parts;
    }

    /** The clauses whose reason is this, whoever they name: they say in words what the gate of that name does. */
    List<ClauseId> saying(String reason) {
        return rules.stream()
                .filter(rule -> rule.clause().reason().equals(Optional.of(reason)))
                .map(Rule::id)
                .toList();
    }

    /** A sender's own facts; empty for a stranger. */
    Map<String, Object> sender(AgencyId sender) {
        return senders.getOrDefault(sender, Map.of());
    }

    /** For every party but the sender, in the protocol's order. */
    List<Spoken> of(Question question) {
        // A stranger's name is anyone's choice and must not fill the table.
        Key key = new Key(question.sender(), question.kind(), question.purpose());
        return senders.containsKey(key.sender) ? spoken.computeIfAbsent(key, this::spoken) : spoken(key);
    }

    private List<Spoken> spoken(Key key) {
        return parties.stream()
                .filter(party -> !party.id().equals(key.sender))
                .map(party -> spoken(key, party))
                .toList();
    }

    private Spoken spoken(Key key, Party recipient) {
        Map<String, Object> own = Facts.asRecipient(recipient);
        Facts fixed = Facts.fixed(key.kind, key.purpose, sender(key.sender), own);
        List<Rule> all = rules.stream()
                .filter(rule -> rule.speaksOf(key.sender, recipient.id(), key.kind, key.purpose))
                .toList();
        List<Rule> open = new ArrayList<>();
        for (Rule rule : all) {
            rule.condition().settled(fixed).ifPresent(left -> open.add(rule.left(left)));
        }
        return Spoken.of(recipient, own, open, all);
    }

    private static List<Rule> rules(Protocol protocol, Conditions conditions) {
        Set<String> vocabulary = Vocabulary.of(protocol);
        List<Clause> clauses = protocol.clauses().stream()
                .sorted(Comparator.comparing(Clause::id))
                .toList();
        List<Rule> rules = new ArrayList<>();
        int next = 0;
        for (Clause clause : clauses) {
            Rule rule = Rule.of(rules.size(), clause, protocol.parties(), conditions.of(clause, vocabulary, next));
            next += rule.condition().parts().size();
            rules.add(rule);
        }
        return List.copyOf(rules);
    }

    private record Key(AgencyId sender, MessageKind kind, Purpose purpose) {}

    /**
     * The clauses that can apply to one recipient, by what they do, in the order of their numbers.
     *
     * @param recipient who
     * @param facts the recipient's own facts
     * @param permits clauses that permit
     * @param stops clauses that forbid the whole sharing
     * @param takes clauses that forbid some materials
     * @param holds clauses that ask for a person, or for another than the usual one
     * @param all every clause that names the two, for the gates that stand whether or not a clause says so
     */
    record Spoken(
            Party recipient,
            Map<String, Object> facts,
            List<Rule> permits,
            List<Rule> stops,
            List<Rule> takes,
            List<Rule> holds,
            List<Rule> all) {

        static Spoken of(Party recipient, Map<String, Object> facts, List<Rule> open, List<Rule> all) {
            return new Spoken(
                    recipient,
                    facts,
                    open.stream()
                            .filter(r -> r.effect() == Clause.Effect.PERMIT)
                            .toList(),
                    open.stream()
                            .filter(r -> r.effect() == Clause.Effect.FORBID && r.takesAll())
                            .toList(),
                    open.stream()
                            .filter(r -> r.effect() == Clause.Effect.FORBID && !r.takesAll())
                            .toList(),
                    open.stream()
                            .filter(r -> r.effect() == Clause.Effect.HOLD || r.redirects())
                            .toList(),
                    all);
        }

        /** The clauses whose reason is this, applying or not: they say in words what the gate of that name does. */
        List<ClauseId> saying(String reason) {
            return all.stream()
                    .filter(rule -> rule.clause().reason().equals(Optional.of(reason)))
                    .map(Rule::id)
                    .toList();
        }
    }
}
