package org.marac.gateway.flow;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Unread;

/**
 * What becomes of what could not be read? A named person of the coordinator's office looks at it, has it taken down the main
 * line once more in its sender's name, or puts it aside; each is in the log, by name.
 */
public final class Rereading {
    private static final Set<Office> MAY = EnumSet.of(Office.COORDINATOR, Office.DEPUTY);

    private final UnreadRooms rooms;
    private final Opening opening;
    private final Clock clock;

    /**
     * @param rooms what is kept, and the ways in
     * @param clock the gateway's clock
     * @param maximumBytes the largest message taken
     */
    public Rereading(UnreadRooms rooms, Clock clock, int maximumBytes) {
        this.rooms = rooms;
        this.opening = new Opening(rooms.open(), clock, maximumBytes);
        this.clock = clock;
    }

    /**
     * What a person is shown.
     *
     * @param unread its evidence
     * @param type what the bytes claim to be
     * @param content the bytes as they came, or what is inside their seal where it opens
     */
    public record Looked(Unread unread, Optional<MediaType> type, Bytes content) {}

    /**
     * What a person puts in the place of what came.
     *
     * @param type what it is; empty for what it claimed to be
     * @param content the bytes; empty for those that came
     */
    public record Instead(Optional<MediaType> type, Optional<Bytes> content) {
        boolean changes() {
            return content.isPresent();
        }
    }

    /**
     * What came of it.
     *
     * @param entry where the log says so
     * @param refusal why it was refused again; empty where it was read
     * @param told how its sender gets its receipts, where it was read
     */
    public record Ended(Position entry, Optional<Refusal> refusal, Optional<UnreadRooms.Told> told) {}

    /** What waits, the oldest first: without what a deputy's own agency sent. */
    public List<Unread> open(Official official) throws Declined {
        requireOffice(official);
        return rooms.desk().open().stream()
                .filter(unread -> !isOwn(official, unread))
                .toList();
    }

    /**
     * The bytes. That they were looked at is in the log before they are shown.
     *
     * @param reason what for, a code
     */
    public Looked look(String id, String reason, Official official) throws Declined {
        Protocol protocol = protocol();
        return rooms.desk().write(page -> {
            Unread unread = mine(page, id, official);
            Looked looked = looked(unread, arrival(page, unread, true));
            requireStranger(official, looked.content());
            log(page, "unread.opened", protocol, about(official, unread).and("reason", reason));
            return looked;
        });
    }

    /**
     * Has it taken down the main line once more, and its sender told when it is read. Done again, it comes to the same: what
     * was accepted meanwhile is not accepted twice.
     *
     * @param instead what the person puts in its place
     * @param reason why, a code
     */
    public Ended resubmit(String id, Instead instead, String reason, Official official) throws Declined {
        Protocol protocol = protocol();
        Taken taken = rooms.desk().write(page -> {
            Unread unread = mine(page, id, official);
            Arrival came = arrival(page, unread, !instead.changes());
            Arrival arrival = came.corrected(
                            instead.type().or(came::type), instead.content().orElse(came.bytes()))
                    .takenAgain(new Arrival.Again(id, official.acting(), instead.changes()));
            requireStranger(official, looked(unread, came).content());
            requireStranger(official, arrival.bytes());
            Details details = about(official, unread)
                    .and("reason", reason)
                    .and("changed", instead.changes() ? "by-this-person" : "no");
            instead.type().ifPresent(type -> details.and("as", type.code()));
            log(page, "unread.resubmitting", protocol, details);
            return new Taken(unread, arrival);
        });
        UnreadRooms.Result result = rooms.doors().take(taken.unread(), taken.arrival());
        return rooms.desk().write(page -> ended(page, taken, result, protocol, official));
    }

