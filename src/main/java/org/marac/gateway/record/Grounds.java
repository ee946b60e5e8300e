package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.marac.gateway.model.Seen;

/**
 * Does what a message was decided on still hold? Everything that is recalled of a case changes only together with the case's
 * version; so it holds while the versions are those that were seen, and no case has come that leads here.
 *
 * @param versions each case the decision rests on, with the version that was seen
 */
record Grounds(Map<UUID, Long> versions) {
    /**
     * The cases that are as they were seen, to go before a statement that counts them. They are locked, in one order: until the
     * transaction ends nothing is filed in any of them, and none is disposed of.
     */
    static final String STAND = "with grounds as materialized (select c.case_ref"
            + " from unnest(?::uuid[], ?::bigint[]) s (case_ref, version) join marac_case c on c.case_ref = s.case_ref"
            + " where c.version = s.version and c.wrapped_key is not null order by c.case_ref for no key update of c)";

    private static final String COUNT = STAND + " select count(*) from grounds";

    /**
     * Empty where a case was not seen, or not as it is now.
     *
     * @param seen what the decision rests on; empty where it does not rest on the record, which is then taken as it is
     * @param now the cases that the message leads to
     */
    static Optional<Grounds> of(Optional<Seen> seen, Collection<Found.Case> now) {
        Map<String, Long> known = seen.orElseGet(() -> seen(now)).cases();
        boolean same = now.stream()
                .allMatch(one -> Long.valueOf(one.version()).equals(known.get(Pseudonyms.text(one.caseRef()))));
        return same ? Optional.of(new Grounds(versions(known))) : Optional.empty();
    }

    /** What is seen of these cases. */
    static Seen seen(Collection<Found.Case> cases) {
        return new Seen(
                cases.stream().collect(Collectors.toMap(one -> Pseudonyms.text(one.caseRef()), Found.Case::version)));
    }

    /** Sets the first two values of a statement that begins with {@link #STAND}. */
    void set(Connection connection, PreparedStatement statement) throws SQLException {
        statement.setArray(1, connection.createArrayOf("uuid", versions.keySet().toArray()));
        statement.setArray(2, connection.createArrayOf("int8", versions.values().toArray()));
    }

    /** Whether they still stand; if they do, until the transaction ends. */
    boolean stand(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            set(connection, select);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1) == versions.size();
            }
        }
    }

    private static Map<UUID, Long> versions(Map<String, Long> known) {
        Map<UUID, Long> versions = new LinkedHashMap<>();
        known.forEach((caseRef, version) -> versions.put(Marked.reference(caseRef), version));
        return versions;
    }
}
