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
    private static final String NEXT = "select coalesce(max(ordinal) + 1, 0) from spoken where conversation = ?";
    // What came last wins among what was said at the same time. Of what begins, only what was said after it matters.
    private static final String SPOKEN =
            "select s.message_ref, s.said_at, s.follows, m.case_ref, m.corrected_by, m.withdraws"
                    + " from spoken s join message m using (message_ref) join marac_case c on c.case_ref = m.case_ref"
                    + " where s.conversation = ? and c.wrapped_key is not null and (? or s.follows and s.said_at >= ?)"
                    + " order by s.said_at desc, s.ordinal desc";
    // Two at once take the same place: one waits for the other, is begun again, and finds that it is no longer its
    // turn.
    private static final String SPEAK = "insert into spoken (conversation, ordinal, message_ref, said_at, follows)"
            + " select ?, ?, ?, ?, ? where (" + NEXT + ") = ?";

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
            UUID message, Instant saidAt, boolean follows, UUID caseRef, boolean corrected, boolean withdraws) {}

    /** When it was said: never after it came, or what a clock that runs ahead has said would stand for ever. */
    private static Instant saidAt(Message message, Instant receivedAt) {
        Instant created = message.header().created();
        return created.isBefore(receivedAt) ? created : receivedAt;
    }

    Place place(Connection connection, Message message, Marked marked, Instant receivedAt)
            throws SQLException, Refused {
        UUID conversation = marked.conversation().orElseThrow();
        Instant at = saidAt(message, receivedAt);
        boolean follows = message instanceof Correction;
        int before = before(connection, conversation);
        Optional<Spoken> last = before == 0
                ? Optional.empty()
                : last(connection, spoken(connection, conversation, follows, at), message, marked);
        Optional<Spoken> later = last.filter(one -> !follows || one.saidAt().isAfter(at));
        if (later.isPresent()) {
            return overtaken(message, before, follows, later.get());
        }
        if (last.filter(Spoken::withdraws).isPresent()) {
            throw refused("withdrawn-already");
        }
        return new Place(new Turn(before, follows, Turn.Order.IN_TURN, Optional.empty()), last.map(Spoken::message));
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
     * What was said last; of some senders' conversations, which go on for ever, what was said last of the same victim. A
     * withdrawal names nobody: where more than one message stands, nobody can know which is meant.
     */
    private Optional<Spoken> last(Connection connection, List<Spoken> all, Message message, Marked marked)
            throws SQLException, Refused {
        if (message instanceof Correction correction && correction.content().isEmpty()) {
            if (all.stream().filter(one -> !one.corrected() && !one.withdraws()).count() > 1) {
                throw refused("several-in-this-conversation");
            }
            return all.stream().findFirst();
        }
        Optional<Spoken> taken = Optional.empty();
        for (Spoken one : all) {
            if (one.withdraws()) {
                taken = taken.isPresent() ? taken : Optional.of(one);
            } else if (tables.people(connection, one.caseRef()).mayHaveTheVictimOf(marked)) {
                // What stands was not what was taken back.
                return one.corrected() && taken.isPresent() ? taken : Optional.of(one);
            }
        }
        return taken;
    }

    private static int before(Connection connection, UUID conversation) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEXT)) {
            select.setObject(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static List<Spoken> spoken(Connection connection, UUID conversation, boolean all, Instant since)
            throws SQLException {
        List<Spoken> spoken = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SPOKEN)) {
            select.setObject(1, conversation);
            select.setBoolean(2, all);
            select.setTimestamp(3, Timestamp.from(since));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    spoken.add(new Spoken(
                            row.getObject("message_ref", UUID.class),
                            row.getTimestamp("said_at").toInstant(),
                            row.getBoolean("follows"),
                            row.getObject("case_ref", UUID.class),
                            row.getObject("corrected_by") != null,
                            row.getBoolean("withdraws")));
                }
            }
        }
        return spoken;
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
