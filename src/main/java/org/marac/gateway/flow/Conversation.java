package org.marac.gateway.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Turn;

/**
 * What becomes of a message that came out of its turn? It is kept in its place, and the coordinator is told where nobody
 * was sent it.
 */
final class Conversation {
    private Conversation() {}

    /**
     * Keeps a filed message's turn.
     *
     * @return the filing, with what the coordinator must be told of the turn
     */
    static Unit.Filed speak(Unit unit, Line.Understood understood, Unit.Filed filed, String messageRef, Instant at) {
        Optional<Turn> turn = understood.turn();
        if (turn.isEmpty()) {
            return filed;
        }
        unit.speak(
                understood.message(),
                turn.get(),
                understood.identified().arrival().receivedAt());
        Optional<Notice> notice =
                code(turn.get().order()).map(code -> new Notice(code, filed.caseRef(), messageRef, at));
        notice.ifPresent(unit::raise);
        List<Notice> notices = new ArrayList<>(filed.notices());
        notice.ifPresent(notices::add);
        return new Unit.Filed(filed.caseRef(), notices);
    }

    /**
     * Ends what a correction takes the place of. Where something else of its conversation was first to do so, it is worked out
     * again what that is; nobody could answer a refusal who only spoke twice.
     */
    static Unit.Superseded supersede(Unit unit, Line.Understood understood, Correction said, Instant at)
            throws Refused {
        try {
            return unit.supersede(said, at);
        } catch (Refused e) {
            if (understood.turn().isPresent()
                    && e.refusal().reason().filter("corrected-already"::equals).isPresent()) {
                throw new Unit.SaidMeanwhile();
            }
            throw e;
        }
    }

    private static Optional<Notice.Code> code(Turn.Order order) {
        return switch (order) {
            case EARLY -> Optional.of(Notice.Code.WITHDRAWN_UNSEEN);
            case OVERTAKEN_BY_WITHDRAWAL -> Optional.of(Notice.Code.CAME_AFTER_WITHDRAWAL);
            case IN_TURN, OVERTAKEN -> Optional.empty();
        };
    }
}
