package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageKind;

/**
 * The MARAC record: cases, the people in them, and what was said about them, encrypted per case. The caller opens and
 * commits the transaction.
 */
public final class CaseRecord {
    private final KeyCustody custody;
    private final Pseudonyms pseudonyms;
    private final Matching matching;
    private final CaseTables tables;

    /**
     * @param custody who keeps the key above the cases' keys
     * @param pseudonyms keyed hashes to find people and pairs by
     * @param matching by which keys people are recognised
     */
    public CaseRecord(KeyCustody custody, Pseudonyms pseudonyms, Matching matching) {
        this.custody = custody;
        this.pseudonyms = pseudonyms;
        this.matching = matching;
        this.tables = new CaseTables();
    }

    /** By which keys are this message's people recognised? */
    @FunctionalInterface
    public interface Matching {
        MatchKeys keys(Message message);
    }

    /**
     * What is filed.
     *
     * @param message what was said
     * @param view what the record may hold of it, in canonical form
     * @param evidence the bytes as received
     * @param whole all of it in canonical form, where some of it waits for a person
     * @param receivedAt when
     */
    public record Filing(Message message, Bytes view, Bytes evidence, Optional<Bytes> whole, Instant receivedAt) {}

    /**
     * A message in the record.
     *
     * @param messageRef its pseudonym
     * @param caseRef its case's pseudonym
     * @param sender who said it
     * @param kind what kind it is
     * @param receivedAt when
     * @param view what the record may hold of it, in canonical form
     * @param evidence the bytes as received
     * @param whole all of it in canonical form, where some of it waits for a person
     */
    public record Filed(
            String messageRef,
            String caseRef,
            AgencyId sender,
            MessageKind kind,
            Instant receivedAt,
            Bytes view,
            Bytes evidence,
            Optional<Bytes> whole) {}

    /**
     * A case, without what was said in it.
     *
     * @param caseRef its pseudonym
     * @param openedAt when
     * @param disposedAt when its key was destroyed
     * @param messages pseudonyms of its messages, oldest first
     */
    public record CaseSummary(String caseRef, Instant openedAt, Optional<Instant> disposedAt, List<String> messages) {
        public CaseSummary {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Files the message in its case, and opens one where there is none. Where another transaction opens the same case at
     * this moment, one of the two fails with a unique violation and must be begun again.
     *
     * @return the case's pseudonym
     */
    public String file(Connection connection, Filing filing) throws SQLException {
        Marked marked = Marked.of(filing.message(), matching.keys(filing.message()), pseudonyms);
        CaseTables.Found found = tables.find(connection, marked.kept(), marked.answered());
        Optional<CaseTables.Case> existing = choose(connection, marked, found);
        Sheet sheet = new Sheet(filing, marked, found);
        if (existing.isPresent()) {
            UUID caseRef = existing.get().caseRef();
            CaseKey key = CaseKey.unwrap(custody, caseRef, existing.get().wrappedKey());
            tables.add(connection, caseRef, sheet.rows(key, caseRef, tables.people(connection, caseRef)));
            return Pseudonyms.text(caseRef);
        }
        UUID caseRef = pseudonyms.mark("case", UUID.randomUUID().toString());
        CaseKey key = CaseKey.create(caseRef);
        tables.open(connection, caseRef, key.wrap(custody), sheet.rows(key, caseRef, List.of()));
        return Pseudonyms.text(caseRef);
    }

    /** The message, by the pseudonym the audit log gives it; empty where there is none or its case was disposed of. */
    public Optional<Filed> message(Connection connection, String messageRef) throws SQLException {
        return tables.message(connection, Marked.reference(messageRef)).map(stored -> {
            CaseKey key = CaseKey.unwrap(custody, stored.caseRef(), stored.wrappedKey());
            String row = stored.messageRef().toString();
            return new Filed(
                    Pseudonyms.text(stored.messageRef()),
                    Pseudonyms.text(stored.caseRef()),
                    new AgencyId(stored.sender()),
                    MessageKind.valueOf(stored.kind()),
                    stored.receivedAt(),
                    Bytes.of(key.decrypt(stored.view(), "message", "view", row)),
                    Bytes.of(key.decrypt(stored.evidence(), "message", "evidence", row)),
                    Optional.ofNullable(stored.whole())
                            .map(whole -> Bytes.of(key.decrypt(whole, "message", "whole", row))));
        });
    }

    /** All cases, oldest first, those disposed of included. */
    public List<CaseSummary> cases(Connection connection) throws SQLException {
        return tables.cases(connection);
    }

    /**
     * Destroys the case's key, and with it everything said in the case; its people can no longer be found by it.
     *
     * @return whether there was such a case, not disposed of before
     */
    public boolean dispose(Connection connection, String caseRef, Instant now) throws SQLException {
        return tables.dispose(connection, Marked.reference(caseRef), now);
    }

    /**
     * The pair decides. What the sender calls the same conversation, or the message it answers, decides only where no
     * pair does, and only a case of the same victim: some systems give every message the same conversation.
     */
    private Optional<CaseTables.Case> choose(Connection connection, Marked marked, CaseTables.Found found)
            throws SQLException {
        Optional<CaseTables.Case> byPair = found.first(marked.pairs());
        if (byPair.isPresent()) {
            return byPair;
        }
        for (UUID lead : marked.threads()) {
            Optional<CaseTables.Case> thread = found.first(List.of(lead));
            if (thread.isPresent()
                    && marked.mayBeVictimOf(
                            tables.people(connection, thread.get().caseRef()))) {
                return thread;
            }
        }
        return Optional.empty();
    }
}