    private Ended ended(
            UnreadRooms.Page page, Taken taken, UnreadRooms.Result result, Protocol protocol, Official official)
            throws Declined {
        Unread unread = page.lock(taken.unread().id()).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
        Details details = about(official, unread)
                .and("outcome", result.refusal().isPresent() ? "refused" : "read")
                .and("entry", Long.toString(result.entry().index()));
        result.told()
                .ifPresent(told ->
                        details.and("told", told.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        Position entry = log(page, "unread.resubmitted", protocol, details);
        if (result.refusal().isEmpty() && unread.state().isOpen()) {
            page.end(unread, Unread.State.RESUBMITTED, entry);
            if (taken.arrival().again().filter(Arrival.Again::changed).isEmpty()) {
                // The record has them now, under the case's key. What a person changed must stay comparable with what
                // came.
                page.destroy(unread);
            }
        }
        return new Ended(entry, result.refusal(), result.told());
    }

    /**
     * Puts it aside, and destroys its key.
     *
     * @param reason why, a code
     * @return where the log says so
     */
    public Position dismiss(String id, String reason, Official official) throws Declined {
        Protocol protocol = protocol();
        return rooms.desk().write(page -> {
            Unread unread = mine(page, id, official);
            Position entry = log(
                    page, "unread.dismissed", protocol, about(official, unread).and("reason", reason));
            page.end(unread, Unread.State.DISMISSED, entry);
            page.destroy(unread);
            return entry;
        });
    }

    private record Taken(Unread unread, Arrival arrival) {}

    private Looked looked(Unread unread, Arrival arrival) {
        Optional<Opened> inside = arrival.type().filter(MediaType.CMS::equals).flatMap(cms -> inside(arrival));
        return new Looked(
                unread,
                inside.map(Opened::type).or(arrival::type),
                inside.map(Opened::content).orElse(arrival.bytes()));
    }

    /** What is inside a seal, where it opens: what could not be read may be what stands in it. */
    private Optional<Opened> inside(Arrival arrival) {
        try {
            Line.Identified from = new Line.Identified(arrival, rooms.identify().identify(arrival, clock.instant()));
            return Optional.of(opening.open(from).inside());
        } catch (Refused stillSealed) {
            return Optional.empty();
        }
    }

    private static Unread mine(UnreadRooms.Page page, String id, Official official) throws Declined {
        requireOffice(official);
        Unread unread = page.lock(id).orElseThrow(() -> new Declined(Declined.Why.UNKNOWN));
        Declined.unless(!isOwn(official, unread), Declined.Why.CONFLICT_OF_INTEREST);
        Declined.unless(unread.state().isOpen(), Declined.Why.ENDED);
        return unread;
    }

    private static void requireOffice(Official official) throws Declined {
        Declined.unless(MAY.contains(official.acting().office()), Declined.Why.NOT_YOUR_OFFICE);
    }

    /** What an agency said is not dealt with by someone of it who only stands in for the coordinator. */
    private static boolean isOwn(Official official, Unread unread) {
        return official.acting().office() != Office.COORDINATOR
                && official.acting().agency().equals(unread.agency());
    }

    private static void requireStranger(Official official, Bytes content) throws Declined {
        Declined.unless(!Conflicts.written(official, content), Declined.Why.CONFLICT_OF_INTEREST);
    }

    private static Arrival arrival(UnreadRooms.Page page, Unread unread, boolean needed) throws Declined {
        Declined.unless(!needed || unread.state() == Unread.State.OPEN, Declined.Why.NOT_KEPT);
        return page.arrival(unread).orElseThrow(() -> new Declined(Declined.Why.NOT_KEPT));
    }

    private Protocol protocol() throws Declined {
        return rooms.protocols().required(clock.instant()).protocol();
    }

    private Position log(UnreadRooms.Page page, String event, Protocol protocol, Details details) {
        Position position = new Position(page.reserve(1));
        page.log(List.of(new Entry.Noted(clock.instant(), event, Optional.of(protocol.ref()), details.list())));
        return position;
    }

    private static Details about(Official official, Unread unread) {
        return about(Details.of(official.acting()), unread);
    }

    static Details about(Details details, Unread unread) {
        return details.and("unread", unread.id())
                .and("from", unread.agency().value())
                .and("refused", Long.toString(unread.refused().index()));
    }
}
