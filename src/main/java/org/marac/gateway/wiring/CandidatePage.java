package org.marac.gateway.wiring;

import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.record.CaseRecord;

/** What one transaction writes when a person decides on a possible duplicate. */
final class CandidatePage extends CasePage implements SamePeople.Page {

    CandidatePage(Connection connection, PostgresAuditLog log, CaseRecord caseRecord) {
        super(connection, log, caseRecord);
    }

    @Override
    public Optional<Candidate> lock(String id) {
        return id(id).flatMap(
                        candidate -> Failed.ask(() -> caseRecord.candidates().lock(connection, candidate)));
    }

    @Override
    public void decide(Candidate candidate, Candidate.Said said, Instant at) {
        Failed.ask(() -> {
            caseRecord.candidates().decide(connection, candidate, said, at);
            return said;
        });
    }
}
