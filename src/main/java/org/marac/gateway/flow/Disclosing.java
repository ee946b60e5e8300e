package org.marac.gateway.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Ruling;

/** Step 8: what may each permitted recipient see of it, and for which of them must a person look first? */
final class Disclosing {
    private final Rooms.Disclose room;

    Disclosing(Rooms.Disclose room) {
        this.room = room;
    }

    Line.Disclosed disclose(Line.Decided decided) {
        Protocol protocol = decided.understood().identified().protocol();
        Optional<Projected> record = Optional.empty();
        List<Projected> others = new ArrayList<>();
        List<Line.Held> held = new ArrayList<>();
        decided.decision().holds().forEach(hold -> held.add(Line.Held.by(hold)));
        List<Projected> views = room.disclose(
                decided.understood().canonical(),
                Optional.of(protocol.coordinator()),
                decided.decision().permits(),
                decided.from().known().guarded(),
                Doubt.WAITS);
        for (Projected projected : views) {
            if (projected.permit().recipient().equals(protocol.coordinator())) {
                // A person's doubts are settled in the record; it is where that person looks.
                record = Optional.of(projected);
            } else if (projected.doubts().isEmpty()) {
                others.add(projected);
            } else {
                // An emergency does not wait for what can be blacked out at once.
                Optional<Projected> now = Optional.of(projected)
                        .filter(p -> decided.question().emergency())
                        .flatMap(p -> blackened(decided, p.permit()));
                now.ifPresentOrElse(others::add, () -> held.add(Line.Held.doubted(projected)));
            }
        }
        return new Line.Disclosed(decided, Optional.of(record.orElseThrow()), others, held);
    }

    private Optional<Projected> blackened(Line.Decided decided, Ruling.Permit permit) {
        return new Blackening(room)
                .blackened(
                        decided.understood().canonical(),
                        permit,
                        decided.from().known().guarded());
    }
}
