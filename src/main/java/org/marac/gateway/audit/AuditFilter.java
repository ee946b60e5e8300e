package org.marac.gateway.audit;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Role;

/**
 * Which entries does an auditor ask for? Every condition given must hold; recipient, result and clause must hold together, of
 * one line of an entry: "refused to housing under C7" finds no entry that refused police under C7.
 *
 * @param agency the sender
 * @param recipient an agency it was permitted, denied, disclosed or delivered to
 * @param result what came of it
 * @param clause a clause that made it so
 * @param caseRef pseudonym of the case
 * @param from not before
 * @param until before
 * @param wanted a kind of data that was there: shared with, or kept from, the line's recipient
 */
public record AuditFilter(
        Optional<AgencyId> agency,
        Optional<AgencyId> recipient,
        Optional<Result> result,
        Optional<ClauseId> clause,
        Optional<String> caseRef,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<Wanted> wanted) {

    /**
     * A kind of data.
     *
     * @param category which
     * @param about about whom; empty for anyone
     */
    public record Wanted(DataCategory category, Optional<Role> about) {
        /**
         * {@code ADDRESS_SAFE}, or {@code ADDRESS_SAFE/VICTIM}.
         *
         * @throws IllegalArgumentException where there is no such kind of data
         */
        public static Wanted parse(String text) {
            int slash = text.indexOf('/');
            return slash < 0
                    ? new Wanted(DataCategory.valueOf(text), Optional.empty())
                    : new Wanted(
                            DataCategory.valueOf(text.substring(0, slash)),
                            Optional.of(Role.valueOf(text.substring(slash + 1))));
        }

        boolean is(Material material) {
            return material.category() == category
                    && about.map(role -> role == material.about()).orElse(true);
        }
    }

    /** Every entry. */
    public static AuditFilter all() {
        return new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    boolean takes(Listed listed) {
        Instant at = listed.logged().entry().at();
        return from.map(earliest -> !at.isBefore(earliest)).orElse(true)
                && until.map(at::isBefore).orElse(true)
                && (agency.isEmpty() || agency.equals(listed.from()))
                && (caseRef.isEmpty() || listed.isOf(caseRef.get()))
                && listed.lines().stream().anyMatch(this::takes);
    }

    /** Whether a line is one that was asked for. */
    public boolean takes(Listed.Line line) {
        return (recipient.isEmpty() || recipient.equals(line.recipient()))
                && result.map(wanted -> wanted == line.result()).orElse(true)
                && clause.map(line.clauses()::contains).orElse(true)
                && wanted.map(kind -> line.materials().stream().anyMatch(kind::is))
                        .orElse(true);
    }
}
