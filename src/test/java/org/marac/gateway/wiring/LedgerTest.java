package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.flow.Posting;
import org.marac.gateway.flow.Unit;
import org.marac.gateway.flow.UnitOfWork;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.idempotency.Recognition;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.People;
import org.marac.gateway.kit.Remembering;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.model.Seen;
import org.marac.gateway.receipt.Receipts;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.Kept;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.StorageUnavailable;
import org.marac.gateway.storage.Transactions;

/** Messages that come together share a transaction, and nothing else. */
@Timeout(60)
class LedgerTest {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId IDVA = new AgencyId("haven-idva");
    private static final Bytes BYTES = Bytes.utf8("bytes");

    private final Transactions transactions = Databases.shared().transactions();
    private final AtomicInteger rung = new AtomicInteger();
    private Ledger ledger;

    @BeforeEach
    void open() {
        KeyCustody custody = FileKeyCustody.in(Databases.sharedKeyFile());
        Pseudonyms pseudonyms = transactions.write(c -> Pseudonyms.open(c, custody));
        ledger = new Ledger(
                transactions,
                new Books(
                        new Recognition(pseudonyms::mark),
                        new CaseRecord(custody, pseudonyms, new Remembering()),
                        new PostgresAuditLog("0.1.0"),
                        new Outbox(),
                        new Holds(),
                        new Receipts(
                                document -> Bytes.utf8(UUID.randomUUID() + document.text()), "log", Optional::empty),
                        pseudonyms,
                        new Kept(custody, pseudonyms, new Kept.Limits(1 << 20, 1 << 26, 1000, Duration.ofDays(30))),
                        Clock.systemUTC()));
        ledger.onPosted(rung::incrementAndGet);
    }

    @Test
    void aRefusedOneLeavesItsNeighbours() throws Exception {
        Note first = new Note();
        Note refused = new Note() {
            @Override
            public UnitOfWork.Conclusion<Answered> in(Unit unit) throws Refused {
                super.in(unit);
                throw new Refused(Refusal.of(RefusalCode.CONFLICT));
            }
        };
        Note third = new Note();

        List<FutureTask<Answered>> told = together(first, refused, third);

        assertThat(told.get(0).get()).isEqualTo(kept(first));
        assertThatThrownBy(told.get(1)::get).hasCauseInstanceOf(Refused.class);
        assertThat(told.get(2).get()).isEqualTo(kept(third));
        assertThat(stored(refused)).isEmpty();
        assertThat(logged(first, third)).isEqualTo(2);
    }

    @Test
    void oneWhoseEntryTheLogDoesNotTakeLeavesItsNeighbours() throws Exception {
        Note first = new Note();
        Note failing = new Note() {
            @Override
            Entry entry() {
                return new Entry.Noted(
                        Instant.now(), "case.disposed", Optional.empty(), List.of(detail("who", "Jane Smith")));
            }
        };
        Note third = new Note();

        List<FutureTask<Answered>> told = together(first, failing, third);

        assertThat(told.get(0).get()).isEqualTo(kept(first));
        assertThatThrownBy(told.get(1)::get).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(told.get(2).get()).isEqualTo(kept(third));
        assertThat(stored(failing)).isEmpty();
    }

