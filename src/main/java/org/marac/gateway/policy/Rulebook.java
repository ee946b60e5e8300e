package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/** One protocol version made ready to answer: clauses in the order of their numbers, conditions compiled. */
final class Rulebook {
    /** The reason, and the reason code of the clause that says so, for an agency without a valid signature. */
    static final String NOT_A_SIGNATORY = "not-a-signatory";

    static final String NOT_IN_FORCE = "protocol-not-in-force";

    private final Protocol protocol;
    private final List<Rule> rules;
    private final Map<AgencyId, Map<String, Object>> senders;
    private final Map<AgencyId, Map<String, Object>> recipients;

    Rulebook(Protocol protocol, Conditions conditions) {
        this.protocol = protocol;
        this.rules = rules(protocol, conditions);
        this.senders = facts(protocol, Facts::asSender);
        this.recipients = facts(protocol, Facts::asRecipient);
    }

    Decision decide(Question question) {
        Facts facts = Facts.of(question, protocol.thresholds(), senders.getOrDefault(question.sender(), Map.of()));
        Weighing weighing = new Weighing(rules, question, facts);
        List<Ruling> rulings = new ArrayList<>();
        recipients.forEach((recipient, recipientFacts) -> {
            if (!recipient.equals(question.sender())) {
                rulings.add(ruling(question, recipient, recipientFacts, weighing));
            }
        });
        return new Decision(protocol.ref(), rulings);
    }

    private Ruling ruling(
            Question question, AgencyId recipient, Map<String, Object> recipientFacts, Weighing weighing) {
        if (question.at().isBefore(protocol.effective()) || !question.at().isBefore(protocol.expires())) {
            return new Ruling.Refuse(recipient, List.of(), NOT_IN_FORCE);
        }
        Set<AgencyId> signatories = question.signatories();
        if (!senders.containsKey(question.sender())
                || !signatories.contains(question.sender())
                || !signatories.contains(recipient)) {
            return new Ruling.Refuse(recipient, signatureClauses(question, recipient), NOT_A_SIGNATORY);
        }
        Ruling ruling = weighing.ruling(recipient, recipientFacts);
        // What waits for a person waits in the record, which is the coordinator's: there is nobody else to ask.
        return ruling instanceof Ruling.Hold hold && recipient.equals(protocol.coordinator()) ? hold.permit() : ruling;
    }

    /** The gate stands whether or not a clause says so; the clause that does is named. */
    private List<ClauseId> signatureClauses(Question question, AgencyId recipient) {
        return rules.stream()
                .filter(rule ->
                        rule.clause().reason().filter(NOT_A_SIGNATORY::equals).isPresent())
                .filter(rule -> rule.speaksOf(question, recipient))
                .map(rule -> rule.clause().id())
                .toList();
    }

    private static List<Rule> rules(Protocol protocol, Conditions conditions) {
        Set<String> vocabulary = Vocabulary.of(protocol);
        List<Clause> clauses = protocol.clauses().stream()
                .sorted(Comparator.comparing(Clause::id))
                .toList();
        List<Rule> rules = new ArrayList<>();
        for (Clause clause : clauses) {
            rules.add(Rule.of(rules.size(), clause, protocol.parties(), conditions.of(clause, vocabulary)));
        }
        return List.copyOf(rules);
    }

    private static Map<AgencyId, Map<String, Object>> facts(
            Protocol protocol, Function<Party, Map<String, Object>> asWhom) {
        // Keeps the protocol's order of parties, which is the order of the rulings.
        return protocol.parties().stream()
                .collect(Collectors.toMap(Party::id, asWhom, (first, second) -> first, LinkedHashMap::new));
    }
}
