package org.marac.gateway.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.broker.Addresses;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.intake.QueueDoor;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Unread;

/** The ways in, once more: each thing as its own door takes things, and its sender answered where it takes its answers from. */
final class UnreadDoors implements UnreadRooms.Doors {
    /** Doors at which what has no type of its own may be a table or a form. */
    private static final Set<Door> TABLES = Set.of(Door.FILES, Door.REST, Door.MAIL);

    private final Admission admission;
    private final QueueDoor queue;
    private final Rows rows;
    private final StillUnread still;
    private final Back back;
    private final SignedArea area;
    private final Clock clock;

    UnreadDoors(
            Admission admission,
            QueueDoor queue,
            Rows rows,
            StillUnread still,
            Back back,
            SignedArea area,
            Clock clock) {
        this.admission = admission;
        this.queue = queue;
        this.rows = rows;
        this.still = still;
        this.back = back;
        this.area = area;
        this.clock = clock;
    }

    /**
     * The ways back to a sender.
     *
     * @param mail empty where the gateway has no mailbox
     */
    record Back(Optional<ByMail> mail, ByQueue queue, ByFolder folder) {}

    /** By mail. */
    @FunctionalInterface
    interface ByMail {
        /** False when no mail server will ever take it. */
        boolean answer(Unread unread, String address, List<RowAnswer> answers) throws IOException;
    }

    /** To the agency's receipts queue. */
    @FunctionalInterface
    interface ByQueue {
        /** One receipt. */
        void post(String address, Bytes receipt);
    }

    /** Into the agency's folder. */
    @FunctionalInterface
    interface ByFolder {
        /** All of them, under names that begin so. */
        void answer(AgencyId agency, String name, List<RowAnswer> answers) throws IOException;
    }

    @Override
    public UnreadRooms.Result take(Unread unread, Arrival arrival) {
        if (arrival.type().isEmpty() && TABLES.contains(arrival.door())) {
            return table(unread, arrival);
        }
        boolean event = arrival.type().isEmpty() && arrival.door() == Door.QUEUE;
        Outcome outcome = event ? queue.event(arrival) : admission.admit(arrival);
        Optional<Refusal> refusal = outcome.answered().refusal();
        return result(
                unread,
                arrival.peer(),
                outcome.answered().position(),
                refusal,
                List.of(RowAnswer.of(1, outcome, List.of())));
    }

    private UnreadRooms.Result table(Unread unread, Arrival arrival) {
        List<RowAnswer> all = new ArrayList<>();
        try {
            Optional<Refusal> whole = rows.take(
                    new Rows.From(arrival.door(), arrival.peer(), unread.agency(), arrival.again()),
                    arrival.bytes()::stream,
                    0,
                    all::add);
            boolean changed = arrival.again().filter(Arrival.Again::changed).isPresent();
            Optional<Refusal> refusal = whole.or(() -> still.of(all, changed));
            long last = all.stream()
                    .flatMapToLong(answer -> answer.logIndex().stream())
                    .max()
                    .orElse(unread.refused().index());
            return result(unread, arrival.peer(), new Position(last), refusal, all);
        } catch (IOException e) {
            throw new UncheckedIOException("What is in memory cannot be read", e);
        }
    }

    private UnreadRooms.Result result(
            Unread unread, Peer peer, Position entry, Optional<Refusal> refusal, List<RowAnswer> answered) {
        return new UnreadRooms.Result(
                entry, refusal, refusal.isPresent() ? Optional.empty() : Optional.of(tell(unread, peer, answered)));
    }

    /** By the way it came, where that way has one back; else by one of its others. */
    private UnreadRooms.Told tell(Unread unread, Peer peer, List<RowAnswer> answered) {
        AgencyId agency = unread.agency();
        try {
            if (back.mail().isPresent()
                    && peer instanceof Peer.Correspondent correspondent
                    && back.mail().get().answer(unread, correspondent.address(), answered)) {
                return UnreadRooms.Told.SENT;
            }
            if (unread.door() != Door.FILES && sendsBy(agency, Door.QUEUE)) {
                answered.forEach(answer ->
                        answer.receipt().ifPresent(receipt -> back.queue().post(Addresses.receipts(agency), receipt)));
                return UnreadRooms.Told.SENT;
            }
            if (sendsBy(agency, Door.FILES)) {
                back.folder().answer(agency, "unread-" + unread.id(), answered);
                return UnreadRooms.Told.SENT;
            }
            return UnreadRooms.Told.TO_ASK_FOR;
        } catch (IOException e) {
            throw new UncheckedIOException("The sender cannot be answered now", e);
        }
    }

    private boolean sendsBy(AgencyId agency, Door door) {
        return area.shelf()
                .inForce(clock.instant())
                .flatMap(inForce -> inForce.protocol().party(agency))
                .map(Party::channels)
                .filter(channels -> channels.stream().anyMatch(channel -> channel.door() == door && channel.sends()))
                .isPresent();
    }
}
