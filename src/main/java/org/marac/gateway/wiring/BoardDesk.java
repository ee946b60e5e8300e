package org.marac.gateway.wiring;

import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.console.Board;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Details;
import org.marac.gateway.flow.Official;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Waiting;
import org.marac.gateway.storage.Transactions;

/** The lists people look at, and who was told no. */
final class BoardDesk implements Board {
    private static final int MOST = 500;

    private final Transactions transactions;
    private final Holds holds;
    private final Glasses glasses;
    private final PostgresAuditLog log;
    private final SignedArea area;
    private final Clock clock;

    BoardDesk(
            Transactions transactions,
            Holds holds,
            Glasses glasses,
            PostgresAuditLog log,
            SignedArea area,
            Clock clock) {
        this.transactions = transactions;
        this.holds = holds;
        this.glasses = glasses;
        this.log = log;
        this.area = area;
        this.clock = clock;
    }

    @Override
    public List<Waiting> waiting() {
        return transactions.read((Connection connection) -> holds.waiting(connection, MOST));
    }

    @Override
    public List<Glass> glasses() {
        return transactions.read((Connection connection) -> glasses.recent(connection, MOST));
    }

    @Override
    public Protocol.Waits rule() {
        return area.shelf()
                .inForce(clock.instant())
                .map(inForce -> inForce.protocol().holds())
                .orElse(Protocol.Waits.UNSAID);
    }

    @Override
    public void declined(Official official, String about, Declined.Why why) {
        Details details = Details.of(official.acting()).and("about", about).and("reason", why.code());
        transactions.write((Connection connection) -> log.append(
                connection,
                List.of(new Entry.Noted(clock.instant(), "person.declined", Optional.empty(), details.list()))));
    }
}
