package org.marac.gateway.wiring;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.audit.Reservation;
import org.marac.gateway.model.Entry;

/** What one transaction of a person's decision writes: whatever it changes, and what the audit log says of it. */
abstract class LoggedPage {
    final Connection connection;
    private final PostgresAuditLog log;
    private Optional<Reservation> reservation = Optional.empty();

    LoggedPage(Connection connection, PostgresAuditLog log) {
        this.connection = connection;
        this.log = log;
    }

    /** Takes so many places in the log: index of the first. Everyone else waits from then to the commit. */
    public final long reserve(int entries) {
        Reservation reserved = Failed.ask(() -> log.reserve(connection, entries));
        reservation = Optional.of(reserved);
        return reserved.first();
    }

    /** Writes to the places that were taken. */
    public final void log(List<Entry> entries) {
        Failed.ask(() -> {
            log.write(connection, reservation.orElseThrow(), entries);
            return entries;
        });
    }

    /** Ids come from outside; what is none is nothing's. */
    static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
