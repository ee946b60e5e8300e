package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.delivery.TakenBack;
import org.marac.gateway.flow.Posting;
import org.marac.gateway.flow.Unit;
import org.marac.gateway.flow.UnitOfWork;
import org.marac.gateway.idempotency.Recognition;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Turn;
import org.marac.gateway.model.Waiting;
import org.marac.gateway.receipt.Receipts;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.Kept;

/**
 * One message's share of a page: what needs no place in the audit log is written at once; the rest is kept until the page has
 * its places.
 */
final class Slip implements Unit, UnitOfWork.Places {
    private static final TakenBack TAKEN_BACK = new TakenBack();

    private final Books books;
    private final Connection connection;
    private final Set<String> filed;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Outbox.Posted> posted = new ArrayList<>();
    private final List<Waiting> held = new ArrayList<>();
    private final List<Receipts.Signed> answers = new ArrayList<>();
    private OptionalLong key = OptionalLong.empty();
    private int places;
    private long first;

    /** @param filed the pseudonyms of all messages filed on the page so far */
    Slip(Books books, Connection connection, Set<String> filed) {
        this.books = books;
        this.connection = connection;
        this.filed = filed;
    }

    /** Does what of the part needs no place; answers how many places the rest takes. */
    int begin(Part<?> part) throws Refused {
        places = part.begin(this);
        return places;
    }

    /** Does the rest of the part at its places; answers where the next part's places begin. */
    long end(Part<?> part, long at) {
        first = at;
        part.end();
        if (entries.size() != places) {
            throw new IllegalStateException("As many entries are written as places were asked for");
        }
        return at + places;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Outbox.Posted> posted() {
        return posted;
    }

    List<Waiting> held() {
        return held;
    }

    List<Receipts.Signed> answers() {
        return answers;
    }

    /** What is to leave, as the outbox takes it. */
    static Outbox.Posted posted(Posting posting) {
        return new Outbox.Posted(
                posting.recipient(),
                posting.door(),
                posting.about().message(),
                posting.about().caseRef(),
                posting.about().emergency(),
                posting.about().said(),
                posting.disclosure(),
                posting.sealed(),
                posting.at());
    }

    @Override
    public Optional<Answered> claim(Claim claim) throws Refused {
        try {
            Recognition.Claimed claimed = books.recognition()
                    .claim(
                            connection,
                            new Recognition.Claim(
                                    claim.sender(), claim.content(), claim.message(), claim.transmission()),
                            books.clock().instant());
            key = OptionalLong.of(claimed.key());
            return claimed.fresh() ? Optional.empty() : Optional.of(before(claimed.key()));
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }

    private Answered before(long claimed) throws SQLException {
        return books.receipts()
                .answered(connection, claimed)
                // Its twin stands on this very page and is not answered yet; each is begun again on its own.
                .orElseThrow(() -> new SQLException("The claim is not answered yet", "40001"));
    }

    @Override
    public Superseded supersede(Correction correction, Instant at) throws Refused {
        try {
            CaseRecord.Superseded marked = books.caseRecord().supersede(connection, correction);
            if (marked.chain().stream().anyMatch(filed::contains)) {
                // What it corrects stands on this very page and is posted last; each is begun again on its own.
                throw new SQLException("What is corrected is not written yet", "40001");
            }
            List<Waiting> ended = books.holds().lock(connection, marked.chain());
            for (Waiting waiting : ended) {
                books.holds().settle(connection, waiting, Waiting.State.REFUSED, at);
            }
            List<Sent> sent = TAKEN_BACK.supersede(connection, marked.chain()).stream()
                    .map(one -> new Sent(
                            one.recipient(),
                            one.door(),
                            new Position(one.disclosure()),
                            one.undelivered(),
                            one.unseen()))
                    .toList();
            return new Superseded(marked.caseRef(), marked.messageRef(), sent, ended);
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }

    @Override
    public void raise(Notice notice) {
        Failed.ask(() -> {
            books.caseRecord().notices().raise(connection, notice);
            return notice;
        });
    }

    @Override
    public List<Notice> review(Changed changed) {
        return Failed.ask(() -> books.caseRecord()
                .review(connection, changed.sender(), changed.change(), changed.evidence(), changed.receivedAt()));
    }

    @Override
    public Shelved shelve(Shelving shelving) {
        Kept.Shelved shelved = Failed.ask(() -> books.kept()
                .keep(
                        connection,
                        shelving.arrival(),
                        shelving.sender(),
                        shelving.refusal(),
                        books.clock().instant()));
        return new Shelved(shelved.id(), shelved.fresh(), shelved.sealed());
    }

    @Override
    public Filed file(Filing filing) {
        filed.add(pseudonym(
                filing.message().header().sender(), filing.message().header().id()));
        CaseRecord.Entered entered = Failed.ask(() -> books.caseRecord()
                        .file(
                                connection,
                                new CaseRecord.Filing(
                                        filing.message(),
                                        filing.view(),
                                        filing.evidence(),
                                        filing.whole(),
                                        filing.receivedAt(),
                                        filing.seen())))
                .orElseThrow(SaidMeanwhile::new);
        return new Filed(entered.caseRef(), entered.notices());
    }

    @Override
    public Filed answered(Given given) {
        CaseRecord.Entered entered = Failed.ask(() -> books.caseRecord()
                .answered(connection, given.sender(), given.answer(), given.evidence(), given.receivedAt()));
        return new Filed(entered.caseRef(), entered.notices());
    }

    @Override
    public void speak(Message message, Turn turn, Instant receivedAt) {
        boolean spoken = Failed.ask(() -> books.caseRecord().speak(connection, message, turn, receivedAt));
        if (!spoken) {
            throw new SaidMeanwhile();
        }
    }

    @Override
    public Digest commitment(Bytes content) {
        return books.pseudonyms().commitment(content);
    }

    @Override
    public String pseudonym(AgencyId sender, MessageId message) {
        return books.pseudonyms().messageRef(sender, message);
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public void log(List<Entry> told) {
        entries.addAll(told);
    }

    @Override
    public void post(Posting posting) {
        posted.add(posted(posting));
    }

    @Override
    public void hold(Waiting waiting) {
        held.add(waiting);
    }

    @Override
    public void refused(Shelved shelved, Position position, Optional<String> receiptId) {
        Failed.ask(() -> {
            books.kept().refused(connection, shelved.id(), position, receiptId);
            return shelved;
        });
    }

    @Override
    public Answered answer(ReceiptFacts facts) {
        Receipts.Signed signed = books.receipts().sign(key.orElseThrow(), facts);
        answers.add(signed);
        return signed.answered();
    }
}
