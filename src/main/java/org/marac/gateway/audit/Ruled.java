package org.marac.gateway.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Grounds;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.SpecialCondition;

/** What was decided for one recipient, by which clauses and on what law, as a leaf holds it. */
final class Ruled {
    private Ruled() {}

    /** The order of these calls is the format. */
    static void write(ObjectNode node, Ruling ruling) {
        node.put("to", ruling.recipient().value());
        if (ruling instanceof Ruling.Permit permit) {
            permit(node, permit);
        } else if (ruling instanceof Ruling.Hold hold) {
            texts(node.putArray("hold"), hold.clauses());
            node.put("reason", Allowed.reason(hold.reason()));
            permit(node, hold.permit());
        } else if (ruling instanceof Ruling.Refuse refuse) {
            texts(node.putArray("refuse"), refuse.clauses());
            node.put("reason", Allowed.reason(refuse.reason()));
        } else {
            throw new IllegalArgumentException("The log has no form for this kind of ruling");
        }
    }

    static Ruling read(Fields node) {
        AgencyId recipient = new AgencyId(node.text("to"));
        if (node.has("refuse")) {
            return new Ruling.Refuse(recipient, node.texts("refuse", ClauseId::new), node.text("reason"));
        }
        Ruling.Permit permit = new Ruling.Permit(
                recipient,
                node.texts("permit", ClauseId::new),
                node.set("materials", Material::parse),
                node.set("obligations", Obligation::valueOf),
                new Grounds(
                        node.set("basis", LawfulBasis::valueOf),
                        some(node, "conditions", SpecialCondition::valueOf),
                        some(node, "powers", Power::valueOf),
                        some(node, "lacking", Material::parse)),
                node.optionalText("via").map(Ruling.Via::valueOf).orElse(Ruling.Via.CONTACT));
        return node.has("hold")
                ? new Ruling.Hold(recipient, node.texts("hold", ClauseId::new), node.text("reason"), permit)
                : permit;
    }

    private static void permit(ObjectNode node, Ruling.Permit permit) {
        texts(node.putArray("permit"), permit.clauses());
        texts(node.putArray("materials"), new TreeSet<>(permit.materials()));
        names(node.putArray("obligations"), permit.obligations());
        Grounds grounds = permit.grounds();
        names(node.putArray("basis"), grounds.basis());
        if (!grounds.conditions().isEmpty()) {
            names(node.putArray("conditions"), grounds.conditions());
        }
        if (!grounds.powers().isEmpty()) {
            names(node.putArray("powers"), grounds.powers());
        }
        if (!grounds.lacking().isEmpty()) {
            texts(node.putArray("lacking"), new TreeSet<>(grounds.lacking()));
        }
        if (permit.via() != Ruling.Via.CONTACT) {
            node.put("via", permit.via().name());
        }
    }

    /** Left out where there are none. */
    private static <T> Set<T> some(Fields node, String name, Function<String, T> read) {
        return node.has(name) ? node.set(name, read) : Set.of();
    }

    private static void names(ArrayNode array, Collection<? extends Enum<?>> values) {
        values.stream().map(Enum::name).sorted().forEach(array::add);
    }

    private static void texts(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
