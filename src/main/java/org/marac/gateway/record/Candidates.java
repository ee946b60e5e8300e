package org.marac.gateway.record;

import java.sql.Array;
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
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Role;

/**
 * Which cases may be of the same people, although nothing proves it? Nothing is merged: they are two cases until a person
 * says otherwise, and then they are two cases that know of each other.
 */
public final class Candidates {
    /** More than these are no help to anyone who must look at them. */
    private static final int MOST = 20;

    // From what few people share: half the cases of a year may have the forename of the other party.
    private static final String ALIKE = "with close as materialized (select case_ref, role from alike"
            + " where mark = any(?) and role = 'VICTIM' or mark = any(?) and role = 'ALLEGED_PERPETRATOR')"
            + " select c.case_ref from close c where c.case_ref <> ? and exists (select from alike o"
            + " where o.case_ref = c.case_ref and o.role <> c.role"
            + " and o.mark = any(case o.role when 'VICTIM' then ?::uuid[] else ?::uuid[] end))"
            + " union select k.case_ref from person k where k.role = 'VICTIM' and k.case_ref <> ?"
            + " and (k.nhs = any(?) or k.name = any(?)) and not exists (select from person s where s.case_ref = ?"
            + " and s.role = 'VICTIM' and (s.nhs = k.nhs"
            + " and (s.surname <> k.surname and s.given <> k.given) is not true"
            + " or s.name = k.name and (s.nhs <> k.nhs) is not true)) limit "
            + MOST;
    private static final String LINK =
            "insert into candidate (one, other, found_at) values (?, ?, ?) on conflict do nothing";
    private static final String FIELDS = "select id, one, other, found_at, state, entry from candidate k";
    // A case whose key was destroyed is nobody's any more.
    private static final String OPEN = FIELDS + " where state = 'open' and not exists (select from marac_case c"
            + " where c.case_ref in (k.one, k.other) and c.wrapped_key is null) order by found_at, one, other";
    private static final String LOCK = FIELDS + " where id = ? for update";
    // What is known of each of the two cases is not what it was.
    private static final String DECIDE = "with decided as (update candidate set state = ?, decided_at = ?, entry = ?"
            + " where id = ? returning one, other) update marac_case c set version = c.version + 1 from decided d"
            + " where c.case_ref in (d.one, d.other)";
    private static final String SAME = "select c.case_ref, c.wrapped_key, c.version from candidate k join marac_case c"
            + " on c.case_ref = case when k.one = ? then k.other else k.one end"
            + " where k.state = 'same' and (k.one = ? or k.other = ?) and c.wrapped_key is not null";

    Candidates() {}

    /** The cases that a new case may be the same as, each linked with it. */
    List<UUID> link(Connection connection, UUID caseRef, Marked marked, Instant at) throws SQLException {
        List<UUID> linked = new ArrayList<>();
        for (UUID other : alike(connection, caseRef, marked)) {
            if (insert(connection, caseRef, other, at)) {
                linked.add(other);
            }
        }
        return linked;
    }

    private static List<UUID> alike(Connection connection, UUID caseRef, Marked marked) throws SQLException {
        List<UUID> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(ALIKE)) {
            Array exact = uuids(connection, marked.victim());
            select.setArray(1, uuids(connection, marked.muchAlike(Role.VICTIM)));
            select.setArray(2, uuids(connection, marked.muchAlike(Role.ALLEGED_PERPETRATOR)));
            select.setObject(3, caseRef);
            select.setArray(4, uuids(connection, marked.alike(Role.VICTIM)));
            select.setArray(5, uuids(connection, marked.alike(Role.ALLEGED_PERPETRATOR)));
            select.setObject(6, caseRef);
            select.setArray(7, exact);
            select.setArray(8, exact);
            select.setObject(9, caseRef);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getObject(1, UUID.class));
                }
            }
        }
        return found;
    }

    private static Array uuids(Connection connection, List<UUID> all) throws SQLException {
        return connection.createArrayOf("uuid", all.toArray());
    }

    private static boolean insert(Connection connection, UUID caseRef, UUID other, Instant at) throws SQLException {
        boolean ordered = caseRef.toString().compareTo(other.toString()) < 0;
        try (PreparedStatement insert = connection.prepareStatement(LINK)) {
            insert.setObject(1, ordered ? caseRef : other);
            insert.setObject(2, ordered ? other : caseRef);
            insert.setTimestamp(3, Timestamp.from(at));
            return insert.executeUpdate() == 1;
        }
    }

    /** Those on which nobody has decided yet, oldest first. */
    public List<Candidate> open(Connection connection) throws SQLException {
        List<Candidate> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(OPEN);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(candidate(row));
            }
        }
        return all;
    }

    /** One of them, decided on or not; nobody else decides on it before the transaction ends. */
    public Optional<Candidate> lock(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(candidate(row)) : Optional.empty();
            }
        }
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        String state = row.getString("state");
        return new Candidate(
                row.getObject("id", UUID.class).toString(),
                Pseudonyms.text(row.getObject("one", UUID.class)),
                Pseudonyms.text(row.getObject("other", UUID.class)),
                row.getTimestamp("found_at").toInstant(),
                state.equals("open")
                        ? Optional.empty()
                        : Optional.of(new Candidate.Said(state.equals("same"), new Position(row.getLong("entry")))));
    }

    /**
     * A person says of a locked candidate whether the two cases are of the same people. They stay two cases; if they are,
     * each knows from now on what must be kept from whom in the other.
     */
    public void decide(Connection connection, Candidate candidate, Candidate.Said said, Instant at)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(DECIDE)) {
            update.setString(1, said.same() ? "same" : "different");
            update.setTimestamp(2, Timestamp.from(at));
            update.setLong(3, said.entry().index());
            update.setObject(4, UUID.fromString(candidate.id()));
            update.executeUpdate();
        }
    }

    /** The cases a person has said are of the same people. */
    List<Found.Case> same(Connection connection, Optional<Found.Case> chosen) throws SQLException {
        List<Found.Case> all = new ArrayList<>();
        if (chosen.isEmpty()) {
            return all;
        }
        try (PreparedStatement select = connection.prepareStatement(SAME)) {
            for (int i = 1; i <= 3; i++) {
                select.setObject(i, chosen.get().caseRef());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(new Found.Case(row.getObject(1, UUID.class), row.getBytes(2), row.getLong(3)));
                }
            }
        }
        return all;
    }
}
