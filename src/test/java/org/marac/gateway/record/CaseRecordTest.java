package org.marac.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.People;
import org.marac.gateway.kit.Remembering;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Person;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.StorageUnavailable;
import org.marac.gateway.storage.Transactions;

class CaseRecordTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String POLICE = "wenbury-police";

    @TempDir
    static Path keys;

    private final Transactions transactions = Databases.shared().transactions();
    private Pseudonyms pseudonyms;
    private CaseRecord record;

    @BeforeEach
    void open() {
        KeyCustody custody = FileKeyCustody.in(Databases.sharedKeyFile());
        pseudonyms = transactions.write(c -> Pseudonyms.open(c, custody));
        record = new CaseRecord(custody, pseudonyms, new Remembering());
    }

    @Test
    void anotherKeyEncryptionKeyOpensNothing() {
        KeyCustody other = FileKeyCustody.in(keys.resolve("other"));
        Message message = People.referral(POLICE, id(), People.someone(), People.someone());
        file(message);
        assertThatThrownBy(() -> transactions.write(c -> Pseudonyms.open(c, other)))
                .isInstanceOf(KeyUnavailable.class);
        CaseRecord thief = new CaseRecord(other, pseudonyms, new Remembering());
        assertThatThrownBy(() -> transactions.read(c -> thief.message(c, ref(message))))
                .isInstanceOf(KeyUnavailable.class);
    }

    @Test
    void nothingSaidStandsInAnyTableInClear() throws SQLException {
        Person victim = People.withNhsNumber("Canarygiven", "Canaryfamily", "1971-03-09", "9434765919");
        Person perpetrator = People.named("Hawkgiven", "Hawkfamily", "1969-08-07");
        file(
                People.referral(POLICE, "canary-message-id", Optional.of("canary-conversation"), victim, perpetrator),
                "Canaryview",
                "Canaryevidence");

        String everything = dump();
        assertThat(everything).contains("wenbury-police");
        for (String canary : List.of("canary", "hawk", "1971-03-09", "1969-08-07", "9434765919")) {
            assertThat(everything).doesNotContainIgnoringCase(canary);
            assertThat(everything)
                    .doesNotContainIgnoringCase(hex(canary))
                    .doesNotContainIgnoringCase(hex(capital(canary)));
        }
    }

    @Test
    void anAlteredOrMovedValueDoesNotOpen() {
        Person victim = People.someone();
        Person perpetrator = People.someone();
        Message first = People.referral(POLICE, id(), victim, perpetrator);
        Message second = People.referral(POLICE, id(), victim, perpetrator);
        file(first, "first view", "first evidence");
        file(second, "second view", "second evidence");
        transactions.write(c -> update(
                c,
                "update message set view = (select view from message where message_ref = ?) where message_ref = ?",
                Marked.reference(ref(second)),
                Marked.reference(ref(first))));
        assertThatThrownBy(() -> transactions.read(c -> record.message(c, ref(first))))
                .isInstanceOf(KeyUnavailable.class);
        assertThat(read(second).view().text()).isEqualTo("second view");
    }

    @Test
    void twoReferralsOfOnePairAtTheSameMomentOpenOneCase() throws Exception {
        for (int round = 0; round < 20; round++) {
            Person victim = People.withNhsNumber("Anna", "A" + UUID.randomUUID(), "1990-02-03", "9434765919");
            Person perpetrator = People.named("Ben", "B" + UUID.randomUUID(), "1980-02-03");
            assertThat(atOnce(4, n -> file(People.referral("agency-" + n, id(), victim, perpetrator))))
                    .hasSize(1);
        }
    }

    @Test
    void aNewPerpetratorIsANewCase() {
        Person victim = People.someone();
        assertThat(file(People.referral(POLICE, id(), victim, People.someone())))
                .isNotEqualTo(file(People.referral(POLICE, id(), victim, People.someone())));
    }

    @Test
    void peopleWhoCannotBeToldAreNeverJoined() {
        assertThat(file(People.referral(POLICE, id(), People.unknown(), People.unknown())))
                .isNotEqualTo(file(People.referral(POLICE, id(), People.unknown(), People.unknown())));
    }

    @Test
    void oneConversationForEverythingDoesNotJoinDifferentVictims() {
        Optional<String> conversation = Optional.of(id());
        assertThat(file(People.referral(POLICE, id(), conversation, People.someone(), People.someone())))
                .isNotEqualTo(file(People.referral(POLICE, id(), conversation, People.someone(), People.someone())));
    }

    @Test
    void anotherAgencysConversationOfTheSameNameIsAnother() {
        Optional<String> conversation = Optional.of(id());
        assertThat(file(People.referral(POLICE, id(), conversation, People.unknown(), People.unknown())))
                .isNotEqualTo(file(
                        People.referral("wenbury-hospital", id(), conversation, People.unknown(), People.unknown())));
    }

    @Test
    void theSendersConversationFindsTheCaseWhereNoPairDoes() {
        Optional<String> conversation = Optional.of(id());
        Person victim = People.someone();
        String opened = file(People.referral(POLICE, id(), conversation, victim, People.someone()));
        assertThat(file(People.referral(POLICE, id(), conversation, victim, People.unknown())))
                .isEqualTo(opened);
        assertThat(file(People.referral(POLICE, id(), conversation, People.unknown(), People.unknown())))
                .isEqualTo(opened);
    }

    @Test
    void theSamePairIsTheSameCaseFromWhicheverAgency() {
        Person victim = People.named(
                "Siobhán", "O'Connor" + UUID.randomUUID().toString().replaceAll("[^a-f]", ""), "1990-02-03");
        Person perpetrator = People.someone();
        String opened = file(People.referral(POLICE, id(), victim, perpetrator));
        assertThat(file(People.referral("wenbury-hospital", id(), victim, perpetrator)))
                .isEqualTo(opened);
    }

    @Test
    void aPersonMentionedTwiceStandsInTheCaseOnce() {
        Person victim = People.someone();
        Person perpetrator = People.someone();
        String caseRef = file(People.referral(POLICE, id(), victim, perpetrator));
        file(People.referral(POLICE, id(), victim, perpetrator));
        assertThat(people(caseRef)).isEqualTo(2);
    }

    @Test
    void whatIsRolledBackLeavesNothing() {
        Message message = People.referral(POLICE, id(), People.someone(), People.someone());
        assertThatThrownBy(() -> transactions.write(c -> {
                    record.file(c, filing(message, "view", "evidence"));
                    throw new SQLException("killed here", "57P01");
                }))
                .isInstanceOf(StorageUnavailable.class);
        assertThat(transactions.<Optional<CaseRecord.Filed>, RuntimeException>read(
                        c -> record.message(c, ref(message))))
                .isEmpty();
        String caseRef = file(message);
        assertThat(people(caseRef)).isEqualTo(2);
    }

    @Test
    void aDisposedCaseCannotBeReadAndIsNotFoundAgain() {
        Person victim = People.someone();
        Person perpetrator = People.someone();
        Message message = People.referral(POLICE, id(), victim, perpetrator);
        String caseRef = file(message);
        assertThat(transactions.<Boolean, RuntimeException>write(c -> record.dispose(c, caseRef, NOW)))
                .isTrue();

        assertThat(transactions.<Optional<CaseRecord.Filed>, RuntimeException>read(
                        c -> record.message(c, ref(message))))
                .isEmpty();
        assertThat(people(caseRef)).isZero();
        assertThat(summary(caseRef).disposedAt()).contains(NOW);
        assertThat(file(People.referral(POLICE, id(), victim, perpetrator))).isNotEqualTo(caseRef);
        assertThat(transactions.<Boolean, RuntimeException>write(c -> record.dispose(c, caseRef, NOW)))
                .isFalse();
    }

    @Test
    void whatIsFiledIsReadBackByteForByte() {
        Message message = People.referral(POLICE, id(), People.someone(), People.someone());
        String caseRef = file(message, "the view", "the evidence");
        CaseRecord.Filed filed = read(message);
        assertThat(filed.view()).isEqualTo(Bytes.utf8("the view"));
        assertThat(filed.evidence()).isEqualTo(Bytes.utf8("the evidence"));
        assertThat(filed.caseRef()).isEqualTo(caseRef).hasSize(32);
        assertThat(filed.sender()).isEqualTo(new AgencyId(POLICE));
        assertThat(filed.kind()).isEqualTo(MessageKind.REFERRAL);
        assertThat(filed.receivedAt()).isEqualTo(NOW);
        assertThat(summary(caseRef).messages()).containsExactly(ref(message));
    }

    @Test
    void theRecordIsStillThereAfterARestart(@TempDir Path data) {
        Message message = People.referral(POLICE, id(), People.someone(), People.someone());
        Path kek = data.resolve("keys/kek");
        String caseRef;
        try (Database database = Database.start(Databases.in(data))) {
            caseRef = database.transactions()
                    .write(c -> open(c, kek)
                            .file(c, filing(message, "view", "evidence"))
                            .orElseThrow()
                            .caseRef());
        }
        try (Database database = Database.start(Databases.in(data))) {
            List<CaseRecord.CaseSummary> cases =
                    database.transactions().read(c -> open(c, kek).cases(c));
            assertThat(cases).extracting(CaseRecord.CaseSummary::caseRef).containsExactly(caseRef);
            String messageRef = cases.get(0).messages().get(0);
            Optional<CaseRecord.Filed> filed =
                    database.transactions().read(c -> open(c, kek).message(c, messageRef));
            assertThat(filed.orElseThrow().view().text()).isEqualTo("view");
        }
    }

    private static CaseRecord open(Connection connection, Path kek) throws SQLException {
        KeyCustody custody = FileKeyCustody.in(kek);
        return new CaseRecord(custody, Pseudonyms.open(connection, custody), new Remembering());
    }

    private String file(Message message) {
        return file(message, "view", "evidence");
    }

    private String file(Message message, String view, String evidence) {
        return transactions.write(c ->
                record.file(c, filing(message, view, evidence)).orElseThrow().caseRef());
    }

    private static CaseRecord.Filing filing(Message message, String view, String evidence) {
        return new CaseRecord.Filing(
                message, Bytes.utf8(view), Bytes.utf8(evidence), Optional.empty(), NOW, Optional.empty());
    }

    private CaseRecord.Filed read(Message message) {
        Optional<CaseRecord.Filed> filed = transactions.read(c -> record.message(c, ref(message)));
        return filed.orElseThrow();
    }

    private CaseRecord.CaseSummary summary(String caseRef) {
        List<CaseRecord.CaseSummary> cases = transactions.read(record::cases);
        return cases.stream()
                .filter(s -> s.caseRef().equals(caseRef))
                .findFirst()
                .orElseThrow();
    }

    private String ref(Message message) {
        return pseudonyms.messageRef(message.header().sender(), message.header().id());
    }

    private static String id() {
        return new MessageId("m-" + UUID.randomUUID()).value();
    }

    private int people(String caseRef) {
        return transactions.read(c -> {
            try (var select = c.prepareStatement("select count(*) from person where case_ref = ?")) {
                select.setObject(1, Marked.reference(caseRef));
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    private interface Numbered {
        String run(int n);
    }

    private static Set<String> atOnce(int threads, Numbered work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                int number = n;
                results.add(pool.submit(() -> {
                    start.await();
                    return work.run(number);
                }));
            }
            Set<String> distinct = new TreeSet<>();
            for (Future<String> result : results) {
                distinct.add(result.get());
            }
            return distinct;
        } finally {
            pool.shutdown();
        }
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** Every row of every table as text; binary columns in hexadecimal. */
    private String dump() {
        return transactions.read(c -> {
            StringBuilder all = new StringBuilder();
            try (var tables = c.createStatement();
                    var name = tables.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
                while (name.next()) {
                    try (var rows = c.createStatement();
                            var row = rows.executeQuery("select t::text from " + name.getString(1) + " t")) {
                        while (row.next()) {
                            all.append(row.getString(1)).append('\n');
                        }
                    }
                }
            }
            return all.toString();
        });
    }

    private static String hex(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
