package org.marac.gateway.wiring;

import java.sql.Connection;
import java.util.List;
import java.util.function.Function;
import org.marac.gateway.flow.DecidingRooms;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.storage.Transactions;
import org.marac.gateway.storage.Work;

/** What a person decides on, with what is written when one has: one transaction over record and log. */
final class DecidingDesk<E, P extends DecidingRooms.Page<E>> implements DecidingRooms.Desk<E, P> {
    private final Transactions transactions;
    private final Work<List<E>, RuntimeException> undecided;
    private final Function<Connection, P> page;

    DecidingDesk(Transactions transactions, Work<List<E>, RuntimeException> undecided, Function<Connection, P> page) {
        this.transactions = transactions;
        this.undecided = undecided;
        this.page = page;
    }

    @Override
    public List<E> open() {
        return transactions.read(undecided);
    }

    @Override
    public <T> T write(DecidingRooms.Work<P, T> work) throws Declined {
        return transactions.write((Connection connection) -> {
            try {
                return work.in(page.apply(connection));
            } catch (Failed e) {
                throw e.cause;
            }
        });
    }
}
