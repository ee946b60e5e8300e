package org.marac.gateway.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ProtocolRef;

/**
 * What a correction does to what was shared before, and what the audit log is told of it.
 *
 * @param correction what was said
 * @param messageRef its pseudonym
 * @param protocol the version in force
 * @param superseded what does not stand any more
 * @param recalls who is told so without being shown what stands instead
 */
record Effect(
        Correction correction,
        String messageRef,
        ProtocolRef protocol,
        Unit.Superseded superseded,
        List<Recalls.Notice> recalls) {
    private static final String SUPERSEDED = "superseded";

    /** How many entries it takes. */
    int size() {
        return 1 + (int) undelivered() + superseded.ended().size() + recalls.size();
    }

    /** What the coordinator must be told: there is someone whom only a person can tell. */
    Optional<Notice> byHand(Instant at) {
        return recalls.stream().anyMatch(notice -> notice.leaving().isEmpty())
                ? Optional.of(new Notice(Notice.Code.RECALL_BY_HAND, superseded.caseRef(), messageRef, at))
                : Optional.empty();
    }

    /**
     * The entries, in order, and the notices to leave.
     *
     * @param at when
     * @param first where the first of them will stand
     * @param decision where the entry of the correction stands
     * @param places takes what is to leave
     */
    List<Entry> write(Instant at, long first, Position decision, UnitOfWork.Places places) {
        AgencyId from = correction.header().sender();
        List<Entry> entries = new ArrayList<>();
        entries.add(noted(at, "correction.accepted", accepted()));
        superseded.sent().stream()
                .filter(Unit.Sent::undelivered)
                .forEach(sent -> entries.add(noted(
                        at,
                        "correction.superseded",
                        about().and("to", sent.recipient().value())
                                .and(
                                        "disclosure",
                                        Long.toString(sent.disclosure().index())))));
        superseded
                .ended()
                .forEach(waiting -> entries.add(new HoldEntry.Withheld(
                        at, waiting.entry(), List.of(), SUPERSEDED, Optional.empty(), Optional.empty())));
        for (Recalls.Notice notice : recalls) {
            if (notice.leaving().isEmpty()) {
                entries.add(noted(
                        at, "correction.by-hand", about().and("to", notice.to().value())));
                continue;
            }
            Bytes sealed = notice.leaving().get().bytes();
            places.post(new Posting(
                    notice.to(),
                    notice.door(),
                    new Posting.About(
                            messageRef,
                            superseded.caseRef(),
                            correction.header().emergency(),
                            false),
                    notice.leaving().get(),
                    first + entries.size(),
                    at));
            entries.add(new Entry.Recall(
                    at,
                    from,
                    notice.to(),
                    notice.door(),
                    messageRef,
                    superseded.caseRef(),
                    protocol,
                    sealed.digest(),
                    sealed.size(),
                    notice.recalled(),
                    decision));
        }
        return entries;
    }

    private long undelivered() {
        return superseded.sent().stream().filter(Unit.Sent::undelivered).count();
    }

    private Details accepted() {
        Details details = about().and("corrects", superseded.messageRef());
        return correction
                .withdrawal()
                .map(why -> details.and("withdrawn", why.reason().name()))
                .orElseGet(() ->
                        details.and("replaced", correction.substance().kind().name()));
    }

    private Details about() {
        return Details.none().and("case", superseded.caseRef()).and("message", messageRef);
    }

    private Entry noted(Instant at, String event, Details details) {
        return new Entry.Noted(at, event, Optional.of(protocol), details.list());
    }
}
