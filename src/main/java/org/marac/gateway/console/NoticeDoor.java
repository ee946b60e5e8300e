package org.marac.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
        return Answers.list("notices", attention.open(official), NoticeDoor::facts);
    }

    /** Somebody has looked at it. */
    ObjectNode seen(String id, Request request, Official official) throws Problem, Declined, IOException {
        return Answers.entry(attention.seen(id, request.reason(), official));
    }

    /** What an agency sent that gave cause for it, to be saved. */
    Reply open(String id, Request request, Official official) throws Problem, Declined, IOException {
        return Reply.attachment("notice-" + id + ".bin", attention.look(id, request.reason(), official));
    }

    private static void facts(ObjectNode node, Notice.Raised raised) {
        Notice notice = raised.notice();
        node.put("id", raised.id())
                .put("code", notice.code().event())
                .put("meaning", notice.code().sentence())
                .put("since", notice.at().toString());
        if (notice.code() == Notice.Code.UNREAD) {
            node.put("unread", notice.about());
        } else if (notice.code().isOfACase()) {
            node.put("case", notice.caseRef()).put(notice.code().isAboutACase() ? "other" : "message", notice.about());
        }
    }
}
