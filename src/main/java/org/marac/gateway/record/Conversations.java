package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Turn;

/**
 * What did a sender say in one conversation, and in what order? Messages overtake each other on the way; each is put where
 * its sender's own time puts it, and what was said last stands.
 */
final class Conversations {
    private static final String SPOKEN =
            "select s.message_ref, s.said_at, s.follows, m.case_ref, m.corrected_by, m.withdraws,"
                    + " c.wrapped_key is not null as stands from spoken s join message m using (message_ref)"
                    + " join marac_case c on c.case_ref = m.case_ref where s.conversation = ? order by s.ordinal";
    // Two at once take the same place: one waits for the other, is begun again, and finds that it is no longer its
    // turn.
    private static final String SPEAK = "insert into spoken (conversation, ordinal, message_ref, said_at, follows)"
            + " select ?, ?, ?, ?, ? where (select count(*) from spoken where conversation = ?) = ?";

    private final CaseTables tables;
    private final Correcting correcting;

    Conversations(CaseTables tables, Correcting correcting) {
        this.tables = tables;
        this.correcting = correcting;
    }

    /**
     * Where a message stands.
     *
     * @param turn its turn
     * @param last what its sender said last of the same person before it, whatever became of that; empty where nothing
     */
    record Place(Turn turn, Optional<UUID> last) {}

    private record Spoken(
            UUID message,
            Instant saidAt,
            boolean follows,
            UUID caseRef,
            boolean corrected,
            boolean withdraws,
            boolean stands) {}

    /** When it was said: never after it came, or what a clock that runs ahead has said would stand for ever. */
    private static Instant saidAt(Message message, Instant receivedAt) {
        Instant created = message.header().created();
        return created.isBefore(receivedAt) ? created : receivedAt;
    }

    Place place(Connection connection, Message message, Marked marked, Instant receivedAt)
            throws SQLException, Refused {
        List<Spoken> all = spoken(connection, marked.conversation().orElseThrow());
        List<Spoken> same = ofTheSame(connection, all, message, marked);
        Optional<Spoken> last = same.stream().reduce((one, next) -> one.saidAt().isAfter(next.saidAt()) ? one : next);
        Instant at = saidAt(message, receivedAt);
        boolean follows = message instanceof Correction;
        Optional<Spoken> later = last.filter(one -> follows
                ? one.saidAt().isAfter(at)
                : one.follows() && !one.saidAt().isBefore(at));
        if (later.isPresent()) {
            return overtaken(message, all.size(), follows, later.get());
        }
        if (follows && last.filter(Spoken::withdraws).isPresent()) {
            throw refused("withdrawn-already");
        }
        return new Place(
                new Turn(all.size(), follows, Turn.Order.IN_TURN, Optional.empty()), last.map(Spoken::message));
    }

    private static Place overtaken(Message message, int before, boolean follows, Spoken later) throws Refused {
        if (message instanceof Correction correction && correction.withdrawal().isPresent()) {
            // Taken back, and said again after that: what stands is what was said again.
            throw refused("overtaken");
        }
        Turn.Order order = later.withdraws() ? Turn.Order.OVERTAKEN_BY_WITHDRAWAL : Turn.Order.OVERTAKEN;
        return new Place(
                new Turn(before, follows, order, Optional.of(Pseudonyms.text(later.message()))), Optional.empty());
    }

    /**
     * Of some senders' conversations, which go on for ever, only what is of the same victim. A withdrawal names nobody: where
     * more than one message stands, nobody can know which is meant.
     */
    private List<Spoken> ofTheSame(Connection connection, List<Spoken> all, Message message, Marked marked)
            throws SQLException, Refused {
        List<Spoken> same = new ArrayList<>();
        boolean withdrawal =
                message instanceof Correction correction && correction.content().isEmpty();
        for (Spoken one : all) {
            if (one.stands()
                    && (withdrawal
                            || one.withdraws()
                            || marked.mayBeVictimOf(tables.people(connection, one.caseRef())))) {
                same.add(one);
            }
        }
        if (withdrawal
                && same.stream()
                                .filter(one -> !one.corrected() && !one.withdraws())
                                .count()
                        > 1) {
            throw refused("several-in-this-conversation");
        }
        return same;
    }

    private static List<Spoken> spoken(Connection connection, UUID conversation) throws SQLException {
        List<Spoken> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SPOKEN)) {
            select.setObject(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(new Spoken(
                            row.getObject("message_ref", UUID.class),
                            row.getTimestamp("said_at").toInstant(),
                            row.getBoolean("follows"),
                            row.getObject("case_ref", UUID.class),
                            row.getObject("corrected_by") != null,
                            row.getBoolean("withdraws"),
                            row.getBoolean("stands")));
                }
            }
        }
        return all;
    }

    /** Whether it was still its turn; then it is kept, and marked where it is overtaken. */
    boolean speak(Connection connection, Message message, Marked marked, Turn turn, Instant receivedAt)
            throws SQLException {
        UUID conversation = marked.conversation().orElseThrow();
        try (PreparedStatement insert = connection.prepareStatement(SPEAK)) {
            insert.setObject(1, conversation);
            insert.setInt(2, turn.before());
            insert.setObject(3, marked.message());
            insert.setTimestamp(4, Timestamp.from(saidAt(message, receivedAt)));
            insert.setBoolean(5, turn.follows());
            insert.setObject(6, conversation);
            insert.setInt(7, turn.before());
            if (insert.executeUpdate() == 0) {
                return false;
            }
        }
        if (turn.later().isPresent()) {
            correcting.overtaken(
                    connection, marked.message(), Marked.reference(turn.later().get()));
        }
        return true;
    }

    private static Refused refused(String reason) {
        return new Refused(Refusal.of(RefusalCode.NOT_CORRECTABLE, reason));
    }
}
