package org.marac.gateway.protocol;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Entry.Noted.Detail;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.ProtocolRef;

/**
 * What must not be forgotten of the protocol, whatever lies in its folder: which versions were agreed and have been in
 * force, how the agencies stood to them, what people have been told. Keeps it in the database, and says what of it is new
 * so that the audit log can be told in the same transaction.
 */
public final class ProtocolMemory {
    /** A version came into force. */
    public static final String ACTIVATED = "protocol.activated";
    /** Chair and quorum have signed a version; it is in force, or waits for its day. */
    public static final String AGREED = "protocol.agreed";
    /** An agency's part in the version in force has changed. */
    public static final String STANDING = "protocol.standing";
    /** An agency or the chair has declared something about an agency's part; it counts whatever becomes of the file. */
    public static final String DECLARED = "protocol.declared";
    /** People were told something, once. */
    public static final String ALARM = "protocol.alarm";

    /** What is known of earlier times. */
    public Remembered remembered(Connection connection) throws SQLException {
        Set<ProtocolRef> activated = new HashSet<>();
        Set<ProtocolRef> agreed = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT protocol, version, digest, activated_at IS NOT NULL FROM protocol_version");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ProtocolRef ref = new ProtocolRef(row.getString(1), row.getInt(2), Digest.wrap(row.getBytes(3)));
                agreed.add(ref);
                if (row.getBoolean(4)) {
                    activated.add(ref);
                }
            }
        }
        return new Remembered(activated, agreed, Declarations.all(connection));
    }

    /**
     * Remembers what the report says, in the transaction.
     *
     * @return what of it is new, for the audit log
     */
    public List<Entry.Noted> keep(Connection transaction, Report report, Instant at) throws SQLException {
        List<Entry.Noted> news = new ArrayList<>();
        Optional<ProtocolRef> current =
                report.inForce().map(inForce -> inForce.protocol().ref());
        for (ProtocolRef ref : report.agreed()) {
            // One that is in force at once is told by that alone.
            if (agree(transaction, ref, at) && !current.equals(Optional.of(ref))) {
                news.add(new Entry.Noted(at, AGREED, Optional.of(ref), List.of()));
            }
        }
        for (Declared declared : report.declared()) {
            if (Declarations.keep(transaction, declared, at)) {
                news.add(Declarations.noted(declared, at));
            }
        }
        if (report.inForce().isPresent()) {
            InForce inForce = report.inForce().get();
            ProtocolRef ref = inForce.protocol().ref();
            if (activate(transaction, ref, at)) {
                news.add(new Entry.Noted(
                        at,
                        ACTIVATED,
                        Optional.of(ref),
                        List.of(new Detail(
                                "signatories",
                                Integer.toString(inForce.signatories().size())))));
            }
            news.addAll(stand(transaction, ref, report.standings(), at));
        }
        for (Alarm alarm : report.alarms()) {
            if (tell(transaction, alarm, at)) {
                List<Detail> details = new ArrayList<>(List.of(new Detail("alarm", alarm.code())));
                details.addAll(alarm.details());
                news.add(new Entry.Noted(at, ALARM, alarm.protocol(), details));
            }
        }
        return news;
    }

    /** Remembers what the audit log says has been in force and was declared, where the database has forgotten it. */
    public void restore(Connection transaction, List<Entry.Noted> activations, List<Entry.Noted> declarations)
            throws SQLException {
        for (Entry.Noted noted : declarations) {
            Declarations.keep(transaction, Declarations.of(noted), noted.at());
        }
        for (Entry.Noted noted : activations) {
            if (noted.protocol().isPresent()) {
                agree(transaction, noted.protocol().get(), noted.at());
                activate(transaction, noted.protocol().get(), noted.at());
            }
        }
    }

    private static boolean agree(Connection transaction, ProtocolRef ref, Instant at) throws SQLException {
        return changed(
                transaction,
                "INSERT INTO protocol_version (protocol, version, digest, agreed_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                ref,
                at);
    }

    private static boolean activate(Connection transaction, ProtocolRef ref, Instant at) throws SQLException {
        String sql = "UPDATE protocol_version SET activated_at = ? WHERE protocol = ? AND version = ? AND digest = ?"
                + " AND activated_at IS NULL";
        try (PreparedStatement update = transaction.prepareStatement(sql)) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setString(2, ref.id());
            update.setInt(3, ref.version());
            update.setBytes(4, ref.digest().toArray());
            return update.executeUpdate() == 1;
        }
    }

    private static List<Entry.Noted> stand(
            Connection transaction, ProtocolRef ref, Map<AgencyId, String> standings, Instant at) throws SQLException {
        Map<AgencyId, String> before = standings(transaction, ref);
        List<Entry.Noted> news = new ArrayList<>();
        for (AgencyId agency : standings.keySet().stream().sorted().toList()) {
            String standing = standings.getOrDefault(agency, "");
            if (standing.equals(before.get(agency))) {
                continue;
            }
            try (PreparedStatement upsert = transaction.prepareStatement(
                    "INSERT INTO protocol_standing (protocol, version, digest, agency, standing, since)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (protocol, version, digest, agency)"
                            + " DO UPDATE SET standing = excluded.standing, since = excluded.since")) {
                ref(upsert, ref);
                upsert.setString(4, agency.value());
                upsert.setString(5, standing);
                upsert.setTimestamp(6, Timestamp.from(at));
                upsert.executeUpdate();
            }
            // How all stood when the version came into force is told by its own entry.
            if (!before.isEmpty()) {
                news.add(new Entry.Noted(
                        at,
                        STANDING,
                        Optional.of(ref),
                        List.of(new Detail("agency", agency.value()), new Detail("standing", standing))));
            }
        }
        return news;
    }

    private static Map<AgencyId, String> standings(Connection transaction, ProtocolRef ref) throws SQLException {
        String sql = "SELECT agency, standing FROM protocol_standing WHERE protocol = ? AND version = ? AND digest = ?";
        try (PreparedStatement select = transaction.prepareStatement(sql)) {
            ref(select, ref);
            Map<AgencyId, String> standings = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    standings.put(new AgencyId(row.getString(1)), row.getString(2));
                }
            }
            return standings;
        }
    }

    private static boolean tell(Connection transaction, Alarm alarm, Instant at) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement(
                "INSERT INTO protocol_alarm (alarm, told_at) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, alarm.key());
            insert.setTimestamp(2, Timestamp.from(at));
            return insert.executeUpdate() == 1;
        }
    }

    private static boolean changed(Connection transaction, String sql, ProtocolRef ref, Instant at)
            throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(sql)) {
            ref(statement, ref);
            statement.setTimestamp(4, Timestamp.from(at));
            return statement.executeUpdate() == 1;
        }
    }

    private static void ref(PreparedStatement statement, ProtocolRef ref) throws SQLException {
        statement.setString(1, ref.id());
        statement.setInt(2, ref.version());
        statement.setBytes(3, ref.digest().toArray());
    }
}
