package org.marac.gateway.wiring;

import java.sql.Connection;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.record.CaseRecord;

/** One transaction of a person's decision on something of the record, who the people of its cases are included. */
abstract class CasePage extends LoggedPage {
    final CaseRecord caseRecord;

    CasePage(Connection connection, PostgresAuditLog log, CaseRecord caseRecord) {
        super(connection, log);
        this.caseRecord = caseRecord;
    }

    /** Who the people of a case are; empty where it was disposed of. */
    public final Optional<Candidate.Side> side(String caseRef) {
        return Failed.ask(() -> caseRecord.side(connection, caseRef));
    }
}
