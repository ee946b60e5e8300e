package org.marac.gateway.wiring;

import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.SetAside;
import org.marac.gateway.flow.Redelivery;
import org.marac.gateway.model.Undelivered;
import org.marac.gateway.record.CaseRecord;

/** What one transaction writes when a person deals with what a recipient's system will not have. */
final class UndeliveredPage extends CasePage implements Redelivery.Page {
    private static final Pattern ENTRY = Pattern.compile("[0-9]{1,18}");

    private final SetAside setAside;

    UndeliveredPage(Connection connection, PostgresAuditLog log, CaseRecord caseRecord, SetAside setAside) {
        super(connection, log, caseRecord);
        this.setAside = setAside;
    }

    @Override
    public Optional<Undelivered> lock(String id) {
        return entry(id).flatMap(entry -> Failed.ask(() -> setAside.lock(connection, entry)));
    }

    @Override
    public boolean was(String id) {
        return entry(id)
                .filter(entry -> Failed.ask(() -> setAside.was(connection, entry)))
                .isPresent();
    }

    @Override
    public void retry(Undelivered undelivered, Instant at) {
        Failed.ask(() -> {
            setAside.retry(connection, undelivered, at);
            return at;
        });
    }

    @Override
    public void dismiss(Undelivered undelivered) {
        Failed.ask(() -> {
            setAside.dismiss(connection, undelivered);
            return undelivered;
        });
    }

    private static Optional<Long> entry(String id) {
        return ENTRY.matcher(id).matches() ? Optional.of(Long.parseLong(id)) : Optional.empty();
    }
}
