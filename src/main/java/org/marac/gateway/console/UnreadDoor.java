package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Rereading;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Unread;

/** What could not be read, at the people's API: listed, saved to be looked at, taken once more, put aside. */
public final class UnreadDoor {
    /** Base64 of the largest message, and what stands around it. */
    private static final int AROUND = 4_096;

    private final Rereading rereading;
    private final int mostBytes;

    /**
     * @param rereading what becomes of it
     * @param maximumBytes the largest message taken
     */
    public UnreadDoor(Rereading rereading, int maximumBytes) {
        this.rereading = rereading;
        this.mostBytes = Math.addExact(Math.multiplyExact(maximumBytes / 3 + 1, 4), AROUND);
    }

    /** The evidence, without content. */
    ObjectNode list(Official official) throws Declined {
        return Answers.list("unread", rereading.open(official), UnreadDoor::facts);
    }

    /** The bytes, to be saved: whatever they are, no browser shows them. */
    Reply open(String id, Request request, Official official) throws Problem, Declined, IOException {
        Rereading.Looked looked = rereading.look(id, request.reason(), official);
        return Reply.attachment("unread-" + looked.unread().id() + ".bin", looked.content());
    }

    /** Once more: as it came, as another type, or with other bytes. */
    ObjectNode resubmit(String id, Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("reason", "type", "content"), mostBytes);
        Rereading.Ended ended = rereading.resubmit(
                id, new Rereading.Instead(type(body), content(body)), Request.reason(body, "reason"), official);
        ObjectNode answer =
                Answers.entry(ended.entry()).put("outcome", ended.refusal().isPresent() ? "refused" : "read");
        ended.refusal().ifPresent(refusal -> refusal(answer, refusal));
        ended.told()
                .ifPresent(told ->
                        answer.put("told", told.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        return answer;
    }

    /** Put aside. */
    ObjectNode dismiss(String id, Request request, Official official) throws Problem, Declined, IOException {
        return Answers.entry(rereading.dismiss(id, request.reason(), official));
    }

    private static Optional<MediaType> type(JsonNode body) throws Problem {
        Optional<String> said = Request.optional(body, "type");
        Optional<MediaType> type = said.flatMap(MediaType::of);
        if (said.isPresent() && type.isEmpty()) {
            throw Problem.malformed("The type is not one this gateway takes.");
        }
        return type;
    }

    private static Optional<Bytes> content(JsonNode body) throws Problem {
        JsonNode content = body.path("content");
        if (content.isMissingNode()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Bytes.of(Base64.getDecoder().decode(content.asText())));
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("The content is Base64.");
        }
    }

    private static void facts(ObjectNode node, Unread unread) {
        node.put("id", unread.id())
                .put("from", unread.agency().value())
                .put("door", unread.door().code())
                .put("since", unread.receivedAt().toString())
                .put("bytes", unread.size())
                .put("sha256", unread.sha256().hex())
                .put("kept", unread.state() == Unread.State.OPEN)
                .put("entry", unread.refused().index())
                .put("until", unread.expires().toString());
        unread.receiptId().ifPresent(receipt -> node.put("receipt", receipt));
        unread.type().ifPresent(type -> node.put("type", type.code()));
        refusal(node, unread.refusal());
    }

    private static void refusal(ObjectNode node, Refusal refusal) {
        node.put("code", refusal.code().code()).put("meaning", refusal.code().sentence());
        refusal.reason().ifPresent(reason -> node.put("reason", reason));
        refusal.position().ifPresent(position -> node.put("position", position));
    }
}
