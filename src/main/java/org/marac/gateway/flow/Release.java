package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.model.Waiting;

/**
 * The release line: what waits for a person is opened, read again, decided on again by the protocol now in force,
 * disclosed again, and goes only if the view is the one that the person saw. Releasing lifts the reason to look and
 * nothing else.
 */
public final class Release {
    private final HoldRooms rooms;
    private final Examination examination;
    private final Clock clock;

    public Release(HoldRooms rooms, Clock clock) {
        this.rooms = rooms;
        this.examination = new Examination(rooms, clock);
        this.clock = clock;
    }

    /**
     * What a person is shown before deciding.
     *
     * @param waiting the facts of the hold
     * @param ruling what the protocol says now; a refusal where it would no longer let it go
     * @param recipient to whom it would go, as the protocol now names it
     * @param views what could leave: the view as it is, and where something in it is in doubt, one without that
     */
    public record Shown(Waiting waiting, Optional<Ruling> ruling, Optional<Party> recipient, List<Projected> views) {
        public Shown {
            views = List.copyOf(views);
        }
    }

    /**
     * How it ended.
     *
     * @param state released, or refused where the protocol no longer lets it go
     * @param entry where the log says so
     * @param ruling what the protocol said
     * @param recipient to whom it would have gone: with its contact, for a telephone call where this gateway must refuse
     */
    public record Ended(Waiting.State state, Position entry, Optional<Ruling> ruling, Optional<Party> recipient) {}

    /**
     * The views that could leave. That they were looked at is in the log before they are shown.
     *
     * @param glass under which break-glass the person looks, if under one
     */
    public Shown show(String hold, Official official, Optional<String> glass) throws Declined {
        Releasing.Decided decided = examination.examine(hold, official, glass);
        Optional<Releasing.Disclosed> disclosed = examination.disclose(decided);
        Waiting waiting = decided.opened().waiting();
        rooms.desk().write(page -> {
            page.reserve(1);
            page.log(List.of(new Entry.Noted(
                    clock.instant(),
                    "hold.opened",
                    Optional.of(decided.opened().protocol().ref()),
                    Details.of(official.acting())
                            .and("hold", waiting.id())
                            .and("case", waiting.caseRef())
                            .list())));
            return waiting;
        });
        return new Shown(
                waiting,
                decided.ruling(),
                recipient(decided),
                disclosed.map(Releasing.Disclosed::views).orElse(List.of()));
    }

    /**
     * Lets it go, if the protocol still does and the view is the one the person saw.
     *
     * @param approved SHA-256 of the view the person saw and lets go
     * @param reason why, a code: lower-case letters, digits and hyphens
     * @param glass under which break-glass, if under one
     */
    public Ended release(String hold, Digest approved, String reason, Official official, Optional<String> glass)
            throws Declined {
        Releasing.Decided decided = examination.examine(hold, official, glass);
        Optional<Releasing.Disclosed> disclosed = examination.disclose(decided);
        if (disclosed.isEmpty()) {
            return rooms.desk().write(page -> refuse(page, decided));
        }
        Releasing.Closed closed = close(approve(disclosed.get(), approved));
        return rooms.desk().write(page -> commit(page, closed, reason));
    }

    /** Decides that it will not go. */
    public Ended refuse(String hold, String reason, Official official) throws Declined {
        Releasing.Opened opened = examination.open(hold, official, Optional.empty());
        if (rooms.desk().whole(opened.waiting().messageRef()).isPresent()) {
            examination.match(examination.read(opened));
        }
        return rooms.desk().write(page -> {
            Waiting waiting = lock(page, opened);
            Instant now = clock.instant();
            page.settle(waiting, Waiting.State.REFUSED, now);
            long first = page.reserve(1);
            page.log(List.of(new HoldEntry.Withheld(
                    now, waiting.entry(), opened.by(), reason, Optional.empty(), Optional.empty())));
            return new Ended(Waiting.State.REFUSED, new Position(first), Optional.empty(), Optional.empty());
        });
    }

    private static Releasing.Approved approve(Releasing.Disclosed disclosed, Digest approved) throws Declined {
        Projected view = disclosed.views().stream()
                .filter(projected -> projected.view().digest().equals(approved))
                .findFirst()
                .orElseThrow(() -> new Declined(Declined.Why.VIEW_CHANGED));
        Declined.unless(Limits.allow(disclosed, view), Declined.Why.NEVER_LIFTED);
        return new Releasing.Approved(disclosed, view);
    }

    /** For whom the permit says: where only the alternate may read it, for nobody else there. */
    private Releasing.Closed close(Releasing.Approved approved) throws Declined {
        Releasing.Decided decided = approved.from().from();
        Protocol protocol = decided.opened().protocol();
        Party addressee =
                protocol.addressee(approved.view().permit()).orElseThrow(() -> new Declined(Declined.Why.NO_ADDRESSEE));
        Instant now = clock.instant();
        Letter letter = Letter.about(decided.from().from().message());
        Sealed sealed = rooms.close()
                .closeIfPossible(
                        letter.of(approved.view(), protocol, now),
                        addressee,
                        Line.Sealed.door(approved.view(), addressee),
                        now)
                .orElseThrow(() -> new Declined(Declined.Why.NO_KEY));
        return new Releasing.Closed(approved, new Line.Sealed(approved.view(), addressee, sealed));
    }

    private Ended commit(HoldRooms.Page page, Releasing.Closed closed, String reason) throws Declined {
        Releasing.Decided decided = closed.from().from().from();
        Releasing.Opened opened = decided.opened();
        Waiting waiting = lock(page, opened);
        Releasing.Known known = decided.from();
        Declined.unless(page.stands(known.from().message(), known.known().seen()), Declined.Why.VIEW_CHANGED);
        Instant now = clock.instant();
        page.settle(waiting, Waiting.State.RELEASED, now);
        List<Entry> entries = new ReleaseEntries(now, page::commitment).released(closed, reason);
        // Places in the log are taken last: every other message waits while they are held.
        long first = page.reserve(entries.size() + 1);
        Line.Sealed sealed = closed.sealed();
        page.post(new Posting(
                waiting.recipient(),
                sealed.door(),
                new Posting.About(waiting.messageRef(), waiting.caseRef(), waiting.emergency(), false),
                sealed.leaving(),
                first + 1,
                now));
        List<Entry> all = new ArrayList<>(entries);
        all.add(1, new ReleaseEntries(now, page::commitment).disclosed(closed, first));
        page.log(all);
        return new Ended(Waiting.State.RELEASED, new Position(first), decided.ruling(), recipient(decided));
    }

    private Ended refuse(HoldRooms.Page page, Releasing.Decided decided) throws Declined {
        Waiting waiting = lock(page, decided.opened());
        Instant now = clock.instant();
        page.settle(waiting, Waiting.State.REFUSED, now);
        long first = page.reserve(1);
        page.log(List.of(new ReleaseEntries(now, page::commitment).refused(decided)));
        return new Ended(Waiting.State.REFUSED, new Position(first), decided.ruling(), recipient(decided));
    }

    private static Waiting lock(HoldRooms.Page page, Releasing.Opened opened) throws Declined {
        Waiting waiting = page.lock(opened.waiting().id()).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
        Declined.unless(waiting.state() == Waiting.State.WAITING, Declined.Why.ENDED);
        return waiting;
    }

    private static Optional<Party> recipient(Releasing.Decided decided) {
        Releasing.Opened opened = decided.opened();
        return opened.protocol().party(opened.waiting().recipient());
    }
}
