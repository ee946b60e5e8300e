package org.marac.gateway.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Door;

/** To whom did something go, or was to go, that does not stand any more? From then on nothing of it is handed over. */
public final class TakenBack {
    // Whoever hands one over at this moment has its bytes; here they are for nobody any more.
    private static final String SUPERSEDE = "with these as materialized (select id from outbox where disclosure in"
            + " (select disclosure from sent where message_ref = any(?)) and state <> 'superseded'"
            + " order by id for update of outbox) update outbox o set state = 'superseded', sealed = '', covered = null"
            + " from these where o.id = these.id";
    // What was never lent out was handed to nobody; what was may be on its way at this moment.
    private static final String UNSENT =
            "delete from outbox where state = 'superseded' and attempts = 0 and disclosure in"
                    + " (select disclosure from sent where message_ref = any(?)) returning disclosure";
    private static final String SENT = "select s.recipient, s.door, s.disclosure,"
            + " exists (select from outbox o where o.disclosure = s.disclosure) from sent s"
            + " where s.message_ref = any(?) order by s.disclosure";
    private static final String FORGET = "delete from sent where disclosure = any(?)";

    /**
     * What was to leave and is superseded.
     *
     * @param recipient for whom
     * @param door by which door
     * @param disclosure index of its entry in the audit log
     * @param undelivered whether it was not handed over as far as is known
     * @param unseen whether nobody can have got it
     */
    public record Sent(AgencyId recipient, Door door, long disclosure, boolean undelivered, boolean unseen) {}

    /**
     * Nothing of these messages is handed over from now on. A view that is on its way at this very moment may still
     * arrive; it counts as seen.
     *
     * @param messages their pseudonyms
     * @return everyone they were to go to, in the order of the log
     */
    public List<Sent> supersede(Connection connection, List<String> messages) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SUPERSEDE)) {
            update.setArray(1, connection.createArrayOf("text", messages.toArray()));
            update.executeUpdate();
        }
        Set<Long> unseen = unsent(connection, messages);
        List<Sent> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SENT)) {
            select.setArray(1, connection.createArrayOf("text", messages.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long disclosure = row.getLong(3);
                    boolean never = unseen.contains(disclosure);
                    all.add(new Sent(
                            new AgencyId(row.getString(1)),
                            Door.valueOf(row.getString(2)),
                            disclosure,
                            never || row.getBoolean(4),
                            never));
                }
            }
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setArray(1, connection.createArrayOf("int8", unseen.toArray()));
            delete.executeUpdate();
        }
        return all;
    }

    private static Set<Long> unsent(Connection connection, List<String> messages) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(UNSENT)) {
            delete.setArray(1, connection.createArrayOf("text", messages.toArray()));
            Set<Long> disclosures = new HashSet<>();
            try (ResultSet row = delete.executeQuery()) {
                while (row.next()) {
                    disclosures.add(row.getLong(1));
                }
            }
            return disclosures;
        }
    }
}
