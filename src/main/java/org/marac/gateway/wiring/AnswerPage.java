package org.marac.gateway.wiring;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.flow.Replies;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.record.CaseRecord;

/** What one transaction reads and writes when a person looks at what an agency's system answered. */
final class AnswerPage extends CasePage implements Replies.Page {
    AnswerPage(Connection connection, PostgresAuditLog log, CaseRecord caseRecord) {
        super(connection, log, caseRecord);
    }

    @Override
    public Optional<PartnerAnswer.Kept> lock(String id) {
        return Failed.ask(() -> caseRecord.answers().lock(connection, id));
    }

    @Override
    public List<PartnerAnswer.Kept> of(String caseRef) {
        return Failed.ask(() -> caseRecord.answers().of(connection, caseRef));
    }

    @Override
    public Optional<Bytes> said(PartnerAnswer.Kept answer) {
        return Failed.ask(() -> caseRecord.answers().said(connection, answer.caseRef(), answer.id()));
    }
}
