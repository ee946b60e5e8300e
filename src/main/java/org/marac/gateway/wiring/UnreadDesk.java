package org.marac.gateway.wiring;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Unread;
import org.marac.gateway.record.Kept;
import org.marac.gateway.storage.Transactions;

/** What could not be read, with what is written when a person deals with it: one transaction over record and log. */
record UnreadDesk(Transactions transactions, Kept kept, PostgresAuditLog log) implements UnreadRooms.Desk {

    @Override
    public List<Unread> open() {
        return transactions.read((Connection connection) -> kept.open(connection));
    }

    @Override
    public <T> T write(UnreadRooms.Work<T> work) throws Declined {
        return transactions.write((Connection connection) -> {
            try {
                return work.in(new Page(connection, log, kept));
            } catch (Failed e) {
                throw e.cause;
            }
        });
    }

    /** What one transaction writes. */
    private static final class Page extends LoggedPage implements UnreadRooms.Page {
        private final Kept kept;

        Page(Connection connection, PostgresAuditLog log, Kept kept) {
            super(connection, log);
            this.kept = kept;
        }

        @Override
        public Optional<Unread> lock(String unread) {
            return id(unread).flatMap(id -> Failed.ask(() -> kept.lock(connection, id)));
        }

        @Override
        public Optional<Arrival> arrival(Unread unread) {
            return Failed.ask(() -> kept.arrival(connection, unread));
        }

        @Override
        public void end(Unread unread, Unread.State state, Position entry) {
            Failed.ask(() -> {
                kept.end(connection, unread, state, entry);
                return entry;
            });
        }

        @Override
        public void destroy(Unread unread) {
            Failed.ask(() -> {
                kept.destroy(connection, unread);
                return unread;
            });
        }

        @Override
        public List<Unread> overdue(Instant now) {
            return Failed.ask(() -> kept.overdue(connection, now));
        }
    }
}