    @Test
    void oneThatTakesMorePlacesThanItFillsLeavesItsNeighbours() throws Exception {
        Note first = new Note();
        Note greedy = new Note() {
            @Override
            public UnitOfWork.Conclusion<Answered> in(Unit unit) throws Refused {
                return new UnitOfWork.Conclusion<>(2, super.in(unit).write());
            }
        };

        List<FutureTask<Answered>> told = together(greedy, first);

        assertThatThrownBy(told.get(0)::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(told.get(1).get()).isEqualTo(kept(first));
        assertThat(stored(greedy)).isEmpty();
    }

    @Test
    void aLostConnectionAnswersNobodyAndKeepsNothing() throws Exception {
        Note first = new Note();
        Note second = new Note() {
            @Override
            public UnitOfWork.Conclusion<Answered> in(Unit unit) throws Refused {
                killTransactions();
                return super.in(unit);
            }
        };

        List<FutureTask<Answered>> told = together(first, second);

        assertThat(told).allSatisfy(one -> assertThatThrownBy(one::get).hasCauseInstanceOf(StorageUnavailable.class));
        assertThat(stored(first)).isEmpty();
        assertThat(stored(second)).isEmpty();
        assertThat(rung).hasValue(0);
        assertThat(ledger.write(first)).isEqualTo(kept(first));
    }

    @Test
    void aCommitThatFailsAnswersNobody() throws Exception {
        execute("create function no_commit() returns trigger language plpgsql as"
                + " $$ begin raise exception 'no commit'; end $$");
        execute("create constraint trigger no_commit after insert on receipt deferrable initially deferred"
                + " for each row execute function no_commit()");
        try {
            Note first = new Note();
            Note second = new Note();
            // What waits meanwhile must not commit a receipt itself.
            List<FutureTask<Answered>> told = together(first, second);
            assertThat(told)
                    .allSatisfy(one -> assertThatThrownBy(one::get).hasCauseInstanceOf(StorageUnavailable.class));
            assertThat(first.begun)
                    .as("begun once, and not again: the commit may have been")
                    .hasValue(1);
            assertThat(stored(first)).isEmpty();
        } finally {
            execute("drop function no_commit cascade");
        }
    }

    @Test
    void twoCopiesThatComeTogetherGetOneAnswer() throws Exception {
        Note first = new Note();
        Note copy = new Note();
        copy.content = first.content;
        copy.id = first.id;

        List<FutureTask<Answered>> told = together(first, copy);

        assertThat(told.get(0).get()).isEqualTo(told.get(1).get()).isEqualTo(kept(first));
        assertThat(logged(first, copy)).isEqualTo(1);
    }

    @Test
    void twoReferralsOfOnePairThatComeTogetherOpenOneCase() throws Exception {
        Person victim = People.someone();
        Person perpetrator = People.someone();
        Note first = new Note();
        Note second = new Note();
        first.referral = People.referral("wenbury-police", UUID.randomUUID().toString(), victim, perpetrator);
        second.referral = People.referral("wenbury-housing", UUID.randomUUID().toString(), victim, perpetrator);

        for (FutureTask<Answered> told : together(first, second)) {
            told.get();
        }

        assertThat(first.caseRef).isEqualTo(second.caseRef);
    }

    @Test
    void ofTwoThatKnewNothingOfEachOtherAndComeTogetherOneMustBeDecidedOnAgain() throws Exception {
        Person victim = People.someone();
        Person perpetrator = People.someone();
        Note first = new Note();
        Note second = new Note();
        Note elsewhere = new Note();
        first.referral = People.referral("wenbury-police", UUID.randomUUID().toString(), victim, perpetrator);
        second.referral = People.referral("wenbury-housing", UUID.randomUUID().toString(), victim, People.someone());
        for (Note note : List.of(first, second, elsewhere)) {
            note.seen = Optional.of(Seen.nothing());
        }

        List<FutureTask<Answered>> told = together(first, elsewhere, second);

        Note kept = stored(first).isPresent() ? first : second;
        Note again = kept == first ? second : first;
        assertThat(told.get(kept == first ? 0 : 2).get()).isEqualTo(kept(kept));
        assertThatThrownBy(told.get(kept == first ? 2 : 0)::get).hasCauseInstanceOf(Unit.SaidMeanwhile.class);
        assertThat(stored(again)).isEmpty();
        assertThat(told.get(1).get()).isEqualTo(kept(elsewhere));
    }

    @Test
    void thoseWhoComeTogetherShareOneTransactionAndEachHasItsOwnPlaces() throws Exception {
        Note first = new Note();
        Note second = new Note();
        Note third = new Note();

        List<Position> places = new ArrayList<>();
        for (FutureTask<Answered> told : together(first, second, third)) {
            places.add(told.get().position());
        }

        assertThat(transactionsOf(first, second, third)).isEqualTo(1);
        long at = places.get(0).index();
        assertThat(places).containsExactly(new Position(at), new Position(at + 1), new Position(at + 2));
        assertThat(rung).as("once for all of them").hasValue(1);
    }

    /** All of these come while another message is at work, in this order, and so are the next group. */
    private List<FutureTask<Answered>> together(Note... notes) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        FutureTask<String> before = run(() -> ledger.write(unit -> {
            begun.countDown();
            await(ending);
            return new UnitOfWork.Conclusion<>(0, places -> "nothing written");
        }));
        await(begun);
        List<FutureTask<Answered>> all = new ArrayList<>();
        for (Note note : notes) {
            FutureTask<Answered> task = new FutureTask<>(() -> ledger.write(note));
            Thread thread = new Thread(task);
            thread.start();
            Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
            all.add(task);
        }
        ending.countDown();
        before.get();
        for (FutureTask<Answered> one : all) {
            try {
                one.get();
            } catch (ExecutionException expected) {
                // The test asks each what it was told.
            }
        }
        return all;
    }

