package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.audit.Reservation;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.idempotency.Recognition;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refused;
import org.marac.gateway.receipt.Receipts;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Transactions;

/** One transaction over all rooms that keep something: what the main line writes, it writes here, all of it or nothing. */
final class Ledger implements Rooms.UnitOfWork {
    private final Transactions transactions;
    private final Recognition recognition;
    private final CaseRecord caseRecord;
    private final PostgresAuditLog log;
    private final Outbox outbox;
    private final Holds holds;
    private final Receipts receipts;
    private final Pseudonyms pseudonyms;
    private final Clock clock;
    private volatile Runnable posted = () -> {};

    Ledger(
            Transactions transactions,
            Recognition recognition,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Outbox outbox,
            Holds holds,
            Receipts receipts,
            Pseudonyms pseudonyms,
            Clock clock) {
        this.transactions = transactions;
        this.recognition = recognition;
        this.caseRecord = caseRecord;
        this.log = log;
        this.outbox = outbox;
        this.holds = holds;
        this.receipts = receipts;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    /** Whom to tell that something was posted. */
    void onPosted(Runnable listener) {
        posted = listener;
    }

    @Override
    public <T> T write(Rooms.Work<T> work) throws Refused {
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

    /** The stored answer to exactly this content. */
    Optional<Answered> recognise(AgencyId sender, Digest content, Optional<MessageId> transmission) throws Refused {
        return transactions.read((Connection connection) -> {
            OptionalLong known = recognition.recognise(connection, sender, content, transmission);
            return known.isPresent() ? receipts.answered(connection, known.getAsLong()) : Optional.empty();
        });
    }

    /** What the record remembers of the people of this message. */
    Recalled recall(Message message) {
        return transactions.read((Connection connection) -> caseRecord.recall(connection, message));
    }

    /** Carries a database error through the main line, which knows no databases, back to the transaction. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final SQLException cause;

        Failed(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /** What one transaction writes. */
    private final class Page implements Rooms.Unit {
        private final Connection connection;
        private Optional<Reservation> reservation = Optional.empty();
        private OptionalLong key = OptionalLong.empty();
        private boolean posts;

        Page(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Optional<Answered> claim(Rooms.Claim claim) throws Refused {
            try {
                Recognition.Claimed claimed = recognition.claim(
                        connection,
                        new Recognition.Claim(claim.sender(), claim.content(), claim.message(), claim.transmission()),
                        clock.instant());
                key = OptionalLong.of(claimed.key());
                return claimed.fresh() ? Optional.empty() : receipts.answered(connection, claimed.key());
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public Rooms.Filed file(Rooms.Filing filing) {
            try {
                CaseRecord.Entered entered = caseRecord.file(
                        connection,
                        new CaseRecord.Filing(
                                filing.message(),
                                filing.view(),
                                filing.evidence(),
                                filing.whole(),
                                filing.receivedAt()));
                return new Rooms.Filed(entered.caseRef(), entered.notices());
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public long reserve(int entries) {
            try {
                Reservation reserved = log.reserve(connection, entries);
                reservation = Optional.of(reserved);
                return reserved.first();
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public void log(List<Entry> entries) {
            try {
                log.write(connection, reservation.orElseThrow(), entries);
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public void post(Rooms.Posting posting) {
            posts = true;
            try {
                outbox.enqueue(
                        connection,
                        posting.recipient(),
                        Door.QUEUE,
                        posting.disclosure(),
                        posting.sealed(),
                        posting.at());
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public void hold(Rooms.Holding holding) {
            try {
                holds.raise(
                        connection,
                        new Holds.Raised(
                                holding.id(),
                                holding.messageRef(),
                                holding.caseRef(),
                                holding.recipient(),
                                holding.reason(),
                                holding.clauses(),
                                holding.emergency(),
                                holding.entry(),
                                holding.at()));
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public Answered answer(ReceiptFacts facts) {
            try {
                return receipts.keep(connection, key.orElseThrow(), facts);
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public Digest commitment(Bytes content) {
            return pseudonyms.commitment(content);
        }

        @Override
        public String pseudonym(AgencyId sender, MessageId message) {
            return pseudonyms.messageRef(sender, message);
        }
    }
}
