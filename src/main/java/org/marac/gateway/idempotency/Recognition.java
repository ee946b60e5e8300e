package org.marac.gateway.idempotency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * Have we met this message, and was it answered? A message is the same when the same sender sends the same content,
 * whatever is around it; other content under an id that was used before is a conflict.
 */
public final class Recognition {
    private static final String CLAIM =
            "insert into claim (content, message, transmission, claimed_at) values (?, ?, ?, ?)"
                    + " on conflict do nothing returning id";
    private static final String KNOWN =
            "select id, content = ? as same from claim where content = ? or message = ? or transmission = ? order by same desc";

    private static final String NAMED = "select id from claim where message = ?";

    private final Marks marks;

    /** @param marks keyed hashes, so that no sender's id stands in the tables */
    public Recognition(Marks marks) {
        this.marks = marks;
    }

    /** A keyed hash that only this gateway can compute. */
    @FunctionalInterface
    public interface Marks {
        /** The mark of the parts, different for each use. */
        UUID of(String use, String... parts);
    }

    /**
     * What a message is recognised by.
     *
     * @param sender the authenticated agency
     * @param content digest of what must be the same on a retry
     * @param message the sender's id; empty where it is not claimed, as in the answer to a conflict
     * @param transmission the door's transmission id; empty where there is none or it is not claimed
     */
    public record Claim(
            AgencyId sender, Digest content, Optional<MessageId> message, Optional<MessageId> transmission) {}

    /**
     * What came of a claim.
     *
     * @param fresh whether this transaction is the first with it; otherwise it was answered before
     * @param key under which the answer is kept
     */
    public record Claimed(boolean fresh, long key) {}

    /**
     * The key of the answer this content, from this sender, was given before; empty for one not met yet.
     *
     * @throws Refused {@link RefusalCode#CONFLICT}: the transmission id came before with other content
     */
    public OptionalLong recognise(
            Connection connection, AgencyId sender, Digest content, Optional<MessageId> transmission)
            throws SQLException, Refused {
        return known(connection, new Claim(sender, content, Optional.empty(), transmission));
    }

    /** The key of the answer the sender's message was given; empty for one that was never admitted. */
    public OptionalLong find(Connection connection, AgencyId sender, MessageId message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
            statement.setObject(1, message(sender, message));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /**
     * Claims the message for this transaction. Where another transaction is claiming it at this moment, waits for how
     * that ends: of two copies one is fresh.
     *
     * @throws Refused {@link RefusalCode#CONFLICT}: the message id or transmission id stands for other content
     */
    public Claimed claim(Connection connection, Claim claim, Instant now) throws SQLException, Refused {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setObject(1, content(claim));
            setMark(statement, 2, message(claim));
            setMark(statement, 3, transmission(claim));
            statement.setTimestamp(4, Timestamp.from(now));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return new Claimed(true, row.getLong(1));
                }
            }
        }
        // A claim that stood in the way and then was rolled back is gone by now; the unit of work is begun again.
        return new Claimed(
                false,
                known(connection, claim)
                        .orElseThrow(() -> new SQLException("The claim in the way was withdrawn", "40001")));
    }

    private OptionalLong known(Connection connection, Claim claim) throws SQLException, Refused {
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            UUID content = content(claim);
            statement.setObject(1, content);
            statement.setObject(2, content);
            setMark(statement, 3, message(claim));
            setMark(statement, 4, transmission(claim));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return OptionalLong.empty();
                }
                if (!row.getBoolean("same")) {
                    throw new Refused(Refusal.of(RefusalCode.CONFLICT));
                }
                return OptionalLong.of(row.getLong("id"));
            }
        }
    }

    private UUID content(Claim claim) {
        return marks.of("claim-content", claim.sender().value(), claim.content().hex());
    }

    private @Nullable UUID message(Claim claim) {
        return claim.message().map(id -> message(claim.sender(), id)).orElse(null);
    }

    private UUID message(AgencyId sender, MessageId id) {
        return marks.of("claim-message", sender.value(), id.value());
    }

    private @Nullable UUID transmission(Claim claim) {
        return claim.transmission()
                .map(id -> marks.of("claim-transmission", claim.sender().value(), id.value()))
                .orElse(null);
    }

    private static void setMark(PreparedStatement statement, int at, @Nullable UUID mark) throws SQLException {
        if (mark == null) {
            statement.setNull(at, Types.OTHER);
        } else {
            statement.setObject(at, mark);
        }
    }
}
