package org.marac.gateway.record;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Unread;

/** What a row of the table says without its key. */
record UnreadRow(Arrival arrival, AgencyId sender, Refusal refusal) {
    /** More than these are no help to anyone who must look at them; the oldest come first. */
    static final int MOST = 500;

    static UnreadRow of(Arrival arrival, AgencyId sender, Refusal refusal) {
        return new UnreadRow(arrival, sender, refusal);
    }

    /** The first eleven columns. */
    void into(PreparedStatement insert, UUID id, UUID mark) throws SQLException {
        insert.setObject(1, id);
        insert.setObject(2, mark);
        insert.setString(3, sender.value());
        insert.setString(4, arrival.door().name());
        insert.setString(5, arrival.type().map(MediaType::name).orElse(null));
        insert.setTimestamp(6, Timestamp.from(arrival.receivedAt()));
        insert.setInt(7, arrival.bytes().size());
        insert.setBytes(8, arrival.bytes().digest().toArray());
        insert.setString(9, refusal.code().name());
        insert.setString(10, refusal.reason().orElse(null));
        insert.setString(11, refusal.position().orElse(null));
    }

    static Unread read(ResultSet row) throws SQLException {
        return new Unread(
                row.getObject("id", UUID.class).toString(),
                new AgencyId(row.getString("agency")),
                Door.valueOf(row.getString("door")),
                Optional.ofNullable(row.getString("type")).map(MediaType::valueOf),
                row.getInt("size"),
                Digest.wrap(row.getBytes("sha256")),
                row.getTimestamp("received_at").toInstant(),
                new Refusal(
                        RefusalCode.valueOf(row.getString("refusal")),
                        List.of(),
                        Optional.ofNullable(row.getString("reason")),
                        Optional.ofNullable(row.getString("place"))),
                new Position(row.getLong("log_index")),
                Optional.ofNullable(row.getString("receipt_id")),
                row.getTimestamp("expires_at").toInstant(),
                Unread.State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getObject("entry", Long.class)).map(Position::new));
    }
}
