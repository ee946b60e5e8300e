package org.marac.gateway.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.SpecialCondition;
import org.marac.gateway.model.Tie;

/** The facts the protocol was asked about, as a leaf holds them: all of them, so that the decision can be made again. */
final class Asked {
    private Asked() {}

    /** The order of these calls is the format. What nearly no message has is left out where it is not there. */
    static void write(ObjectNode node, Question question) {
        node.put("at", question.at().toString());
        node.put("sender", question.sender().value());
        node.put("kind", question.kind().name());
        node.put("purpose", question.purpose().name());
        node.put("assurance", question.assurance().name());
        texts(node.putArray("materials"), new TreeSet<>(question.materials()));
        if (!question.recalled().isEmpty()) {
            texts(node.putArray("recalled"), new TreeSet<>(question.recalled()));
        }
        names(node.putArray("labels"), question.labels());
        question.consent().ifPresent(consent -> node.put("consent", consent.name()));
        node.put("consentRecorded", question.consentRecorded());
        question.risk().ifPresent(facts -> risk(node.putObject("risk"), facts));
        node.put("children", question.children());
        node.put("emergency", question.emergency());
        question.withoutConsent().ifPresent(reason -> node.put("withoutConsent", reason.name()));
        if (!question.stated().equals(Question.Stated.NOTHING)) {
            stated(node.putObject("stated"), question.stated());
        }
        if (question.misasserted()) {
            node.put("misasserted", true);
        }
        sets(node, "borrowed", question.borrowed());
        sets(node, "ties", question.ties());
        ArrayNode signatories = node.putArray("signatories");
        question.signatories().stream().sorted().forEach(agency -> signatories.add(agency.value()));
    }

    static Question read(Fields node) {
        return new Question(
                Instant.parse(node.text("at")),
                new AgencyId(node.text("sender")),
                MessageKind.valueOf(node.text("kind")),
                Purpose.valueOf(node.text("purpose")),
                Assurance.valueOf(node.text("assurance")),
                node.set("materials", Material::parse),
                node.has("recalled") ? node.set("recalled", Material::parse) : Set.of(),
                node.set("labels", Label::valueOf),
                node.optionalText("consent").map(Consent.State::valueOf),
                node.truth("consentRecorded"),
                node.optionalObject("risk").map(Asked::risk),
                node.integer("children"),
                node.truth("emergency"),
                node.optionalText("withoutConsent").map(Consent.WithoutConsent.Reason::valueOf),
                node.optionalObject("stated").map(Asked::stated).orElse(Question.Stated.NOTHING),
                node.has("misasserted") && node.truth("misasserted"),
                sets(node, "borrowed", Material::parse, AgencyId::new),
                sets(node, "ties", AgencyId::new, Tie::parse),
                node.set("signatories", AgencyId::new));
    }

    private static void risk(ObjectNode node, Question.RiskFacts facts) {
        node.put("instrument", Allowed.instrument(facts.instrument()));
        node.put("yes", facts.yesCount());
        facts.declaredScore().ifPresent(score -> node.put("declared", score));
        names(node.putArray("criteria"), facts.criteria());
        node.put("rationale", facts.rationale());
        node.put("incidents", facts.incidents());
        node.put("repeat", facts.repeat());
    }

    private static Question.RiskFacts risk(Fields node) {
        return new Question.RiskFacts(
                node.text("instrument"),
                node.integer("yes"),
                node.optionalInteger("declared"),
                node.set("criteria", Referral.Criterion::valueOf),
                node.truth("rationale"),
                node.integer("incidents"),
                node.truth("repeat"));
    }

    private static void stated(ObjectNode node, Question.Stated stated) {
        stated.basis().ifPresent(basis -> node.put("basis", basis.name()));
        stated.condition().ifPresent(condition -> node.put("condition", condition.name()));
        stated.power().ifPresent(power -> node.put("power", power.name()));
        node.put("need", stated.need());
        node.put("necessity", stated.necessity());
        node.put("proportionality", stated.proportionality());
    }

    private static Question.Stated stated(Fields node) {
        return new Question.Stated(
                node.optionalText("basis").map(LawfulBasis::valueOf),
                node.optionalText("condition").map(SpecialCondition::valueOf),
                node.optionalText("power").map(Power::valueOf),
                node.truth("need"),
                node.truth("necessity"),
                node.truth("proportionality"));
    }

    private static <K extends Comparable<K>, V extends Comparable<V>> void sets(
            ObjectNode node, String name, Map<K, Set<V>> sets) {
        if (!sets.isEmpty()) {
            ObjectNode held = node.putObject(name);
            new TreeMap<>(sets).forEach((key, values) -> texts(held.putArray(key.toString()), new TreeSet<>(values)));
        }
    }

    private static <K, V> Map<K, Set<V>> sets(
            Fields node, String name, Function<String, K> key, Function<String, V> value) {
        Map<K, Set<V>> sets = new HashMap<>();
        Optional<Fields> held = node.optionalObject(name);
        held.ifPresent(of ->
                of.node().fieldNames().forEachRemaining(field -> sets.put(key.apply(field), of.set(field, value))));
        return sets;
    }

    private static void names(ArrayNode array, Collection<? extends Enum<?>> values) {
        values.stream().map(Enum::name).sorted().forEach(array::add);
    }

    private static void texts(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
