package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.Overdue;
import org.marac.gateway.flow.Settlement;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.storage.Transactions;

/**
 * Tells the coordinator of what has not reached its recipient in the time that the protocol sets for what waits: what a door
 * does not take, what may not go to its recipient any more, and what lies in a mailbox that nobody empties. It waits on.
 */
final class OverdueDeliveries {
    private static final int AT_ONCE = 100;

    private final Transactions transactions;
    private final Overdue overdue = new Overdue();
    private final CaseRecord caseRecord;
    private final PostgresAuditLog log;
    private final InForceNow inForce;
    private final Clock clock;

    /** Which version is in force, as far as it is known? */
    @FunctionalInterface
    interface InForceNow {
        Optional<InForce> at(Instant now);
    }

    OverdueDeliveries(
            Transactions transactions,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            InForceNow inForce,
            Clock clock) {
        this.transactions = transactions;
        this.caseRecord = caseRecord;
        this.log = log;
        this.inForce = inForce;
        this.clock = clock;
    }

    /** Tells of what has become overdue since; how much that is. */
    int tell() {
        Instant now = clock.instant();
        Optional<Protocol> protocol = inForce.at(now).map(InForce::protocol);
        Protocol.Waits rule = protocol.map(Protocol::holds).orElse(Protocol.Waits.UNSAID);
        return transactions.write((Connection connection) -> {
            List<Entry> entries = new ArrayList<>();
            for (Overdue.Item one : overdue.untold(connection, now.minus(rule.normal()), AT_ONCE)) {
                boolean late = !rule.due(one.since(), false).isAfter(now);
                if (late && !one.setAside()) {
                    entries.add(new Settlement(clock).undelivered(OutboxDesk.leaving(one.due()), reason(one)));
                }
                if (late || one.setAside()) {
                    overdue.told(connection, one.due().id(), now);
                    notice(connection, one, protocol.map(Protocol::ref), now).ifPresent(entries::add);
                }
            }
            log.append(connection, entries);
            return entries.size();
        });
    }

    private static String reason(Overdue.Item one) {
        return one.due().door() == Door.REST ? "not-fetched" : "not-taken-in-time";
    }

    /** Nothing where the case was disposed of: there is nobody left to be told about. */
    private Optional<Entry> notice(
            Connection connection, Overdue.Item one, Optional<ProtocolRef> protocol, Instant now)
            throws SQLException {
        Optional<CaseRecord.Filed> filed = caseRecord.message(connection, one.message());
        if (filed.isEmpty()) {
            return Optional.empty();
        }
        Notice notice = new Notice(Notice.Code.UNDELIVERED, filed.get().caseRef(), one.message(), now);
        caseRecord.raise(connection, notice);
        return Optional.of(new Entry.Noted(
                now,
                notice.code().event(),
                protocol,
                List.of(
                        new Entry.Noted.Detail("case", notice.caseRef()),
                        new Entry.Noted.Detail("message", one.message()),
                        new Entry.Noted.Detail("to", one.due().recipient().value()))));
    }
}
