package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Notice;
import org.marac.gateway.record.CaseRecord.Entered;
import org.marac.gateway.record.CaseRecord.Filing;

/** Into which case does a message go, is one opened for it, and what must the coordinator be told of? */
final class Entering {
    private final KeyCustody custody;
    private final Pseudonyms pseudonyms;
    private final CaseTables tables;
    private final Leads leads;
    private final Candidates candidates;
    private final Notices notices;
    private final PartnerAnswers partnerAnswers;

    Entering(
            KeyCustody custody,
            Pseudonyms pseudonyms,
            CaseTables tables,
            Leads leads,
            Candidates candidates,
            Notices notices,
            PartnerAnswers partnerAnswers) {
        this.custody = custody;
        this.pseudonyms = pseudonyms;
        this.tables = tables;
        this.leads = leads;
        this.candidates = candidates;
        this.notices = notices;
        this.partnerAnswers = partnerAnswers;
    }

    /**
     * Empty where what the filing was decided on is not so any more.
     *
     * @param marked the message's marks
     * @param memory what later messages of the case must know of it
     */
    Optional<Entered> file(Connection connection, Filing filing, Marked marked, Memory memory) throws SQLException {
        Found found = leads.findAlone(connection, marked);
        Optional<Found.Case> existing = leads.choose(connection, marked, found);
        Optional<Grounds> grounds =
                Grounds.of(filing.seen(), found.used(marked, existing).values());
        return grounds.isEmpty()
                ? Optional.empty()
                : file(connection, new Sheet(filing, marked, memory, found), existing, grounds.get());
    }

    private Optional<Entered> file(Connection connection, Sheet sheet, Optional<Found.Case> existing, Grounds grounds)
            throws SQLException {
        if (existing.isPresent()) {
            UUID caseRef = existing.get().caseRef();
            CaseKey key = CaseKey.unwrap(custody, caseRef, existing.get().wrappedKey());
            KnownPeople people = tables.people(connection, caseRef);
            return sheet.rows(key, people).add(connection, caseRef, grounds)
                    ? Optional.of(entered(connection, sheet, caseRef, people))
                    : Optional.empty();
        }
        UUID caseRef = pseudonyms.mark("case", UUID.randomUUID().toString());
        CaseKey key = CaseKey.create(caseRef);
        return sheet.rows(key, KnownPeople.NOBODY).open(connection, caseRef, key.wrap(custody), grounds)
                ? Optional.of(entered(connection, sheet, caseRef, KnownPeople.NOBODY))
                : Optional.empty();
    }

    /** @param before who the case had before this message */
    private Entered entered(Connection connection, Sheet sheet, UUID caseRef, KnownPeople before) throws SQLException {
        Filing filing = sheet.filing();
        List<Notice> raised = new ArrayList<>(
                notices.raise(connection, causes(connection, sheet, caseRef, before), filing.receivedAt()));
        // Only a conversation of which something is here already can have something parked.
        Optional<UUID> known = sheet.marked().conversation().filter(sheet.found()::has);
        if (known.isPresent()) {
            raised.addAll(partnerAnswers.takeUp(connection, known.get(), caseRef, filing.receivedAt()));
        }
        return new Entered(Pseudonyms.text(caseRef), raised);
    }

    private List<Notices.Cause> causes(Connection connection, Sheet sheet, UUID caseRef, KnownPeople before)
            throws SQLException {
        Message message = sheet.filing().message();
        Marked marked = sheet.marked();
        List<Notices.Cause> causes = new ArrayList<>();
        sheet.found()
                .bound(marked.bonds(), marked.pairMarks(), caseRef)
                .forEach(other -> causes.add(Notices.Cause.counterAllegation(caseRef, other)));
        if (before.isEmpty() || message instanceof Correction) {
            candidates
                    .link(connection, caseRef, marked, sheet.filing().receivedAt())
                    .forEach(other -> causes.add(new Notices.Cause(Notice.Code.POSSIBLY_SAME, caseRef, other)));
        }
        if (Completeness.omitsAChild(message, marked, before)) {
            causes.add(new Notices.Cause(Notice.Code.CHILD_OMITTED, caseRef, marked.message()));
        }
        if (Completeness.scoresDoubtfully(message)) {
            causes.add(new Notices.Cause(Notice.Code.SCORE_DOUBTFUL, caseRef, marked.message()));
        }
        return causes;
    }
}
