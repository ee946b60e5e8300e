package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.marac.gateway.audit.Reservation;
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
 * What one transaction writes, of one message or of several that came together. Everything that needs no place in the
 * audit log comes first, for all of them; then the places are taken, at once, and what names them is written in as few
 * statements as there are tables.
 */
final class Page {
    private static final TakenBack TAKEN_BACK = new TakenBack();

    private final Books books;
    private final Connection connection;
    private final List<Slip> slips = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Outbox.Posted> posted = new ArrayList<>();
    private final List<Waiting> held = new ArrayList<>();
    private final List<Receipts.Signed> answers = new ArrayList<>();
    private final Set<String> filed = new HashSet<>();

    Page(Books books, Connection connection) {
        this.books = books;
        this.connection = connection;
    }

    /** Does all the work; whoever calls commits. */
    void write(List<? extends Part<?>> parts) throws SQLException, Refused {
        try {
            int places = 0;
            for (Part<?> part : parts) {
                Slip slip = new Slip();
                slip.entries = part.begin(slip);
                slips.add(slip);
                places += slip.entries;
            }
            Optional<Reservation> reserved =
                    places == 0 ? Optional.empty() : Optional.of(books.log().reserve(connection, places));
            long next = reserved.map(Reservation::first).orElse(0L);
            for (int i = 0; i < slips.size(); i++) {
                next = slips.get(i).end(parts.get(i), next);
            }
            if (reserved.isPresent()) {
                books.log().write(connection, reserved.get(), entries);
                books.outbox().enqueue(connection, posted);
                books.holds().raise(connection, held);
                books.receipts().keep(connection, answers);
            }
        } catch (Failed e) {
            throw e.cause;
        }
    }

    /** Whether something waits to leave once this has committed. */
    boolean posts() {
        return !posted.isEmpty();
    }

    /** One message's share of the page. */
    private final class Slip implements Unit, UnitOfWork.Places {
        private OptionalLong key = OptionalLong.empty();
        private int entries;
        private long first;

        /** Writes the rest of the part at its places; answers where the next part's places begin. */
        long end(Part<?> part, long at) {
            first = at;
            int before = Page.this.entries.size();
            part.end();
            if (Page.this.entries.size() - before != entries) {
                throw new IllegalStateException("As many entries are written as places were asked for");
            }
            return at + entries;
        }

        @Override
        public Optional<Answered> claim(Unit.Claim claim) throws Refused {
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
        public Unit.Superseded supersede(Correction correction, Instant at) throws Refused {
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
                List<Unit.Sent> sent = TAKEN_BACK.supersede(connection, marked.chain()).stream()
                        .map(one -> new Unit.Sent(
                                one.recipient(),
                                one.door(),
                                new Position(one.disclosure()),
                                one.undelivered(),
                                one.unseen()))
                        .toList();
                return new Unit.Superseded(marked.caseRef(), marked.messageRef(), sent, ended);
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public void raise(Notice notice) {
            try {
                books.caseRecord().raise(connection, notice);
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public List<Notice> review(Unit.Changed changed) {
            try {
                return books.caseRecord()
                        .review(
                                connection,
                                changed.sender(),
                                changed.change(),
                                changed.evidence(),
                                changed.receivedAt());
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public Unit.Shelved shelve(Unit.Shelving shelving) {
            Kept.Shelved shelved = Failed.ask(() -> books.kept()
                    .keep(
                            connection,
                            shelving.arrival(),
                            shelving.sender(),
                            shelving.refusal(),
                            books.clock().instant()));
            return new Unit.Shelved(shelved.id(), shelved.fresh(), shelved.sealed());
        }

        @Override
        public void refused(Unit.Shelved shelved, Position position, Optional<String> receiptId) {
            Failed.ask(() -> {
                books.kept().refused(connection, shelved.id(), position, receiptId);
                return shelved;
            });
        }

        @Override
        public Unit.Filed file(Unit.Filing filing) {
            filed.add(pseudonym(
                    filing.message().header().sender(),
                    filing.message().header().id()));
            try {
                CaseRecord.Entered entered = books.caseRecord()
                        .file(
                                connection,
                                new CaseRecord.Filing(
                                        filing.message(),
                                        filing.view(),
                                        filing.evidence(),
                                        filing.whole(),
                                        filing.receivedAt()));
                return new Unit.Filed(entered.caseRef(), entered.notices());
            } catch (SQLException e) {
                throw new Failed(e);
            }
        }

        @Override
        public Unit.Filed answered(Unit.Given given) {
            CaseRecord.Entered entered = Failed.ask(() -> books.caseRecord()
                    .answered(connection, given.sender(), given.answer(), given.evidence(), given.receivedAt()));
            return new Unit.Filed(entered.caseRef(), entered.notices());
        }

        @Override
        public void speak(Message message, Turn turn, Instant receivedAt) {
            try {
                if (!books.caseRecord().speak(connection, message, turn, receivedAt)) {
                    throw new Unit.SaidMeanwhile();
                }
            } catch (SQLException e) {
                throw new Failed(e);
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
            Page.this.entries.addAll(told);
        }

        @Override
        public void post(Posting posting) {
            posted.add(new Outbox.Posted(
                    posting.recipient(),
                    posting.door(),
                    posting.about().message(),
                    posting.about().caseRef(),
                    posting.about().emergency(),
                    posting.about().said(),
                    posting.disclosure(),
                    posting.sealed(),
                    posting.at()));
        }

        @Override
        public void hold(Waiting waiting) {
            held.add(waiting);
        }

        @Override
        public Answered answer(ReceiptFacts facts) {
            Receipts.Signed signed = books.receipts().sign(key.orElseThrow(), facts);
            answers.add(signed);
            return signed.answered();
        }
    }
}
