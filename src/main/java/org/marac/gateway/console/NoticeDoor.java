package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.model.Notice;

/** What the coordinator should look at, at the people's API: listed, and said to have been looked at. */
final class NoticeDoor {
    private final Attention attention;

    NoticeDoor(Attention attention) {
        this.attention = attention;
    }

    /** Pseudonyms and no more. */
    ObjectNode list(Official official) throws Declined {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("notices");
        attention.open(official).forEach(raised -> facts(all.addObject(), raised));
        return answer;
    }

    /** Somebody has looked at it. */
    ObjectNode seen(String id, Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("reason"));
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "entry",
                        attention
                                .seen(id, Request.reason(body, "reason"), official)
                                .index());
    }

    /** What an agency sent that gave cause for it, to be saved. */
    Reply open(String id, Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("reason"));
        return Reply.attachment("notice-" + id + ".bin", attention.look(id, Request.reason(body, "reason"), official));
    }

    private static void facts(ObjectNode node, Notice.Raised raised) {
        Notice notice = raised.notice();
        node.put("id", raised.id())
                .put("code", notice.code().event())
                .put("meaning", notice.code().sentence())
                .put("since", notice.at().toString());
        if (notice.code() == Notice.Code.UNREAD) {
            node.put("unread", notice.about());
            return;
        }
        node.put("case", notice.caseRef()).put(notice.code().isAboutACase() ? "other" : "message", notice.about());
    }
}
