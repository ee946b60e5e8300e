package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Redelivery;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Undelivered;

/** What has not reached its recipients, at the people's API: listed, tried once more, dismissed. */
public final class UndeliveredDoor {
    private final Redelivery redelivery;

    /** @param redelivery what becomes of it */
    public UndeliveredDoor(Redelivery redelivery) {
        this.redelivery = redelivery;
    }

    /** Pseudonyms and codes, and no content. */
    ObjectNode list(Official official) throws Declined {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("undelivered");
        redelivery.open(official).forEach(one -> facts(all.addObject(), one));
        return answer;
    }

    /** One of them. */
    ObjectNode show(String entry, Official official) throws Declined {
        return facts(JsonNodeFactory.instance.objectNode(), redelivery.show(entry, official));
    }

    /** Once more. */
    ObjectNode retry(String entry, Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("reason"));
        return written(redelivery.retry(entry, Request.reason(body, "reason"), official));
    }

    /** Not at all. */
    ObjectNode dismiss(String entry, Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("reason"));
        return written(redelivery.dismiss(entry, Request.reason(body, "reason"), official));
    }

    private static ObjectNode written(Position entry) {
        return JsonNodeFactory.instance.objectNode().put("entry", entry.index());
    }

    private static ObjectNode facts(ObjectNode node, Undelivered one) {
        node.put("disclosure", one.disclosure().index())
                .put("to", one.recipient().value())
                .put("door", one.door().code())
                .put("case", one.caseRef())
                .put("message", one.message())
                .put("emergency", one.emergency())
                .put("sha256", one.sha256().hex())
                .put("since", one.since().toString())
                .put("attempts", one.attempts())
                .put("state", one.isSetAside() ? "set-aside" : "waiting");
        one.refused()
                .ifPresent(aside -> node.put("reason", aside.reason())
                        .put("asideSince", aside.at().toString()));
        return node;
    }
}
