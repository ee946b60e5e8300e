package org.marac.gateway.flow;

import java.time.Clock;
import java.util.Optional;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** Step 3: what is inside, if it is theirs and for us. */
final class Opening {
    private final Rooms.Open room;
    private final Clock clock;
    private final int maximumBytes;

    Opening(Rooms.Open room, Clock clock, int maximumBytes) {
        this.room = room;
        this.clock = clock;
        this.maximumBytes = maximumBytes;
    }

    Line.Opened open(Line.Identified identified) throws Refused {
        Arrival arrival = identified.arrival();
        if (arrival.bytes().size() > maximumBytes) {
            throw new Refused(Refusal.of(RefusalCode.TOO_LARGE));
        }
        MediaType type = arrival.type().orElseThrow(() -> new Refused(Refusal.of(RefusalCode.UNKNOWN_MEDIA_TYPE)));
        if (type == MediaType.CMS) {
            return new Line.Opened(identified, sealed(identified));
        }
        if (identified.by().channel().assurance() == Assurance.SIGNED) {
            throw new Refused(Refusal.of(RefusalCode.CHANNEL_NOT_AGREED, "signature-required"));
        }
        return new Line.Opened(
                identified,
                new Opened(
                        arrival.bytes(),
                        type,
                        Assurance.CHANNEL,
                        Optional.empty(),
                        Optional.empty(),
                        arrival.correlation()));
    }

    /**
     * Signatures and certificates count now. A time window keeps others from sending again what they have caught; what the
     * gateway itself has kept is in time when it was in time as it came.
     */
    private Opened sealed(Line.Identified identified) throws Refused {
        Arrival arrival = identified.arrival();
        try {
            return room.open(arrival.bytes(), identified.by(), clock.instant());
        } catch (Refused refused) {
            if (arrival.again().isEmpty() || refused.refusal().code() != RefusalCode.OUT_OF_TIME) {
                throw refused;
            }
            return room.open(arrival.bytes(), identified.by(), arrival.receivedAt());
        }
    }
}
