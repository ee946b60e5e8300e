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
import java.util.Set;
import java.util.TreeMap;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Tie;

/**
 * What a clause's condition may speak of. Each fact is declared by its whole dotted name, so that a misspelt one does not
 * compile. A fact that is not there (the risk facts of a message about no risk, the threshold of an instrument that has
 * none) has no value: asking for it is an error, never a silent zero.
 */
final class Facts implements CelVariableResolver {
    /** The word where the message does not speak of it. */
    static final String NOT_STATED = "NOT_STATED";

    private static final String TO = "to.";
    private static final String FROM = "from.";
    private static final String TIES = "to.ties";
    /** Everything there is of it, so that a condition with these alone has one answer per version. */
    private static final Set<String> FIXED = Set.of("purpose", "kind");

    private static final Set<String> OF_A_PARTY =
            Set.of("id", "sector", "regime", "relevantAuthority", "publicAuthority", "alternate");
    private static final CelType WORDS = ListType.create(SimpleType.STRING);

    private final Map<String, Object> asked;
    private final Map<String, Object> sender;
    private final Map<String, Object> recipient;
    private final Optional<Boolean> senderSigned;
    private final Optional<Boolean> recipientSigned;
    private final Optional<List<String>> ties;

    private Facts(
            Map<String, Object> asked,
            Map<String, Object> sender,
            Optional<Boolean> senderSigned,
            Map<String, Object> recipient,
            Optional<Boolean> recipientSigned,
            Optional<List<String>> ties) {
        this.asked = asked;
        this.sender = sender;
        this.senderSigned = senderSigned;
        this.recipient = recipient;
        this.recipientSigned = recipientSigned;
        this.ties = ties;
    }

    /** What is known of every message of this kind for this purpose between these two: what {@link #isFixed} names. */
    static Facts fixed(MessageKind kind, Purpose purpose, Map<String, Object> sender, Map<String, Object> recipient) {
        return new Facts(
                Map.of("kind", kind.name(), "purpose", purpose.name()),
                sender,
                Optional.empty(),
                recipient,
                Optional.empty(),
                Optional.empty());
    }

    /** The facts of a question before a recipient is named. */
    static Facts of(Question question, Map<String, Integer> thresholds, Map<String, Object> sender) {
        boolean signed = question.signatories().contains(question.sender());
        return new Facts(
                asked(question, thresholds), sender, Optional.of(signed), Map.of(), Optional.empty(), Optional.empty());
    }

    /** The same facts with the recipient's. */
    Facts to(Map<String, Object> recipient, boolean signed, Collection<Tie> bonds) {
        return new Facts(
                asked,
                sender,
                senderSigned,
                recipient,
                Optional.of(signed),
                Optional.of(bonds.stream().map(Tie::toString).sorted().toList()));
    }

    /** All that {@link #isBond} names, as one value. */
    Object bond() {
        return List.of(ties, recipientSigned);
    }

    /** Whether the fact of this name is the recipient's. */
    static boolean isRecipients(String name) {
        return name.startsWith(TO);
    }

    /** Whether the fact says how the recipient is bound to people of the case, or whether it has signed. */
    static boolean isBond(String name) {
        return name.equals(TIES) || name.equals(TO + "signatory");
    }

    /** Whether the fact is the same whenever this sender sends this recipient this kind for this purpose. */
    static boolean isFixed(String name) {
        return FIXED.contains(name)
                || (name.startsWith(FROM) && OF_A_PARTY.contains(name.substring(FROM.length())))
                || (name.startsWith(TO) && OF_A_PARTY.contains(name.substring(TO.length())));
    }

    /** Every fact's name and type. */
    static Map<String, CelType> declared() {
        Map<String, CelType> types = new TreeMap<>();
        List.of(
                        "purpose",
                        "kind",
                        "assurance",
                        "consent",
                        "withoutConsent",
                        "claim.basis",
                        "claim.condition",
                        "claim.power",
                        "risk.instrument")
                .forEach(n -> types.put(n, SimpleType.STRING));
        List.of(
                        "emergency",
                        "consentRecorded",
                        "answersRequest",
                        "misasserted",
                        "claim.need",
                        "claim.necessity",
                        "claim.proportionality",
                        "risk.present",
                        "risk.declared",
                        "risk.hasThreshold",
                        "risk.rationale",
                        "risk.repeat")
                .forEach(n -> types.put(n, SimpleType.BOOL));
        List.of("children", "risk.yesCount", "risk.declaredScore", "risk.threshold", "risk.incidents")
                .forEach(n -> types.put(n, SimpleType.INT));
        List.of("labels", "categories", "materials", "risk.criteria", TIES).forEach(n -> types.put(n, WORDS));
        for (String who : List.of(FROM, TO)) {
            List.of("id", "sector", "regime").forEach(n -> types.put(who + n, SimpleType.STRING));
            List.of("signatory", "relevantAuthority", "publicAuthority")
                    .forEach(n -> types.put(who + n, SimpleType.BOOL));
        }
        // Whether the recipient names an alternate contact.
        types.put(TO + "alternate", SimpleType.BOOL);
        return types;
    }

    /** A party's facts as sender. */
    static Map<String, Object> asSender(Party party) {
        return party(FROM, party);
    }

    /** A party's facts as recipient. */
    static Map<String, Object> asRecipient(Party party) {
        Map<String, Object> facts = new HashMap<>(party(TO, party));
        facts.put(TO + "alternate", party.alternate().isPresent());
        return Map.copyOf(facts);
    }

    @Override
    public Optional<Object> find(String name) {
        if (name.equals("from.signatory")) {
            return senderSigned.map(Object.class::cast);
        }
        if (name.equals("to.signatory")) {
            return recipientSigned.map(Object.class::cast);
        }
        if (name.equals(TIES)) {
            return ties.map(Object.class::cast);
        }
        Map<String, Object> where = isRecipients(name) ? recipient : name.startsWith(FROM) ? sender : asked;
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
        facts.put("consent", word(question.consent()));
        facts.put("consentRecorded", question.consentRecorded());
        facts.put("withoutConsent", word(question.withoutConsent()));
        facts.put("emergency", question.emergency());
        facts.put("answersRequest", question.answersRequest());
        facts.put("misasserted", question.misasserted());
        claim(facts, question.stated());
        facts.put("children", (long) question.children());
        facts.put("labels", words(question.labels()));
        facts.put("categories", words(Material.categories(question.materials())));
        facts.put(
                "materials",
                question.materials().stream().map(Material::toString).sorted().toList());
        facts.put("risk.present", question.risk().isPresent());
        question.risk().ifPresent(risk -> risk(facts, risk, Optional.ofNullable(thresholds.get(risk.instrument()))));
        return facts;
    }

    private static void claim(Map<String, Object> facts, Question.Stated stated) {
        facts.put("claim.basis", word(stated.basis()));
        facts.put("claim.condition", word(stated.condition()));
        facts.put("claim.power", word(stated.power()));
        facts.put("claim.need", stated.need());
        facts.put("claim.necessity", stated.necessity());
        facts.put("claim.proportionality", stated.proportionality());
    }

    private static String word(Optional<? extends Enum<?>> value) {
        return value.<String>map(Enum::name).orElse(NOT_STATED);
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
