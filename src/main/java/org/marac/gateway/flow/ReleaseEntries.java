package org.marac.gateway.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Waiting;

/**
 * What the audit log is told when something that waited ends.
 *
 * @param at when
 * @param commitment keyed digest of content that may hold personal data
 */
record ReleaseEntries(Instant at, Function<Bytes, Digest> commitment) {
    private static final String DENIED = "no-clause-permits";

    /** That it was let go, and under which break-glass; the disclosure stands between the two. */
    List<Entry> released(Releasing.Closed closed, String reason) {
        Releasing.Decided decided = closed.from().from().from();
        Releasing.Opened opened = decided.opened();
        List<Entry> entries = new ArrayList<>();
        entries.add(new HoldEntry.Released(
                at,
                opened.waiting().entry(),
                opened.by(),
                reason,
                decided.question(),
                decided.decision(),
                commitment.apply(closed.from().view().view()),
                opened.glass().map(Glass::id)));
        opened.glass()
                .ifPresent(glass -> entries.add(new Entry.Noted(
                        at,
                        "breakglass.used",
                        Optional.of(opened.protocol().ref()),
                        Details.of(opened.official().acting())
                                .and("glass", glass.id())
                                .and("clause", glass.clause().value())
                                .and("hold", opened.waiting().id())
                                .and("to", opened.waiting().recipient().value())
                                .list())));
        return entries;
    }

    /** What leaves. */
    Entry disclosed(Releasing.Closed closed, long decision) {
        Projected view = closed.from().view();
        Releasing.Opened opened = closed.from().from().from().opened();
        Waiting waiting = opened.waiting();
        return new Entry.Disclosed(
                at,
                waiting.sender(),
                view.permit(),
                closed.sealed().door(),
                waiting.messageRef(),
                waiting.caseRef(),
                opened.protocol().ref(),
                view.withheld(),
                closed.sealed().bytes().digest(),
                closed.sealed().bytes().size(),
                new Position(decision));
    }

    /** That the protocol does not let it go any more. */
    Entry refused(Releasing.Decided decided) {
        Releasing.Opened opened = decided.opened();
        String reason = decided.ruling()
                .filter(Ruling.Refuse.class::isInstance)
                .map(ruling -> ((Ruling.Refuse) ruling).reason())
                .orElse(DENIED);
        return new HoldEntry.Withheld(
                at,
                opened.waiting().entry(),
                opened.by(),
                reason,
                Optional.of(decided.question()),
                Optional.of(decided.decision()));
    }
}
