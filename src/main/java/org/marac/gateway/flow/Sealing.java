package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Ruling;

/** Step 9: what leaves is closed, for each recipient alone. */
final class Sealing {
    private final Rooms.Close room;
    private final Clock clock;

    Sealing(Rooms.Close room, Clock clock) {
        this.room = room;
        this.clock = clock;
    }

    Line.Closed close(Line.Disclosed disclosed) {
        Instant now = clock.instant();
        Protocol protocol = disclosed.from().understood().identified().protocol();
        Letter letter = Letter.about(disclosed.from().understood().message());
        List<Line.Sealed> sealed = new ArrayList<>();
        List<Line.Held> held = new ArrayList<>(disclosed.held());
        for (Projected projected : disclosed.others()) {
            Party recipient = protocol.addressee(projected.permit()).orElseThrow();
            Envelope envelope = letter.of(projected, protocol, now);
            if (projected.permit().via() != Ruling.Via.ALTERNATE) {
                sealed.add(new Line.Sealed(
                        projected,
                        recipient,
                        room.close(envelope, recipient, Line.Sealed.door(projected, recipient), now)));
                continue;
            }
            // Never to the ordinary contact instead, who may be the one it is kept from; and nobody else waits for it.
            room.closeIfPossible(envelope, recipient, Line.Sealed.door(projected, recipient), now)
                    .ifPresentOrElse(
                            bytes -> sealed.add(new Line.Sealed(projected, recipient, bytes)),
                            () -> held.add(Line.Held.unreachable(projected)));
        }
        return new Line.Closed(disclosed.holding(held), sealed);
    }
}
