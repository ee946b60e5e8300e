package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Replies;
import org.marac.gateway.model.PartnerAnswer;

/** What agencies' systems answered, at the people's API: listed, of all cases or of one, and saved to be read. */
public final class AnswerDoor {
    private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");

    private final Replies replies;

    /** @param replies what was answered */
    public AnswerDoor(Replies replies) {
        this.replies = replies;
    }

    /** Who answered when, and what became of the request; nothing else of what they say. */
    ObjectNode list(Optional<String> caseRef, Official official) throws Problem, Declined {
        if (caseRef.filter(ref -> !PSEUDONYM.matcher(ref).matches()).isPresent()) {
            throw Problem.malformed("A case is named by its pseudonym, 32 hexadecimal digits.");
        }
        List<PartnerAnswer.Kept> answers =
                caseRef.isPresent() ? replies.of(caseRef.get(), official) : replies.latest(official);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("answers");
        answers.forEach(one -> facts(all.addObject(), one));
        return answer;
    }

    /** What one says, to be saved: no browser shows it. */
    Reply open(String id, Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("reason"));
        return Reply.attachment("answer-" + id + ".bin", replies.look(id, Request.reason(body, "reason"), official));
    }

    private static void facts(ObjectNode node, PartnerAnswer.Kept one) {
        node.put("id", one.id())
                .put("from", one.from().value())
                .put("case", one.caseRef())
                .put("at", one.at().toString())
                .put("parked", one.parked());
        one.code().ifPresent(code -> node.put("code", code.code()));
    }
}
