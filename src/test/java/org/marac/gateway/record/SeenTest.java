package org.marac.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.People;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Seen;
import org.marac.gateway.storage.Transactions;

/** A message is filed only where the record still is what the message was decided on. */
@Timeout(60)
class SeenTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String POLICE = "wenbury-police";

    private final Transactions transactions = Databases.shared().transactions();
    private final Person anna = People.someone();
    private final Person ben = People.someone();
    private final CaseRecord record = SharedRecord.open();

    @Test
    void whatIsNewIsFiledOnceAndASecondDecidedOnNothingIsNot() {
        Message first = told(anna, ben);
        Message second = told(anna, ben);
        Seen nothing = seen(second);
        assertThat(nothing).isEqualTo(Seen.nothing()).isEqualTo(seen(first));

        assertThat(file(first, nothing)).isPresent();
        assertThat(file(second, nothing)).isEmpty();
        assertThat(file(second, seen(second))).isPresent();
    }

    @Test
    void everythingFiledInTheCaseCounts() {
        file(told(anna, ben));
        Message late = told(anna, ben);
        Seen before = seen(late);
        file(told(anna, ben));

        assertThat(file(late, before)).isEmpty();
        assertThat(file(late, seen(late))).isPresent();
    }

    @Test
    void whatIsSaidInAnotherCaseOfOneOfThePeopleCounts() {
        Person carl = People.someone();
        file(told(anna, ben));
        file(told(carl, ben));
        Message late = told(anna, ben);
        Seen before = seen(late);
        assertThat(before.cases()).hasSize(2);
        file(told(carl, ben));

        assertThat(file(late, before)).isEmpty();
    }

    @Test
    void aCaseOpenedForOneOfThePeopleCounts() {
        Message late = told(anna, ben);
        Seen before = seen(late);
        file(told(ben, anna));

        assertThat(file(late, before)).isEmpty();
    }

    @Test
    void whatHappensToOthersDoesNotCount() {
        file(told(anna, ben));
        Message late = told(anna, ben);
        Seen before = seen(late);
        file(told(People.someone(), People.someone()));

        assertThat(file(late, before)).isPresent();
    }

    @Test
    void aDisposedCaseCounts() {
        String caseRef = file(told(anna, ben));
        Message late = told(anna, ben);
        Seen before = seen(late);
        transactions.write(c -> record.dispose(c, caseRef, NOW));

        assertThat(file(late, before)).isEmpty();
        assertThat(file(late, seen(late)).orElseThrow().caseRef()).isNotEqualTo(caseRef);
    }

    @Test
    void h19_thatAPersonSaysTheSameCountsAndSoDoesWhatIsSaidThereAfterwards() {
        String surname = Tale.surname();
        Person one = People.withNhsNumber("Jo", surname, "1990-02-03", "9990000018");
        Person other = People.withNhsNumber("Jo", surname, "1990-02-03", "9990000026");
        String first = file(told(one, ben));
        String second = file(told(other, ben));
        Message late = told(other, ben);
        Seen before = seen(late);
        decideSame(first, second);
        assertThat(file(late, before)).isEmpty();

        Seen same = seen(late);
        assertThat(same.cases()).containsKeys(first, second);
        file(told(one, ben));
        assertThat(file(late, same)).isEmpty();
        assertThat(file(late, seen(late)).orElseThrow().caseRef()).isEqualTo(second);
    }

    /** Neither knows of the other before it has committed; so one must wait for the other. */
    @Test
    void whatIsBeingFiledOfOneOfThePeopleIsWaitedFor() throws Exception {
        Message late = told(anna, People.someone());
        FutureTask<Optional<CaseRecord.Entered>> second = new FutureTask<>(() -> file(late, Seen.nothing()));
        transactions.write((Connection c) -> {
            record.file(c, filing(told(anna, ben), Optional.of(Seen.nothing())));
            new Thread(second).start();
            Awaitility.await().until(this::somebodyWaits);
            return 0;
        });

        assertThat(second.get()).isEmpty();
    }

    private boolean somebodyWaits() {
        return transactions.read(c -> {
            try (var statement = c.createStatement();
                    var row = statement.executeQuery(
                            "select exists (select from pg_locks where locktype = 'advisory' and not granted)")) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }

    private void decideSame(String first, String second) {
        transactions.write((Connection c) -> {
            Candidate candidate = record.candidates().open(c).stream()
                    .filter(one -> one.isOf(Set.of(first)) && one.isOf(Set.of(second)))
                    .findFirst()
                    .orElseThrow();
            record.candidates().decide(c, candidate, new Candidate.Said(true, new Position(1)), NOW);
            return 0;
        });
    }

    private static Message told(Person victim, Person perpetrator) {
        return People.referral(POLICE, UUID.randomUUID().toString(), victim, perpetrator);
    }

    private Seen seen(Message message) {
        return transactions.read((Connection c) -> record.recall(c, message)).seen();
    }

    private String file(Message message) {
        return transactions
                .write((Connection c) -> record.file(c, filing(message, Optional.empty())))
                .orElseThrow()
                .caseRef();
    }

    private Optional<CaseRecord.Entered> file(Message message, Seen seen) {
        return transactions.write((Connection c) -> record.file(c, filing(message, Optional.of(seen))));
    }

    private static CaseRecord.Filing filing(Message message, Optional<Seen> seen) {
        return new CaseRecord.Filing(message, Bytes.utf8("view"), Bytes.utf8("evidence"), Optional.empty(), NOW, seen);
    }
}
