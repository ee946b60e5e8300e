package org.marac.gateway.wiring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.mail.Strangers;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.record.UnprovedMail;
import org.marac.gateway.storage.Transactions;

/**
 * Mail that nothing proves to be an agency's: counted by its reason, and shown to the coordinator once a day, with an entry of the log that tells whose
 * it says it is.
 */
record MailStrangers(
        Transactions transactions,
        UnprovedMail unproved,
        PostgresAuditLog log,
        SignedArea area,
        MeterRegistry meters,
        Clock clock)
        implements Strangers {

    @Override
    public void wrote(Optional<AgencyId> says, Refusal refusal) {
        Instant now = clock.instant();
        transactions.write((Connection connection) -> {
            Optional<Notice> fresh = unproved.tell(connection, says, now);
            if (fresh.isPresent()) {
                log.append(connection, List.of(entry(fresh.get(), says, refusal)));
            }
            return fresh;
        });
        Counter.builder("gateway.mail.refused")
                .description("mail that nothing proves to be an agency's, since the start")
                .tag("code", refusal.code().code())
                .tag("reason", refusal.reason().orElse(""))
                .register(meters)
                .increment();
    }

    private Entry entry(Notice notice, Optional<AgencyId> says, Refusal refusal) {
        return new Entry.Noted(
                notice.at(),
                notice.code().event(),
                area.inForceIfKnown(notice.at())
                        .map(inForce -> inForce.protocol().ref()),
                List.of(
                        new Entry.Noted.Detail("says", says.map(AgencyId::value).orElse("nobody")),
                        new Entry.Noted.Detail("code", refusal.code().code()),
                        new Entry.Noted.Detail("reason", refusal.reason().orElse("none"))));
    }
}
