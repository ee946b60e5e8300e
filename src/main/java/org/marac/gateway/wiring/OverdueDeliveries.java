package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.delivery.Overdue;
import org.marac.gateway.flow.Lateness;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.Settlement;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.storage.Transactions;

/**
 * Tells of what has not reached its recipient in the time that the protocol sets: what a door does not take, what may not go to
 * its recipient any more, what lies in a mailbox that nobody empties; and at once of what a recipient's system refuses. The
 * coordinator is told, and the sender where its receipt said that it goes there. It waits on.
 */
final class OverdueDeliveries {
    private static final int AT_ONCE = 100;
    /** What the gateway itself tells agencies is of no message, and has an id of another form. */
    private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");

    private final Transactions transactions;
    private final Overdue overdue = new Overdue();
    private final Outbox outbox;
    private final CaseRecord caseRecord;
    private final PostgresAuditLog log;
    private final Telling telling;
    private final Clock clock;

    /**
     * What is asked of others.
     *
     * @param inForce which version is in force, as far as it is known
     * @param close seals what a sender is told
     * @param ids under which id its sender knows a message
     */
    record Telling(InForceNow inForce, Rooms.Close close, Ids ids) {}

    /** Which version is in force, as far as it is known? */
    @FunctionalInterface
    interface InForceNow {
        Optional<InForce> at(Instant now);
    }

    /** Under which id does its sender know a message? */
    @FunctionalInterface
    interface Ids {
        Optional<MessageId> of(CaseRecord.Filed filed);
    }

    OverdueDeliveries(
            Transactions transactions,
            Outbox outbox,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Telling telling,
            Clock clock) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.caseRecord = caseRecord;
        this.log = log;
        this.telling = telling;
        this.clock = clock;
    }

    /** What is told in one transaction: entries of the log, and notices that name them. */
    private static final class Said {
        private final List<Entry> entries = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();
        private final List<Lateness.Told> notices = new ArrayList<>();

        void notice(Lateness.Told told) {
            places.add(entries.size());
            notices.add(told);
            entries.add(told.entry());
        }
    }

    /** Tells of what has become overdue since; how many entries of the log that makes. */
    int tell() {
        Instant now = clock.instant();
        Optional<InForce> inForce = telling.inForce().at(now);
        Protocol.Delivery rule =
                inForce.map(found -> found.protocol().delivery()).orElse(Protocol.Delivery.UNSAID);
        return transactions.write((Connection connection) -> {
            Said said = new Said();
            for (Overdue.Item one :
                    overdue.untold(connection, now.minus(rule.normal()), now.minus(rule.emergency()), AT_ONCE)) {
                overdue.told(connection, one.label().id(), now);
                if (!one.setAside()) {
                    said.entries.add(new Settlement(clock).undelivered(OutboxDesk.leaving(one.label()), reason(one)));
                }
                // Nothing where the case was disposed of: there is nobody left to be told about.
                Optional<CaseRecord.Filed> filed = filed(connection, one);
                if (filed.isPresent()) {
                    tell(connection, one, filed.get(), inForce, said);
                }
            }
            post(connection, said, log.append(connection, said.entries), now);
            return said.entries.size();
        });
    }

    private static String reason(Overdue.Item one) {
        return one.label().door() == Door.REST ? "not-fetched" : "not-taken-in-time";
    }

    private Optional<CaseRecord.Filed> filed(Connection connection, Overdue.Item one) throws SQLException {
        return PSEUDONYM.matcher(one.message()).matches()
                ? caseRecord.message(connection, one.message())
                : Optional.empty();
    }

    private void tell(
            Connection connection, Overdue.Item one, CaseRecord.Filed filed, Optional<InForce> inForce, Said said)
            throws SQLException {
        Instant now = clock.instant();
        Notice notice = new Notice(Notice.Code.UNDELIVERED, filed.caseRef(), one.message(), now);
        caseRecord.notices().raise(connection, notice);
        said.entries.add(new Entry.Noted(
                now,
                notice.code().event(),
                inForce.map(found -> found.protocol().ref()),
                List.of(
                        new Entry.Noted.Detail("case", notice.caseRef()),
                        new Entry.Noted.Detail("message", one.message()),
                        new Entry.Noted.Detail("to", one.label().recipient().value()))));
        if (one.said() && inForce.isPresent()) {
            telling.ids()
                    .of(filed)
                    .flatMap(id -> new Lateness(telling.close(), inForce.get()).tell(late(one, filed, id), now))
                    .ifPresent(said::notice);
        }
    }

    private static Lateness.Late late(Overdue.Item one, CaseRecord.Filed filed, MessageId id) {
        return new Lateness.Late(
                filed.sender(),
                id,
                filed.caseRef(),
                one.label().recipient(),
                one.label().disclosure(),
                one.since(),
                one.setAside());
    }

    private void post(Connection connection, Said said, List<Position> positions, Instant now) throws SQLException {
        List<Outbox.Posted> posted = new ArrayList<>();
        for (int i = 0; i < said.notices.size(); i++) {
            Lateness.Told told = said.notices.get(i);
            posted.add(new Outbox.Posted(
                    told.to(),
                    told.door(),
                    told.id(),
                    told.caseRef(),
                    false,
                    false,
                    positions.get(said.places.get(i)).index(),
                    told.leaving(),
                    now));
        }
        outbox.enqueue(connection, posted);
    }
}
