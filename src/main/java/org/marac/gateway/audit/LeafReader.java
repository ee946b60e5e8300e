package org.marac.gateway.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Ruling;

/** Reads back what {@link LeafWriter} writes. Anything unexpected is some unchecked exception; {@link Leaf} maps it. */
final class LeafReader {
    private static final Map<String, Door> DOORS = byCode(Door.values(), Door::code);
    private static final Map<String, RefusalCode> REFUSALS = byCode(RefusalCode.values(), RefusalCode::code);
    private static final Map<String, MediaType> TYPES = byCode(MediaType.values(), MediaType::code);

    private LeafReader() {}

    static Logged read(Fields leaf) {
        Position position = new Position(leaf.big("seq"));
        return new Logged(position, leaf.text("sw"), entry(leaf, Instant.parse(leaf.text("ts")), leaf.text("ev")));
    }

    private static Entry entry(Fields leaf, Instant at, String event) {
        return switch (event) {
            case "message.admitted" -> admitted(leaf, at);
            case "message.refused" -> turnedAway(leaf, at);
            case "message.disclosed" -> disclosed(leaf, at);
            case "message.recalled" -> recall(leaf, at);
            case "hold.raised", "hold.released", "hold.refused", "hold.escalated" -> HoldLeaf.read(leaf, at, event);
            case "message.delivered" ->
                new Entry.Delivered(
                        at, agency(leaf, "to"), door(leaf), digest(leaf, "out"), leaf.integer("attempts"), to(leaf));
            case "message.undelivered" ->
                new Entry.Undelivered(
                        at,
                        agency(leaf, "to"),
                        door(leaf),
                        digest(leaf, "out"),
                        leaf.integer("attempts"),
                        to(leaf),
                        leaf.text("reason"));
            default -> noted(leaf, at, event);
        };
    }

    private static Entry admitted(Fields leaf, Instant at) {
        return new Entry.Admitted(
                at,
                arrived(leaf.object("arrived")),
                agency(leaf, "from"),
                Assurance.valueOf(leaf.text("assurance")),
                Asked.read(leaf.object("question")),
                decision(leaf.object("decision")),
                leaf.text("case"),
                leaf.text("receipt"));
    }

    private static Entry turnedAway(Fields leaf, Instant at) {
        return new Entry.TurnedAway(
                at,
                arrived(leaf.object("arrived")),
                leaf.optionalText("from").map(AgencyId::new),
                refusal(leaf.object("refusal")),
                leaf.optionalObject("protocol").map(LeafReader::protocol),
                leaf.optionalObject("question").map(Asked::read),
                leaf.optionalObject("decision").map(LeafReader::decision),
                leaf.optionalText("receipt"));
    }

    private static Entry disclosed(Fields leaf, Instant at) {
        if (!(Ruled.read(leaf.object("ruling")) instanceof Ruling.Permit permit)) {
            throw new IllegalArgumentException("Nothing is disclosed without a permit");
        }
        return new Entry.Disclosed(
                at,
                agency(leaf, "from"),
                permit,
                door(leaf),
                leaf.text("message"),
                leaf.text("case"),
                protocol(leaf.object("protocol")),
                leaf.set("withheld", Material::parse),
                digest(leaf, "out"),
                leaf.integer("bytes"),
                new Position(leaf.big("decision")));
    }

    private static Entry recall(Fields leaf, Instant at) {
        return new Entry.Recall(
                at,
                agency(leaf, "from"),
                agency(leaf, "to"),
                door(leaf),
                leaf.text("message"),
                leaf.text("case"),
                protocol(leaf.object("protocol")),
                digest(leaf, "out"),
                leaf.integer("bytes"),
                new Position(leaf.big("recalled")),
                new Position(leaf.big("decision")));
    }

    private static Entry noted(Fields leaf, Instant at, String event) {
        List<Entry.Noted.Detail> details = new ArrayList<>();
        for (Fields detail : leaf.objects("details")) {
            String name = detail.node().fieldNames().next();
            details.add(new Entry.Noted.Detail(name, detail.text(name)));
        }
        return new Entry.Noted(at, event, leaf.optionalObject("protocol").map(LeafReader::protocol), details);
    }

    private static Entry.Arrived arrived(Fields node) {
        return new Entry.Arrived(
                door(node),
                node.optionalText("message"),
                digest(node, "in"),
                node.integer("bytes"),
                node.optionalText("type").map(code -> of(TYPES, code)));
    }

    private static Refusal refusal(Fields node) {
        return new Refusal(
                of(REFUSALS, node.text("code")),
                node.texts("clauses", ClauseId::new),
                node.optionalText("reason"),
                node.optionalText("position"));
    }

    private static ProtocolRef protocol(Fields node) {
        return new ProtocolRef(node.text("id"), node.integer("version"), digest(node, "sha256"));
    }

    static Decision decision(Fields node) {
        return new Decision(
                protocol(node.object("protocol")),
                node.objects("rulings").stream().map(Ruled::read).toList());
    }

    static AgencyId agency(Fields node, String name) {
        return new AgencyId(node.text(name));
    }

    private static Door door(Fields node) {
        return of(DOORS, node.text("door"));
    }

    static Digest digest(Fields node, String name) {
        return Digest.parse(node.text(name));
    }

    private static Position to(Fields leaf) {
        return new Position(leaf.big("disclosure"));
    }

    private static <T> Map<String, T> byCode(T[] values, Function<T, String> code) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(code, Function.identity()));
    }

    private static <T> T of(Map<String, T> values, String code) {
        T value = values.get(code);
        if (value == null) {
            throw new IllegalArgumentException("Not a code of the list");
        }
        return value;
    }
}
