package org.marac.gateway.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Refusal;

/** Writes an entry's fields in their fixed order. The order of these calls is the format; see {@link LeafReader}. */
final class LeafWriter {
    private static final int VERSION = 1;

    private LeafWriter() {}

    static void write(ObjectNode leaf, Position position, String software, Entry entry) {
        leaf.put("v", VERSION);
        leaf.put("seq", position.index());
        leaf.put("ts", entry.at().toString());
        leaf.put("ev", Allowed.event(entry.event()));
        leaf.put("sw", Allowed.software(software));
        if (entry instanceof Entry.Admitted admitted) {
            admitted(leaf, admitted);
        } else if (entry instanceof Entry.TurnedAway turnedAway) {
            turnedAway(leaf, turnedAway);
        } else if (entry instanceof Entry.Disclosed disclosed) {
            disclosed(leaf, disclosed);
        } else if (entry instanceof Entry.Recall recall) {
            recall(leaf, recall);
        } else if (HoldLeaf.writes(leaf, entry)) {
            return;
        } else if (entry instanceof Entry.Delivered delivered) {
            leaf.put("to", delivered.to().value());
            leaf.put("door", delivered.door().code());
            leaf.put("out", delivered.sha256().hex());
            leaf.put("attempts", delivered.attempts());
            leaf.put("disclosure", delivered.disclosure().index());
        } else if (entry instanceof Entry.Undelivered undelivered) {
            leaf.put("to", undelivered.to().value());
            leaf.put("door", undelivered.door().code());
            leaf.put("out", undelivered.sha256().hex());
            leaf.put("attempts", undelivered.attempts());
            leaf.put("disclosure", undelivered.disclosure().index());
            leaf.put("reason", Allowed.reason(undelivered.reason()));
        } else if (entry instanceof Entry.Noted noted) {
            noted(leaf, noted);
        } else {
            throw new IllegalArgumentException("The log has no form for this kind of entry");
        }
    }

    private static void admitted(ObjectNode leaf, Entry.Admitted entry) {
        leaf.put("from", entry.from().value());
        leaf.put("assurance", entry.assurance().name());
        arrived(leaf, entry.arrived());
        leaf.put("case", Allowed.pseudonym(entry.caseRef()));
        Asked.write(leaf.putObject("question"), entry.question());
        decision(leaf.putObject("decision"), entry.decision());
        leaf.put("receipt", Allowed.pseudonym(entry.receiptId()));
    }

    private static void turnedAway(ObjectNode leaf, Entry.TurnedAway entry) {
        entry.from().ifPresent(from -> leaf.put("from", from.value()));
        arrived(leaf, entry.arrived());
        refusal(leaf.putObject("refusal"), entry.refusal());
        entry.protocol().ifPresent(protocol -> protocol(leaf, protocol));
        entry.question().ifPresent(question -> Asked.write(leaf.putObject("question"), question));
        entry.decision().ifPresent(decision -> decision(leaf.putObject("decision"), decision));
        entry.receiptId().ifPresent(receipt -> leaf.put("receipt", Allowed.pseudonym(receipt)));
    }

    private static void disclosed(ObjectNode leaf, Entry.Disclosed entry) {
        leaf.put("from", entry.from().value());
        leaf.put("door", entry.door().code());
        leaf.put("message", Allowed.pseudonym(entry.messageRef()));
        leaf.put("case", Allowed.pseudonym(entry.caseRef()));
        protocol(leaf, entry.protocol());
        Ruled.write(leaf.putObject("ruling"), entry.permit());
        materials(leaf.putArray("withheld"), entry.withheld());
        leaf.put("out", entry.sha256().hex());
        leaf.put("bytes", entry.bytes());
        leaf.put("decision", entry.decision().index());
    }

    private static void recall(ObjectNode leaf, Entry.Recall entry) {
        leaf.put("from", entry.from().value());
        leaf.put("to", entry.to().value());
        leaf.put("door", entry.door().code());
        leaf.put("message", Allowed.pseudonym(entry.messageRef()));
        leaf.put("case", Allowed.pseudonym(entry.caseRef()));
        protocol(leaf, entry.protocol());
        leaf.put("out", entry.sha256().hex());
        leaf.put("bytes", entry.bytes());
        leaf.put("recalled", entry.recalled().index());
        leaf.put("decision", entry.decision().index());
    }

    private static void noted(ObjectNode leaf, Entry.Noted entry) {
        if (entry.event().startsWith("message.") || HoldLeaf.EVENTS.contains(entry.event())) {
            throw new IllegalArgumentException("What happens to a message has an entry of its own");
        }
        entry.protocol().ifPresent(protocol -> protocol(leaf, protocol));
        ArrayNode details = leaf.putArray("details");
        for (Entry.Noted.Detail detail : entry.details()) {
            details.addObject().put(Allowed.name(detail.name()), Allowed.figure(detail.value()));
        }
    }

    private static void arrived(ObjectNode leaf, Entry.Arrived arrived) {
        ObjectNode node = leaf.putObject("arrived");
        node.put("door", arrived.door().code());
        arrived.messageRef().ifPresent(ref -> node.put("message", Allowed.pseudonym(ref)));
        node.put("in", arrived.commitment().hex());
        node.put("bytes", arrived.bytes());
        arrived.type().map(MediaType::code).ifPresent(type -> node.put("type", type));
    }

    private static void refusal(ObjectNode node, Refusal refusal) {
        node.put("code", refusal.code().code());
        texts(node.putArray("clauses"), refusal.clauses());
        refusal.reason().ifPresent(reason -> node.put("reason", reason));
        refusal.position().ifPresent(position -> node.put("position", position));
    }

    private static void protocol(ObjectNode leaf, ProtocolRef protocol) {
        ObjectNode node = leaf.putObject("protocol");
        node.put("id", Allowed.protocol(protocol.id()));
        node.put("version", protocol.version());
        node.put("sha256", protocol.digest().hex());
    }

    static void decision(ObjectNode node, Decision decision) {
        protocol(node, decision.protocol());
        ArrayNode rulings = node.putArray("rulings");
        decision.rulings().forEach(ruling -> Ruled.write(rulings.addObject(), ruling));
    }

    private static void materials(ArrayNode array, Set<Material> materials) {
        texts(array, new TreeSet<>(materials));
    }

    static void texts(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
