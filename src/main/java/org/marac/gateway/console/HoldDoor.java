package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Release;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Waiting;

/** What waits for a person, at the people's API: listed, shown, let go, refused. */
final class HoldDoor {
    private final Release release;
    private final Board board;

    HoldDoor(Release release, Board board) {
        this.release = release;
        this.board = board;
    }

    /** What waits, the most urgent first. */
    ObjectNode list(Official official) {
        return Answers.waiting(board.waiting(), board.rule(), official);
    }

    /** One of them, with the exact views that would leave. */
    ObjectNode show(String hold, Request request, Official official) throws Declined {
        return Answers.shown(release.show(hold, official, request.parameter("breakGlass")));
    }

    /** Lets it go, unless the protocol refuses it now. */
    ObjectNode release(String hold, Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("view", "reason", "breakGlass"));
        Release.Ended ended = release.release(
                hold,
                digest(Request.text(body, "view")),
                Request.reason(body, "reason"),
                official,
                Request.optional(body, "breakGlass"));
        if (ended.state() == Waiting.State.RELEASED) {
            return Answers.released(ended);
        }
        Problem refused = new Problem(
                409,
                "refused-by-protocol",
                "The protocol now in force does not let this go. It will not be sent. If it cannot wait, telephone.");
        Answers.refused(refused.document(), ended);
        throw refused;
    }

    /** It will not go. */
    ObjectNode refuse(String hold, Request request, Official official) throws Problem, Declined, IOException {
        return Answers.released(release.refuse(hold, request.reason(), official));
    }

    private static Digest digest(String hex) throws Problem {
        try {
            return Digest.parse(hex);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("The view is named by its SHA-256, 64 hexadecimal digits.");
        }
    }
}
