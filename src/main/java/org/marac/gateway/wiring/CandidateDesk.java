package org.marac.gateway.wiring;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.flow.CandidateRooms;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.storage.Transactions;

/** Possible duplicates, with what is written when a person decides on one: one transaction over record and log. */
final class CandidateDesk implements CandidateRooms.Desk {
    private final Transactions transactions;
    private final CaseRecord caseRecord;
    private final PostgresAuditLog log;

    CandidateDesk(Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log) {
        this.transactions = transactions;
        this.caseRecord = caseRecord;
        this.log = log;
    }

    @Override
    public List<Candidate> open() {
        return transactions.read((Connection connection) -> caseRecord.candidates(connection));
    }

    @Override
    public <T> T write(CandidateRooms.Work<T> work) throws Declined {
        return transactions.write((Connection connection) -> {
            try {
                return work.in(new Page(connection));
            } catch (Failed e) {
                throw e.cause;
            }
        });
    }

    /** What one transaction writes. */
    private final class Page extends LoggedPage implements CandidateRooms.Page {

        Page(Connection connection) {
            super(connection, log);
        }

        @Override
        public Optional<Candidate> lock(String id) {
            Optional<UUID> candidate = LoggedPage.id(id);
            return candidate.isEmpty()
                    ? Optional.empty()
                    : Failed.ask(() -> caseRecord.lock(connection, candidate.get()));
        }

        @Override
        public Optional<Candidate.Side> side(String caseRef) {
            return Failed.ask(() -> caseRecord.side(connection, caseRef));
        }

        @Override
        public void decide(Candidate candidate, Candidate.Said said, Instant at) {
            Failed.ask(() -> {
                caseRecord.decide(connection, candidate, said, at);
                return said;
            });
        }
    }
}
