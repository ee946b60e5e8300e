package org.marac.gateway.flow;

import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Waiting;

/** The stations of the release line. Each can only be built from the one before it, so the compiler keeps the order. */
final class Releasing {
    private Releasing() {}

    /** It waits, and this person's office may look at it; under break-glass, because they agreed. */
    record Opened(Waiting waiting, Official official, InForce inForce, Optional<Glass> glass) {
        Protocol protocol() {
            return inForce.protocol();
        }

        /** Who acts: the person, or all who opened the break-glass. */
        List<Acting> by() {
            return glass.map(Glass::people).orElseGet(() -> List.of(official.acting()));
        }
    }

    /** What the message says, read again from the record. */
    record Read(Opened from, Message message, Bytes canonical) {}

    /** What else is known of its people now, none of whom the person is too close to. */
    record Known(Read from, Matched known) {}

    /** What the protocol says now. */
    record Decided(Known from, Question question, Decision decision) {
        Opened opened() {
            return from.from().from();
        }

        /** What the protocol says of the recipient; none where the version in force no longer names it. */
        Optional<Ruling> ruling() {
            AgencyId recipient = opened().waiting().recipient();
            return decision.rulings().stream()
                    .filter(ruling -> ruling.recipient().equals(recipient))
                    .findFirst();
        }

        /** What may go once a person has let it go. */
        Optional<Ruling.Permit> permit() {
            return ruling().flatMap(ruling -> ruling instanceof Ruling.Hold hold
                    ? Optional.of(hold.permit())
                    : Optional.of(ruling)
                            .filter(Ruling.Permit.class::isInstance)
                            .map(Ruling.Permit.class::cast));
        }
    }

    /** The views that could leave: as it is, and where something is in doubt, without that. */
    record Disclosed(Decided from, Ruling.Permit permit, List<Projected> views) {}

    /** The one view the person saw and lets go. */
    record Approved(Disclosed from, Projected view) {}

    /** The same, sealed. */
    record Closed(Approved from, Line.Sealed sealed) {}
}
