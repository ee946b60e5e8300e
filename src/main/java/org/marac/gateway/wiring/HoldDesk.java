package org.marac.gateway.wiring;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.HoldRooms;
import org.marac.gateway.flow.Posting;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Seen;
import org.marac.gateway.model.Waiting;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Transactions;

/** What waits, with everything that is written when it ends: one transaction over the rooms that keep it. */
final class HoldDesk implements HoldRooms.Desk {
    private static final int AT_ONCE = 100;

    private final Transactions transactions;
    private final Holds holds;
    private final Glasses glasses;
    private final CaseRecord caseRecord;
    private final PostgresAuditLog log;
    private final Outbox outbox;
    private final Pseudonyms pseudonyms;
    private final Runnable posted;

    /** @param posted whom to tell that something was posted */
    HoldDesk(
            Transactions transactions,
            Holds holds,
            Glasses glasses,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Outbox outbox,
            Pseudonyms pseudonyms,
            Runnable posted) {
        this.transactions = transactions;
        this.holds = holds;
        this.glasses = glasses;
        this.caseRecord = caseRecord;
        this.log = log;
        this.outbox = outbox;
        this.pseudonyms = pseudonyms;
        this.posted = posted;
    }

    @Override
    public Optional<Waiting> find(String hold) {
        Optional<UUID> id = LoggedPage.id(hold);
        return id.isEmpty()
                ? Optional.empty()
                : transactions.read((Connection connection) -> holds.find(connection, id.get()));
    }

    @Override
    public Optional<Bytes> whole(String messageRef) {
        return transactions
                .read((Connection connection) -> caseRecord.message(connection, messageRef))
                .flatMap(CaseRecord.Filed::whole);
    }

    @Override
    public Optional<Glass> glass(String glass) {
        Optional<UUID> id = LoggedPage.id(glass);
        return id.isEmpty()
                ? Optional.empty()
                : transactions.read((Connection connection) -> glasses.find(connection, id.get()));
    }

    @Override
    public <T> T write(HoldRooms.Work<T> work) throws Declined {
        AtomicBoolean leaves = new AtomicBoolean();
        T result = transactions.write((Connection connection) -> {
            Page page = new Page(connection);
            try {
                T done = work.in(page);
                leaves.set(page.posts);
                return done;
            } catch (Failed e) {
                throw e.cause;
            }
        });
        if (leaves.get()) {
            posted.run();
        }
        return result;
    }

    /** What one transaction writes. */
    private final class Page extends LoggedPage implements HoldRooms.Page {
        private boolean posts;

        Page(Connection connection) {
            super(connection, log);
        }

        @Override
        public Optional<Waiting> lock(String hold) {
            Optional<UUID> id = LoggedPage.id(hold);
            return id.isEmpty() ? Optional.empty() : Failed.ask(() -> holds.lock(connection, id.get()));
        }

        @Override
        public boolean stands(Message message, Optional<Seen> seen) {
            return Failed.ask(() -> caseRecord.stands(connection, message, seen));
        }

        @Override
        public List<Waiting> overdue(Instant now) {
            return Failed.ask(() -> holds.overdue(connection, now, AT_ONCE));
        }

        @Override
        public void escalate(Waiting waiting, Instant due) {
            Failed.ask(() -> {
                holds.escalate(connection, waiting, due);
                return waiting;
            });
        }

        @Override
        public void settle(Waiting waiting, Waiting.State state, Instant at) {
            Failed.ask(() -> {
                if (holds.settle(connection, waiting, state, at)) {
                    caseRecord.settled(connection, waiting.messageRef());
                }
                return waiting;
            });
        }

        @Override
        public Optional<Glass> lockGlass(String glass) {
            Optional<UUID> id = LoggedPage.id(glass);
            return id.isEmpty() ? Optional.empty() : Failed.ask(() -> glasses.lock(connection, id.get()));
        }

        @Override
        public void keep(Glass glass) {
            Failed.ask(() -> {
                glasses.keep(connection, glass);
                return glass;
            });
        }

        @Override
        public List<Glass> overdueGlasses(Instant now) {
            return Failed.ask(() -> glasses.overdue(connection, now, AT_ONCE));
        }

        @Override
        public void post(Posting posting) {
            posts = true;
            Failed.ask(() -> {
                outbox.enqueue(connection, List.of(Slip.posted(posting)));
                return posting;
            });
        }

        @Override
        public Digest commitment(Bytes content) {
            return pseudonyms.commitment(content);
        }
    }
}
