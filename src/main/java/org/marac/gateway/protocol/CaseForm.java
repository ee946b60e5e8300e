package org.marac.gateway.protocol;

import static org.marac.gateway.protocol.ProtocolForm.each;
import static org.marac.gateway.protocol.ProtocolForm.optional;
import static org.marac.gateway.protocol.ProtocolForm.text;
import static org.marac.gateway.protocol.ProtocolForm.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.SpecialCondition;
import org.marac.gateway.model.Tie;

/** From a decision table that fits its schema to the cases it holds. */
final class CaseForm {
    private final String file;
    private final Protocol protocol;
    private final Map<String, Set<Material>> sets = new HashMap<>();

    private CaseForm(String file, Protocol protocol) {
        this.file = file;
        this.protocol = protocol;
    }

    /** The cases of a table, in order. */
    static List<DecisionCase> cases(JsonNode document, String file, Protocol protocol) throws UnsoundProtocol {
        CaseForm form = new CaseForm(file, protocol);
        try {
            document.path("sets")
                    .properties()
                    .forEach(set -> form.sets.put(set.getKey(), form.materials(document.path("sets"), set.getKey())));
            return each(document, "cases").map(form::one).toList();
        } catch (IllegalArgumentException e) {
            throw new UnsoundProtocol("it names what does not exist: " + e.getMessage());
        }
    }

    private DecisionCase one(JsonNode node) {
        Map<AgencyId, DecisionCase.Expected> expected = new HashMap<>();
        each(node, "expect")
                .forEach(line -> words(line, "to").forEach(to -> {
                    if (expected.put(party(to), expected(line)) != null) {
                        throw new IllegalArgumentException(to + " is expected twice in " + text(node, "name"));
                    }
                }));
        return new DecisionCase(file, text(node, "name"), question(node.get("given")), expected);
    }

    private DecisionCase.Expected expected(JsonNode node) {
        return new DecisionCase.Expected(
                DecisionCase.Outcome.valueOf(text(node, "outcome").toUpperCase(Locale.ROOT)),
                optionally(
                        node,
                        "clauses",
                        words -> words.stream()
                                .map(id -> protocol.clause(new ClauseId(id))
                                        .orElseThrow(() -> new IllegalArgumentException("clause " + id))
                                        .id())
                                .collect(Collectors.toSet())),
                optionally(node, "withheld", words -> materials(node, "withheld")),
                optional(node, "reason"));
    }

    private static <T> Optional<T> optionally(JsonNode node, String name, Function<List<String>, T> read) {
        return node.has(name) ? Optional.of(read.apply(words(node, name))) : Optional.empty();
    }

    private Question question(JsonNode node) {
        Set<AgencyId> signatories =
                protocol.parties().stream().map(Party::id).collect(Collectors.toCollection(HashSet::new));
        words(node, "unsigned").forEach(agency -> signatories.remove(party(agency)));
        Optional<Consent.State> consent = optional(node, "consent").map(Consent.State::valueOf);
        Optional<Consent.WithoutConsent.Reason> why =
                optional(node, "withoutConsent").map(Consent.WithoutConsent.Reason::valueOf);
        return new Question(
                optional(node, "at").map(Instant::parse).orElse(protocol.effective()),
                party(text(node, "from")),
                MessageKind.valueOf(text(node, "kind")),
                Purpose.valueOf(text(node, "purpose")),
                optional(node, "assurance").map(Assurance::valueOf).orElse(Assurance.SIGNED),
                materials(node, "materials"),
                Set.of(),
                all(node, "labels", Label::valueOf),
                consent,
                consent.map(state -> state == Consent.State.GIVEN || why.isPresent())
                        .orElse(true),
                Optional.ofNullable(node.get("risk")).map(CaseForm::risk),
                node.path("children").intValue(),
                node.path("emergency").booleanValue(),
                why,
                stated(node.path("states")),
                node.path("intelligenceAsFact").booleanValue(),
                borrowed(node),
                map(node.path("ties"), this::party, Tie::parse),
                signatories);
    }

    private static Question.RiskFacts risk(JsonNode node) {
        return new Question.RiskFacts(
                text(node, "instrument"),
                node.path("yes").intValue(),
                Optional.ofNullable(node.get("declared")).map(JsonNode::intValue),
                all(node, "criteria", Referral.Criterion::valueOf),
                node.path("rationale").booleanValue(),
                node.path("incidents").intValue(),
                node.path("repeat").booleanValue());
    }

    private static Question.Stated stated(JsonNode node) {
        return new Question.Stated(
                optional(node, "basis").map(LawfulBasis::valueOf),
                optional(node, "condition").map(SpecialCondition::valueOf),
                optional(node, "power").map(Power::valueOf),
                node.path("need").booleanValue(),
                node.path("necessity").booleanValue(),
                node.path("proportionality").booleanValue());
    }

    /** Materials, and names of sets of materials. */
    private Set<Material> materials(JsonNode node, String name) {
        Set<Material> materials = new HashSet<>();
        for (String word : words(node, name)) {
            if (Character.isLowerCase(word.charAt(0))) {
                Set<Material> set = sets.get(word);
                if (set == null) {
                    throw new IllegalArgumentException("the set " + word);
                }
                materials.addAll(set);
            } else {
                materials.add(Material.parse(word));
            }
        }
        return materials;
    }

    private AgencyId party(String id) {
        return protocol.party(new AgencyId(id))
                .orElseThrow(() -> new IllegalArgumentException("the party " + id))
                .id();
    }

    private static <T> Set<T> all(JsonNode node, String name, Function<String, T> read) {
        return words(node, name).stream().map(read).collect(Collectors.toSet());
    }

    /** To whom each is released for the purpose of the case. */
    private Map<Material, Set<AgencyId>> borrowed(JsonNode node) {
        Purpose purpose = Purpose.valueOf(text(node, "purpose"));
        Map<Material, Set<AgencyId>> borrowed = new HashMap<>();
        node.path("borrowed")
                .properties()
                .forEach(material -> borrowed.put(
                        Material.parse(material.getKey()),
                        material.getValue().properties().stream()
                                .filter(release -> all(material.getValue(), release.getKey(), Purpose::valueOf)
                                        .contains(purpose))
                                .map(release -> party(release.getKey()))
                                .collect(Collectors.toSet())));
        return borrowed;
    }

    private static <K, V> Map<K, Set<V>> map(JsonNode node, Function<String, K> key, Function<String, V> value) {
        Map<K, Set<V>> map = new HashMap<>();
        node.properties().forEach(field -> map.put(key.apply(field.getKey()), all(node, field.getKey(), value)));
        return map;
    }
}
