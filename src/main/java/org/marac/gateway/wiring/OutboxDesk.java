package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.Dispatch;
import org.marac.gateway.delivery.Lending;
import org.marac.gateway.delivery.Mailboxes;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.flow.Settlement;
import org.marac.gateway.intake.Mailbox;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;
import org.marac.gateway.storage.Transactions;

/**
 * The outbox and the audit log, as dispatch and the mailbox ask for them: what left and what the log says of it are one
 * transaction.
 */
final class OutboxDesk implements Dispatch.Desk, Mailbox {
    private final Transactions transactions;
    private final Lending lending;
    private final Mailboxes mailboxes = new Mailboxes();
    private final PostgresAuditLog log;
    private final Settlement settlement;
    private final Clock clock;

    OutboxDesk(Transactions transactions, Lending lending, PostgresAuditLog log, Settlement settlement, Clock clock) {
        this.transactions = transactions;
        this.lending = lending;
        this.log = log;
        this.settlement = settlement;
        this.clock = clock;
    }

    @Override
    public List<Outbox.Due> take(int most, Set<Outbox.Lane> shut) {
        return transactions.write(connection -> lending.take(connection, most, clock.instant(), shut));
    }

    @Override
    public Set<Long> renewed(List<Outbox.Due> lent) {
        return transactions.write(connection ->
                lending.renew(connection, lent.stream().map(Outbox.Due::id).toList(), clock.instant()));
    }

    @Override
    public void postponed(List<Outbox.Due> untried, Instant until) {
        transactions.write(connection -> {
            lending.postpone(connection, untried.stream().map(Outbox.Due::id).toList(), until);
            return untried.size();
        });
    }

    @Override
    public void delivered(List<Outbox.Due> handed) {
        transactions.write(connection -> settled(connection, handed));
    }

    /** Where the log says of each that it was delivered; of what another node settled before, nothing. */
    private List<Position> settled(Connection connection, List<Outbox.Due> handed) throws SQLException {
        Set<Long> out = lending.delivered(
                connection, handed.stream().map(Outbox.Due::id).toList());
        return log.append(
                connection,
                handed.stream()
                        .filter(due -> out.contains(due.id()))
                        .map(due -> settlement.delivered(leaving(due.label())))
                        .toList());
    }

    @Override
    public void failed(Outbox.Due due, Instant until) {
        transactions.write(connection -> {
            lending.failed(connection, due.id(), until);
            return due;
        });
    }

    @Override
    public void setAside(Outbox.Due due, String reason) {
        transactions.write(connection -> {
            if (!lending.setAside(connection, due.id(), reason, clock.instant())) {
                return List.<Position>of();
            }
            List<Entry> told = List.of(settlement.undelivered(leaving(due.label()), reason));
            return log.append(connection, told);
        });
    }

    @Override
    public List<Mailbox.Item> waiting(AgencyId agency, int most) {
        return transactions.read((Connection connection) -> mailboxes.lying(connection, agency, most).stream()
                .map(lying -> new Mailbox.Item(lying.disclosure(), lying.sha256(), lying.bytes(), lying.since()))
                .toList());
    }

    @Override
    public Optional<Bytes> open(AgencyId agency, long number) {
        return transactions.write((Connection connection) ->
                mailboxes.show(connection, agency, number).map(Outbox.Due::sealed));
    }

    @Override
    public boolean acknowledge(AgencyId agency, long number, Digest sha256) {
        return transactions.write((Connection connection) -> {
            Optional<Outbox.Due> due = mailboxes
                    .show(connection, agency, number)
                    .filter(shown -> shown.sha256().equals(sha256));
            return due.isPresent() && !settled(connection, List.of(due.get())).isEmpty();
        });
    }

    static Settlement.Leaving leaving(Outbox.Label label) {
        return new Settlement.Leaving(
                label.recipient(), label.door(), label.sha256(), label.attempts(), new Position(label.disclosure()));
    }
}
