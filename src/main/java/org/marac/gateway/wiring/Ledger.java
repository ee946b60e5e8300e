package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.marac.gateway.flow.UnitOfWork;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Refused;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.storage.Together;
import org.marac.gateway.storage.Transactions;

/**
 * One transaction over all rooms that keep something: what the main line writes, it writes here, all of it or nothing.
 * Messages that come while a transaction is being committed share the next one, and its one wait for the disk.
 */
final class Ledger implements UnitOfWork {
    private final Transactions transactions;
    private final Books books;
    private final Together<Part<?>> together = new Together<>(this::write);
    private volatile Runnable posted = () -> {};

    Ledger(Transactions transactions, Books books) {
        this.transactions = transactions;
        this.books = books;
    }

    /** Whom to tell that something was posted. */
    void onPosted(Runnable listener) {
        posted = listener;
    }

    @Override
    public <T> T write(UnitOfWork.Work<T> work) throws Refused {
        Part<T> part = new Part<>(work);
        together.join(part);
        if (part.isOpen()) {
            write(List.of(part));
        }
        return part.result();
    }

    /** The stored answer to exactly this content. */
    Optional<Answered> recognise(AgencyId sender, Digest content, Optional<MessageId> transmission) throws Refused {
        return transactions.read((Connection connection) -> {
            OptionalLong known = books.recognition().recognise(connection, sender, content, transmission);
            return known.isPresent() ? books.receipts().answered(connection, known.getAsLong()) : Optional.empty();
        });
    }

    /** What the sender was told of a message of its own that was admitted. */
    Optional<Answered> told(AgencyId sender, MessageId message) {
        return transactions.read((Connection connection) -> {
            OptionalLong known = books.recognition().find(connection, sender, message);
            return known.isPresent() ? books.receipts().answered(connection, known.getAsLong()) : Optional.empty();
        });
    }

    /** What the record remembers of the people of this message. */
    Recalled recall(Message message) {
        return transactions.read((Connection connection) -> books.caseRecord().recall(connection, message));
    }

    /** What the sender said last in the place of one of its messages. */
    Optional<CaseRecord.Filed> latest(AgencyId sender, MessageId message) {
        return transactions.read((Connection connection) -> books.caseRecord().latest(connection, sender, message));
    }

    /** Where a message that names its conversation stands in it. */
    CaseRecord.Place place(Message message, Instant receivedAt) throws Refused {
        return transactions.read((Connection connection) -> books.caseRecord().place(connection, message, receivedAt));
    }

    /** What stands in the record of the case this message belongs to. */
    List<CaseRecord.Filed> standing(Message message) {
        return transactions.read((Connection connection) -> books.caseRecord().standing(connection, message));
    }

    private void write(List<? extends Part<?>> parts) {
        try {
            Optional<Page> written = transactions.write((Connection connection) -> page(connection, parts));
            if (written.isPresent()) {
                parts.forEach(Part::keep);
                if (written.get().posts()) {
                    posted.run();
                }
            }
        } catch (Refused | RuntimeException e) {
            parts.forEach(part -> part.fail(e));
        }
    }

    /**
     * Empty where one of several spoilt the page for all, whatever the reason: nothing of it was kept, and each is begun
     * again on its own, where its refusal or failure is its own. A lost connection fails them all.
     */
    private Optional<Page> page(Connection connection, List<? extends Part<?>> parts) throws SQLException, Refused {
        Page page = new Page(books, connection);
        try {
            page.write(parts);
            return Optional.of(page);
        } catch (SQLException | Refused | RuntimeException e) {
            if (parts.size() == 1) {
                throw e;
            }
            connection.rollback();
            return Optional.empty();
        }
    }
}