    private static <T> FutureTask<T> run(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task).start();
        return task;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One message as the main line writes it: claimed, filed, logged, posted and answered. */
    private static class Note implements UnitOfWork.Work<Answered> {
        final String receiptId = UUID.randomUUID().toString();
        final AtomicInteger begun = new AtomicInteger();
        String id = UUID.randomUUID().toString();
        Digest content = Bytes.utf8(receiptId).digest();
        Message referral = People.referral("wenbury-police", receiptId, People.someone(), People.someone());
        Optional<Seen> seen = Optional.empty();
        String caseRef = "";

        @Override
        public UnitOfWork.Conclusion<Answered> in(Unit unit) throws Refused {
            begun.incrementAndGet();
            Optional<Answered> before =
                    unit.claim(new Unit.Claim(POLICE, content, Optional.of(new MessageId(id)), Optional.empty()));
            if (before.isPresent()) {
                return new UnitOfWork.Conclusion<>(0, places -> before.get());
            }
            caseRef = unit.file(new Unit.Filing(referral, BYTES, BYTES, Optional.empty(), Instant.now(), seen))
                    .caseRef();
            return new UnitOfWork.Conclusion<>(1, places -> {
                places.log(List.of(entry()));
                places.post(new Posting(
                        IDVA,
                        Door.QUEUE,
                        new Posting.About(receiptId, "case", false, true),
                        Sealed.of(BYTES),
                        places.first(),
                        Instant.now()));
                return places.answer(new ReceiptFacts(
                        receiptId,
                        Optional.of(new MessageId(id)),
                        content,
                        Instant.now(),
                        Answered.Outcome.ACCEPTED,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        new Position(places.first())));
            });
        }

        Entry entry() {
            return new Entry.Noted(
                    Instant.now(), "case.disposed", Optional.empty(), List.of(detail("receipt", receiptId)));
        }

        static Entry.Noted.Detail detail(String name, String value) {
            return new Entry.Noted.Detail(name, value);
        }
    }

    private Answered kept(Note note) throws Refused {
        return stored(note).orElseThrow();
    }

    private Optional<Answered> stored(Note note) throws Refused {
        return ledger.recognise(POLICE, note.content, Optional.empty());
    }

    /** How many entries these have in the log. */
    private int logged(Note... notes) {
        String ids = String.join("|", Arrays.stream(notes).map(n -> n.receiptId).toList());
        return number("select count(*) from audit_entry where convert_from(leaf, 'UTF8') ~ '" + ids + "'");
    }

    private int transactionsOf(Note... notes) {
        String ids =
                String.join("','", Arrays.stream(notes).map(n -> n.receiptId).toList());
        return number("select count(distinct xmin::text) from receipt where receipt_id in ('" + ids + "')");
    }

    private static void killTransactions() {
        Databases.shared().transactions().read(c -> {
            try (var statement = c.createStatement()) {
                return statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where state = 'idle in transaction' and pid <> pg_backend_pid()");
            }
        });
    }

    private int number(String sql) {
        return transactions.read(c -> {
            try (var statement = c.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private void execute(String sql) throws SQLException {
        transactions.write(c -> {
            try (var statement = c.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
