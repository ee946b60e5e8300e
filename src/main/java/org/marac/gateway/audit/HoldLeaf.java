package org.marac.gateway.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Position;

/** Writes and reads the entries about what waits for a person. The order of the calls is the format. */
final class HoldLeaf {
    /** Events that have a form of their own. */
    static final Set<String> EVENTS = Set.of("hold.raised", "hold.released", "hold.refused", "hold.escalated");

    private HoldLeaf() {}

    /** Writes the entry, if it is one of these. */
    static boolean writes(ObjectNode leaf, Entry entry) {
        if (entry instanceof HoldEntry.Held held) {
            held(leaf, held);
        } else if (entry instanceof HoldEntry.Released released) {
            released(leaf, released);
        } else if (entry instanceof HoldEntry.Withheld withheld) {
            withheld(leaf, withheld);
        } else if (entry instanceof HoldEntry.Escalated escalated) {
            hold(leaf, escalated.hold());
            leaf.put("asked", escalated.asked().name());
            leaf.put("times", escalated.times());
            leaf.put("emergency", escalated.emergency());
        } else {
            return false;
        }
        return true;
    }

    static Entry read(Fields leaf, Instant at, String event) {
        return switch (event) {
            case "hold.raised" ->
                new HoldEntry.Held(
                        at,
                        LeafReader.agency(leaf, "from"),
                        LeafReader.agency(leaf, "to"),
                        leaf.text("message"),
                        leaf.text("case"),
                        leaf.text("hold"),
                        leaf.text("reason"),
                        leaf.texts("clauses", ClauseId::new),
                        new Position(leaf.big("decision")));
            case "hold.released" ->
                new HoldEntry.Released(
                        at,
                        hold(leaf),
                        by(leaf),
                        leaf.text("reason"),
                        Asked.read(leaf.object("question")),
                        LeafReader.decision(leaf.object("decision")),
                        LeafReader.digest(leaf, "view"),
                        leaf.optionalText("glass"));
            case "hold.refused" ->
                new HoldEntry.Withheld(
                        at,
                        hold(leaf),
                        by(leaf),
                        leaf.text("reason"),
                        leaf.optionalObject("question").map(Asked::read),
                        leaf.optionalObject("decision").map(LeafReader::decision));
            case "hold.escalated" ->
                new HoldEntry.Escalated(
                        at,
                        hold(leaf),
                        Office.valueOf(leaf.text("asked")),
                        leaf.integer("times"),
                        leaf.truth("emergency"));
            default -> throw new IllegalArgumentException("Not an event about a hold");
        };
    }

    private static void held(ObjectNode leaf, HoldEntry.Held entry) {
        leaf.put("from", entry.from().value());
        leaf.put("to", entry.to().value());
        leaf.put("message", Allowed.pseudonym(entry.messageRef()));
        leaf.put("case", Allowed.pseudonym(entry.caseRef()));
        leaf.put("hold", Allowed.pseudonym(entry.holdId()));
        leaf.put("reason", Allowed.reason(entry.reason()));
        LeafWriter.texts(leaf.putArray("clauses"), entry.clauses());
        leaf.put("decision", entry.decision().index());
    }

    private static void released(ObjectNode leaf, HoldEntry.Released entry) {
        hold(leaf, entry.hold());
        by(leaf, entry.by());
        leaf.put("reason", Allowed.reason(entry.reason()));
        Asked.write(leaf.putObject("question"), entry.question());
        LeafWriter.decision(leaf.putObject("decision"), entry.decision());
        leaf.put("view", entry.view().hex());
        entry.glass().ifPresent(glass -> leaf.put("glass", Allowed.pseudonym(glass)));
    }

    private static void withheld(ObjectNode leaf, HoldEntry.Withheld entry) {
        hold(leaf, entry.hold());
        by(leaf, entry.by());
        leaf.put("reason", Allowed.reason(entry.reason()));
        entry.question().ifPresent(question -> Asked.write(leaf.putObject("question"), question));
        entry.decision().ifPresent(decision -> LeafWriter.decision(leaf.putObject("decision"), decision));
    }

    private static void hold(ObjectNode leaf, HoldEntry.Hold hold) {
        leaf.put("from", hold.from().value());
        leaf.put("to", hold.to().value());
        leaf.put("message", Allowed.pseudonym(hold.messageRef()));
        leaf.put("case", Allowed.pseudonym(hold.caseRef()));
        leaf.put("hold", Allowed.pseudonym(hold.id()));
        leaf.put("raised", hold.raised().index());
    }

    private static HoldEntry.Hold hold(Fields leaf) {
        return new HoldEntry.Hold(
                leaf.text("hold"),
                LeafReader.agency(leaf, "from"),
                LeafReader.agency(leaf, "to"),
                leaf.text("message"),
                leaf.text("case"),
                new Position(leaf.big("raised")));
    }

    private static void by(ObjectNode leaf, List<Acting> people) {
        ArrayNode by = leaf.putArray("by");
        people.forEach(person -> by.addObject()
                .put("account", Allowed.pseudonym(person.account()))
                .put("office", person.office().name())
                .put("agency", person.agency().value()));
    }

    private static List<Acting> by(Fields leaf) {
        return leaf.objects("by").stream()
                .map(person -> new Acting(
                        person.text("account"),
                        Office.valueOf(person.text("office")),
                        LeafReader.agency(person, "agency")))
                .toList();
    }
}
