package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Protocol;

/** What did agencies' systems answer to what they were sent? A named person reads it, and that they did is in the log. */
public final class Replies {
    private final DecidingRooms<PartnerAnswer.Kept, Page> rooms;
    private final Clock clock;

    public Replies(DecidingRooms<PartnerAnswer.Kept, Page> rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** One open transaction over what was answered. */
    public interface Page extends DecidingRooms.Page<PartnerAnswer.Kept> {
        /** What was answered to what went out of one case, the latest first. */
        List<PartnerAnswer.Kept> of(String caseRef);

        /** What a locked one says, as the agency's system sent it. */
        Optional<Bytes> said(PartnerAnswer.Kept answer);
    }

    /** The latest of all cases, without those this person must not open. */
    public List<PartnerAnswer.Kept> latest(Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        return rooms.desk().open().stream()
                .filter(answer -> !official.recused().contains(answer.caseRef()))
                .toList();
    }

    /** Those of one case, the latest first. */
    public List<PartnerAnswer.Kept> of(String caseRef, Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        Protocol protocol = rooms.inForce(clock.instant());
        return rooms.desk().write(page -> {
            rooms.side(page, caseRef, official, protocol);
            return page.of(caseRef);
        });
    }

    /**
     * What one says, as the agency's system sent it. That it was looked at is in the log before it is shown.
     *
     * @param reason what for, a code
     */
    public Bytes look(String id, String reason, Official official) throws Declined {
        DecidingRooms.requireOffice(official);
        Instant now = clock.instant();
        Protocol protocol = rooms.inForce(now);
        return rooms.desk().write(page -> {
            PartnerAnswer.Kept answer = page.lock(id).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
            rooms.side(page, answer.caseRef(), official, protocol);
            Bytes said = page.said(answer).orElseThrow(() -> new Declined(Declined.Why.GONE));
            Details details = Details.of(official.acting())
                    .and("from", answer.from().value())
                    .and("case", answer.caseRef())
                    .and("message", answer.id())
                    .and("reason", reason);
            page.reserve(1);
            page.log(List.of(new Entry.Noted(now, "answer.opened", Optional.of(protocol.ref()), details.list())));
            return said;
        });
    }
}
