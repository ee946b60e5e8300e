package org.marac.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Release;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Waiting;

/** What people are told, as JSON; its form is {@code people.openapi.json}. */
final class Answers {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private Answers() {}

    /** What is on a list, each with its facts. */
    static <T> ObjectNode list(String name, List<T> all, BiConsumer<ObjectNode, T> facts) {
        ObjectNode answer = MAKE.objectNode();
        ArrayNode list = answer.putArray(name);
        all.forEach(one -> facts.accept(list.addObject(), one));
        return answer;
    }

    /** Where the log says that it was done. */
    static ObjectNode entry(Position entry) {
        return MAKE.objectNode().put("entry", entry.index());
    }

    static ObjectNode waiting(List<Waiting> all, Protocol.Waits rule, Official official) {
        ObjectNode answer = MAKE.objectNode();
        ArrayNode holds = answer.putArray("holds");
        all.forEach(waiting -> holds.add(
                facts(waiting).put("mayDecide", rule.mayDecide(official.acting().office(), waiting.escalations()))));
        return answer;
    }

    static ObjectNode shown(Release.Shown shown) {
        ObjectNode answer = facts(shown.waiting());
        answer.put("message", shown.waiting().messageRef());
        answer.put("case", shown.waiting().caseRef());
        shown.recipient().ifPresent(party -> contact(answer.putObject("recipient"), party));
        shown.ruling().ifPresent(ruling -> ruling(answer.putObject("protocol"), ruling));
        ArrayNode views = answer.putArray("views");
        for (int i = 0; i < shown.views().size(); i++) {
            view(views.addObject(), shown.views().get(i), i > 0);
        }
        return answer;
    }

    static ObjectNode released(Release.Ended ended) {
        return MAKE.objectNode()
                .put("state", ended.state().name().toLowerCase(Locale.ROOT))
                .put("entry", ended.entry().index());
    }

    /** The protocol said no: with whom to ring, where this gateway may not send. */
    static void refused(ObjectNode problem, Release.Ended ended) {
        problem.put("entry", ended.entry().index());
        ended.ruling().ifPresent(ruling -> ruling(problem.putObject("protocol"), ruling));
        ended.recipient().ifPresent(party -> contact(problem.putObject("contact"), party));
    }

    static ObjectNode glasses(List<Glass> all, Instant now) {
        ObjectNode answer = MAKE.objectNode();
        ArrayNode list = answer.putArray("breakGlass");
        all.forEach(glass -> list.add(glass(glass, now)));
        return answer;
    }

    static ObjectNode glass(Glass glass, Instant now) {
        ObjectNode node = MAKE.objectNode();
        node.put("id", glass.id());
        node.put("case", glass.caseRef());
        node.put("clause", glass.clause().value());
        node.put("reason", glass.reason());
        node.put("open", glass.isOpen(now));
        node.put("needed", glass.needed());
        ArrayNode people = node.putArray("people");
        glass.people().forEach(person -> person(people.addObject(), person));
        node.put("asked", glass.askedAt().toString());
        glass.until().ifPresent(until -> node.put("until", until.toString()));
        glass.closedAt().ifPresent(closed -> node.put("closed", closed.toString()));
        glass.reviewBy().ifPresent(due -> node.put("reviewBy", due.toString()).put("reminders", glass.reminders()));
        node.put("mustBeReviewed", glass.until().isPresent() && glass.review().isEmpty());
        glass.review().ifPresent(review -> {
            ObjectNode reviewed = node.putObject("review");
            person(reviewed, review.by());
            reviewed.put("at", review.at().toString()).put("finding", review.finding());
        });
        return node;
    }

    static ObjectNode session(Acting acting, String name, Instant expires) {
        ObjectNode node = MAKE.objectNode();
        person(node, acting);
        return node.put("name", name).put("expires", expires.toString());
    }

    private static ObjectNode facts(Waiting waiting) {
        ObjectNode node = MAKE.objectNode();
        node.put("id", waiting.id());
        node.put("emergency", waiting.emergency());
        node.put("from", waiting.sender().value());
        node.put("to", waiting.recipient().value());
        node.put("reason", waiting.reason());
        texts(node.putArray("clauses"), waiting.clauses());
        node.put("since", waiting.since().toString());
        node.put("due", waiting.due().toString());
        node.put("escalations", waiting.escalations());
        node.put("entry", waiting.raised().index());
        return node;
    }

    /** The content is a text: whoever digests it gets exactly the digest it is released by. */
    private static void view(ObjectNode node, Projected view, boolean blackened) {
        node.put("sha256", view.view().digest().hex());
        node.put("blackened", blackened);
        texts(node.putArray("withheld"), view.withheld().stream().sorted().toList());
        texts(node.putArray("doubts"), view.doubts().stream().sorted().toList());
        node.put("content", view.view().text());
    }

    private static void ruling(ObjectNode node, Ruling ruling) {
        if (ruling instanceof Ruling.Refuse refuse) {
            node.put("says", "refuse").put("reason", refuse.reason());
            texts(node.putArray("clauses"), refuse.clauses());
            return;
        }
        Optional<Ruling.Hold> hold =
                Optional.of(ruling).filter(Ruling.Hold.class::isInstance).map(Ruling.Hold.class::cast);
        Ruling.Permit permit = hold.map(Ruling.Hold::permit).orElseGet(() -> (Ruling.Permit) ruling);
        node.put("says", hold.isPresent() ? "hold" : "permit");
        hold.ifPresent(held -> node.put("reason", held.reason()));
        texts(node.putArray("clauses"), ruling.clauses());
        texts(node.putArray("permittedBy"), permit.clauses());
        texts(node.putArray("materials"), permit.materials().stream().sorted().toList());
        texts(
                node.putArray("obligations"),
                permit.obligations().stream().sorted().toList());
        node.put("via", permit.via().name());
        texts(node.putArray("lawfulBasis"), permit.basis().stream().sorted().toList());
    }

    private static void contact(ObjectNode node, Party party) {
        node.put("agency", party.id().value());
        node.put("name", party.name());
        node.put("contact", party.contact());
    }

    private static void person(ObjectNode node, Acting person) {
        node.put("account", person.account());
        node.put("office", person.office().name());
        node.put("agency", person.agency().value());
    }

    private static void texts(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
