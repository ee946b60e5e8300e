package org.marac.gateway.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelVariableResolver;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Question;

/**
 * What a clause's condition may speak of. Each fact is declared by its whole dotted name, so that a misspelt one does not
 * compile. A fact that is not there (the risk facts of a message about no risk, the threshold of an instrument that has
 * none) has no value: asking for it is an error, never a silent zero.
 */
final class Facts implements CelVariableResolver {
    /** The word for consent where the message does not speak of it. */
    static final String NOT_STATED = "NOT_STATED";

    /** Whether the recipient names an alternate contact. */
    static final String TO_ALTERNATE = "to.alternate";

    private static final String TO = "to.";
    private static final CelType WORDS = ListType.create(SimpleType.STRING);

    private final Map<String, Object> asked;
    private final Map<String, Object> sender;
    private final Map<String, Object> recipient;

    private final boolean senderSigned;
    private final boolean recipientSigned;

    private Facts(
            Map<String, Object> asked,
            Map<String, Object> sender,
            boolean senderSigned,
            Map<String, Object> recipient,
            boolean recipientSigned) {
        this.asked = asked;
        this.sender = sender;
        this.senderSigned = senderSigned;
        this.recipient = recipient;
        this.recipientSigned = recipientSigned;
    }

    /** The facts of a question before a recipient is named. */
    static Facts of(Question question, Map<String, Integer> thresholds, Map<String, Object> sender) {
        boolean signed = question.signatories().contains(question.sender());
        return new Facts(asked(question, thresholds), sender, signed, Map.of(), false);
    }

    /** The same facts with the recipient's. */
    Facts to(Map<String, Object> recipient, boolean signed) {
        return new Facts(asked, sender, senderSigned, recipient, signed);
    }

    /** Whether the fact of this name is the recipient's. */
    static boolean isRecipients(String name) {
        return name.startsWith(TO);
    }

    /** Every fact's name and type. */
    static Map<String, CelType> declared() {
        Map<String, CelType> types = new TreeMap<>();
        List.of("purpose", "kind", "assurance", "consent", "risk.instrument")
                .forEach(n -> types.put(n, SimpleType.STRING));
        List.of(
                        "emergency",
                        "consentRecorded",
                        "risk.present",
                        "risk.declared",
                        "risk.hasThreshold",
                        "risk.rationale",
                        "risk.repeat")
                .forEach(n -> types.put(n, SimpleType.BOOL));
        List.of("children", "risk.yesCount", "risk.declaredScore", "risk.threshold", "risk.incidents")
                .forEach(n -> types.put(n, SimpleType.INT));
        List.of("labels", "categories", "risk.criteria").forEach(n -> types.put(n, WORDS));
        types.put(TO_ALTERNATE, SimpleType.BOOL);
        for (String who : List.of("from.", TO)) {
            List.of("id", "sector", "regime").forEach(n -> types.put(who + n, SimpleType.STRING));
            List.of("signatory", "relevantAuthority", "publicAuthority")
                    .forEach(n -> types.put(who + n, SimpleType.BOOL));
        }
        return types;
    }

    /** A party's facts as sender. */
    static Map<String, Object> asSender(Party party) {
        return party("from.", party);
    }

    /** A party's facts as recipient. */
    static Map<String, Object> asRecipient(Party party) {
        Map<String, Object> facts = new HashMap<>(party(TO, party));
        facts.put(TO_ALTERNATE, party.alternate().isPresent());
        return facts;
    }

    @Override
    public Optional<Object> find(String name) {
        if (name.equals("from.signatory")) {
            return Optional.of(senderSigned);
        }
        if (name.equals("to.signatory")) {
            return Optional.of(recipientSigned);
        }
        Map<String, Object> where = isRecipients(name) ? recipient : name.startsWith("from.") ? sender : asked;
        return Optional.ofNullable(where.get(name));
    }

    private static Map<String, Object> party(String who, Party party) {
        return Map.of(
                who + "id", party.id().value(),
                who + "sector", party.sector(),
                who + "regime", party.regime().name(),
                who + "relevantAuthority", party.relevantAuthority(),
                who + "publicAuthority", party.publicAuthority());
    }

    private static Map<String, Object> asked(Question question, Map<String, Integer> thresholds) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("purpose", question.purpose().name());
        facts.put("kind", question.kind().name());
        facts.put("assurance", question.assurance().name());
        facts.put("consent", question.consent().map(Enum::name).orElse(NOT_STATED));
        facts.put("consentRecorded", question.consentRecorded());
        facts.put("emergency", question.emergency());
        facts.put("children", (long) question.children());
        facts.put("labels", words(question.labels()));
        facts.put("categories", words(Material.categories(question.materials())));
        facts.put("risk.present", question.risk().isPresent());
        question.risk().ifPresent(risk -> risk(facts, risk, Optional.ofNullable(thresholds.get(risk.instrument()))));
        return facts;
    }

    private static void risk(Map<String, Object> facts, Question.RiskFacts risk, Optional<Integer> threshold) {
        facts.put("risk.instrument", risk.instrument());
        facts.put("risk.yesCount", (long) risk.yesCount());
        facts.put("risk.declared", risk.declaredScore().isPresent());
        risk.declaredScore().ifPresent(score -> facts.put("risk.declaredScore", (long) score));
        facts.put("risk.hasThreshold", threshold.isPresent());
        threshold.ifPresent(count -> facts.put("risk.threshold", (long) count));
        facts.put("risk.criteria", words(risk.criteria()));
        facts.put("risk.rationale", risk.rationale());
        facts.put("risk.incidents", (long) risk.incidents());
        facts.put("risk.repeat", risk.repeat());
    }

    private static List<String> words(Collection<? extends Enum<?>> values) {
        return values.stream().map(v -> v.name()).sorted().toList();
    }
}
