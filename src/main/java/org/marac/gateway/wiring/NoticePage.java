package org.marac.gateway.wiring;

import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Position;
import org.marac.gateway.record.CaseRecord;

/** What one transaction writes when a person has looked at a notice. */
final class NoticePage extends CasePage implements Attention.Page {

    NoticePage(Connection connection, PostgresAuditLog log, CaseRecord caseRecord) {
        super(connection, log, caseRecord);
    }

    @Override
    public Optional<Notice.Raised> lock(String id) {
        return id(id).flatMap(notice -> Failed.ask(() -> caseRecord.notices().lock(connection, notice)));
    }

    @Override
    public Optional<Bytes> cause(Notice notice) {
        return Failed.ask(() -> caseRecord.cause(connection, notice));
    }

    @Override
    public void seen(Notice.Raised raised, Position entry, Instant at) {
        Failed.ask(() -> {
            caseRecord.notices().seen(connection, raised, entry, at);
            return entry;
        });
    }
}
