package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.marac.gateway.flow.BreakGlass;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.model.Glass;

/** Break-glass, at the people's API: listed, asked for, agreed to, closed, reviewed. */
final class BreakGlassDoor {
    private final BreakGlass breakGlass;
    private final Board board;
    private final Clock clock;

    BreakGlassDoor(BreakGlass breakGlass, Board board, Clock clock) {
        this.breakGlass = breakGlass;
        this.board = board;
        this.clock = clock;
    }

    /** The latest uses. */
    ObjectNode list() {
        return Answers.glasses(board.glasses(), clock.instant());
    }

    /** The first person asks. */
    ObjectNode ask(Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("hold", "reason"));
        return told(breakGlass.ask(Request.text(body, "hold"), Request.reason(body, "reason"), official));
    }

    /** Another person agrees. */
    ObjectNode agree(String glass, Official official) throws Declined {
        return told(breakGlass.agree(glass, official));
    }

    /** One of those who opened it closes it. */
    ObjectNode close(String glass, Official official) throws Declined {
        return told(breakGlass.close(glass, official));
    }

    /** Somebody who took no part has looked at it. */
    ObjectNode review(String glass, Request request, Official official) throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("finding"));
        return told(breakGlass.review(glass, Request.reason(body, "finding"), official));
    }

    private ObjectNode told(Glass glass) {
        return Answers.glass(glass, clock.instant());
    }
}
