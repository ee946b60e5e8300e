package org.marac.gateway.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Turn;
import org.marac.gateway.model.Waiting;

/**
 * What the audit log is told of one message.
 *
 * @param at when
 * @param messageRef pseudonym of the sender's message id; empty where none could be read
 * @param commitment keyed digest of content that may hold personal data
 */
record Entries(Instant at, Optional<String> messageRef, Function<Bytes, Digest> commitment) {

    /**
     * Of an admitted message: the decision, then one disclosure for the record and one for each view that leaves, then
     * what waits for a person, then what the coordinator must be told of.
     *
     * @param holds the ids under which {@link Line.Disclosed#held()} wait, in that order
     * @param first where the decision will stand; the disclosures follow in the order of {@link Line.Closed#sealed()}
     */
    List<Entry> admitted(Line.Closed closed, Unit.Filed into, String receiptId, List<String> holds, long first) {
        String caseRef = into.caseRef();
        Line.Decided decided = closed.from().from();
        Line.Identified identified = decided.understood().identified();
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry.Admitted(
                at,
                arrived(identified.arrival()),
                identified.sender(),
                decided.question().assurance(),
                decided.question(),
                decided.decision(),
                caseRef,
                receiptId));
        closed.from()
                .record()
                .ifPresent(filed -> entries.add(disclosed(
                        identified,
                        filed,
                        Door.RECORD,
                        commitment.apply(filed.view()),
                        filed.view().size(),
                        caseRef,
                        first)));
        for (Line.Sealed sealed : closed.sealed()) {
            entries.add(disclosed(
                    identified,
                    sealed.projected(),
                    sealed.door(),
                    sealed.bytes().digest(),
                    sealed.bytes().size(),
                    caseRef,
                    first));
        }
        List<Line.Held> waiting = closed.from().held();
        for (int i = 0; i < waiting.size(); i++) {
            Line.Held held = waiting.get(i);
            entries.add(new HoldEntry.Held(
                    at,
                    identified.sender(),
                    held.permit().recipient(),
                    messageRef.orElseThrow(),
                    caseRef,
                    holds.get(i),
                    held.reason(),
                    held.clauses(),
                    new Position(first)));
        }
        into.notices().forEach(notice -> entries.add(noted(notice)));
        decided.understood()
                .turn()
                .flatMap(Turn::later)
                .ifPresent(later -> entries.add(overtaken(identified, caseRef, later)));
        return entries;
    }

    private Entry overtaken(Line.Identified identified, String caseRef, String later) {
        return new Entry.Noted(
                at,
                "correction.overtaken",
                Optional.of(identified.protocol().ref()),
                List.of(
                        new Entry.Noted.Detail("case", caseRef),
                        new Entry.Noted.Detail("message", messageRef.orElseThrow()),
                        new Entry.Noted.Detail("later", later)));
    }

    /** What the coordinator must be told of. */
    Entry noted(Notice notice) {
        return new Entry.Noted(
                at,
                notice.code().event(),
                Optional.empty(),
                List.of(
                        new Entry.Noted.Detail("case", notice.caseRef()),
                        new Entry.Noted.Detail(notice.code().isAboutACase() ? "other" : "message", notice.about())));
    }

    /** What waits for a person, and where its entry stands. */
    Waiting waiting(Line.Decided decided, Line.Held held, String holdId, String caseRef, long entry) {
        Line.Identified identified = decided.understood().identified();
        boolean emergency = decided.question().emergency();
        return new Waiting(
                holdId,
                messageRef.orElseThrow(),
                caseRef,
                identified.sender(),
                held.permit().recipient(),
                decided.question().assurance(),
                held.reason(),
                held.clauses(),
                emergency,
                new Position(entry),
                at,
                identified.protocol().holds().due(at, emergency),
                0,
                Waiting.State.WAITING);
    }

    /** Of a refused message. */
    List<Entry> turnedAway(Line.Turned turned, Refusal refusal, Optional<String> receiptId) {
        return List.of(new Entry.TurnedAway(
                at,
                arrived(turned.arrival()),
                turned.sender(),
                refusal,
                turned.protocol(),
                turned.question(),
                turned.decision(),
                receiptId));
    }

    /** That what could not be read is kept: sealed, or only that it came. */
    Entry shelved(Line.Turned turned, Unit.Shelved shelved, Position refused) {
        return new Entry.Noted(
                at,
                "unread.kept",
                turned.protocol(),
                Details.none()
                        .and("unread", shelved.id())
                        .and("from", turned.sender().orElseThrow().value())
                        .and("door", turned.arrival().door().code())
                        .and("kept", shelved.sealed() ? "sealed" : "evidence")
                        .and("refused", Long.toString(refused.index()))
                        .list());
    }

    private Entry.Arrived arrived(Arrival arrival) {
        return new Entry.Arrived(
                arrival.door(),
                messageRef,
                commitment.apply(arrival.bytes()),
                arrival.bytes().size(),
                arrival.type());
    }

    private Entry disclosed(
            Line.Identified identified,
            Projected view,
            Door door,
            Digest digest,
            int bytes,
            String caseRef,
            long decision) {
        return new Entry.Disclosed(
                at,
                identified.sender(),
                view.permit(),
                door,
                messageRef.orElseThrow(),
                caseRef,
                identified.protocol().ref(),
                view.withheld(),
                digest,
                bytes,
                new Position(decision));
    }
}
