package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Position;

class AuditReadingTest {
    private final Logs logs = Logs.fresh();
    private final AuditReading reading = new AuditReading(logs.key.verifier());

    @TempDir
    private Path directory;

    /** 0 started, 1 admitted, 2 disclosed to the record, 3 disclosed to the IDVA, 4 delivered, 5 turned away. */
    private void aDay() {
        logs.append(Entries.day(6));
    }

    @Test
    void listsEverythingInOrder() throws SQLException {
        logs.append(Entries.day(2500));

        assertThat(list(AuditFilter.all()))
                .hasSize(2500)
                .first()
                .satisfies(one ->
                        assertThat(one.lines()).extracting(Listed.Line::result).containsExactly(Result.NOTED));
    }

    @Test
    void listsByEachThingAnAuditorAsksFor() throws SQLException {
        aDay();

        assertThat(indexes(filter().agency("wenbury-hospital"))).containsExactly(1L, 2L, 3L, 4L);
        assertThat(indexes(filter().agency("wenbury-fire"))).containsExactly(5L);
        assertThat(indexes(filter().recipient("haven-idva"))).containsExactly(1L, 3L, 4L);
        assertThat(indexes(filter().recipient("wenbury-housing"))).containsExactly(1L);
        assertThat(indexes(filter().result(Result.REFUSED))).containsExactly(5L);
        assertThat(indexes(filter().result(Result.DENIED))).containsExactly(1L);
        assertThat(indexes(filter().result(Result.DELIVERED))).containsExactly(4L);
        assertThat(indexes(filter().clause("C5.1"))).containsExactly(1L, 3L, 4L);
        assertThat(indexes(filter().clause("C5"))).isEmpty();
        assertThat(indexes(filter().caseRef(Entries.CASE))).containsExactly(1L, 2L, 3L, 4L);
        assertThat(indexes(filter().caseRef("someOtherCase"))).isEmpty();
    }

    @Test
    void recipientResultAndClauseMustHoldTogetherOfOneLine() throws SQLException {
        aDay();

        assertThat(indexes(filter().recipient("wenbury-housing")
                        .result(Result.DENIED)
                        .clause("C7")))
                .containsExactly(1L);
        assertThat(indexes(filter().recipient("haven-idva").clause("C7"))).isEmpty();
        assertThat(indexes(filter().recipient("haven-idva").result(Result.DENIED)))
                .isEmpty();
    }

    @Test
    void listsByPeriodFromAMomentUntilBeforeAnother() throws SQLException {
        aDay();
        AuditFilter all = AuditFilter.all();
        AuditFilter at = new AuditFilter(
                all.agency(),
                all.recipient(),
                all.result(),
                all.clause(),
                all.caseRef(),
                Optional.of(Entries.NOON),
                Optional.of(Entries.NOON.plusNanos(1)),
                Optional.empty());
        AuditFilter before = new AuditFilter(
                all.agency(),
                all.recipient(),
                all.result(),
                all.clause(),
                all.caseRef(),
                Optional.empty(),
                Optional.of(Entries.NOON),
                Optional.empty());

        assertThat(list(at)).hasSize(6);
        assertThat(list(before)).isEmpty();
    }

    @Test
    void scenario23_everyReleaseOfAKindOfDataToAnyoneOnWhichBasisAndVersion() throws SQLException {
        aDay();

        List<Listed> released =
                list(filter().caseRef(Entries.CASE).result(Result.DISCLOSED).wanted("HEALTH").filter);
        assertThat(released).singleElement().satisfies(listed -> {
            assertThat(listed.logged().position().index()).isEqualTo(2);
            assertThat(listed.door()).contains(Door.RECORD);
            assertThat(listed.protocol()).contains(Entries.PROTOCOL);
            assertThat(listed.lines().get(0).recipient()).contains(Entries.MARAC);
            assertThat(listed.lines().get(0).basis()).containsExactly(LawfulBasis.PUBLIC_TASK);
        });
        assertThat(indexes(filter().result(Result.DISCLOSED).wanted("RISK"))).containsExactly(2L, 3L);
        assertThat(indexes(filter().result(Result.DELIVERED).wanted("RISK"))).containsExactly(4L);
        assertThat(indexes(filter().result(Result.DELIVERED).wanted("HEALTH"))).isEmpty();
        assertThat(indexes(filter().wanted("CONTACT_SAFE")))
                .as("the permit names it, but it was not in the message")
                .isEmpty();
        assertThat(indexes(filter().result(Result.DENIED)
                        .recipient("wenbury-housing")
                        .wanted("HEALTH")))
                .as("and from whom it was kept")
                .containsExactly(1L);
        assertThat(indexes(filter().result(Result.DISCLOSED).wanted("RISK/ALLEGED_PERPETRATOR")))
                .isEmpty();
    }

    @Test
    void showsADecisionWithWhatCameOfIt() throws SQLException, Unproven {
        aDay();
        logs.publish(directory, 6);
        Shown shown = show(1).orElseThrow();

        assertThat(shown.entry().lines())
                .extracting(Listed.Line::result)
                .containsExactly(Result.ADMITTED, Result.PERMITTED, Result.PERMITTED, Result.DENIED);
        assertThat(shown.decision()).isEmpty();
        assertThat(shown.after())
                .extracting(after -> after.logged().position().index())
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    void showsTheDecisionADisclosureAndADeliveryBelongTo() throws SQLException {
        aDay();

        assertThat(show(3).orElseThrow().decision().orElseThrow().logged().position())
                .isEqualTo(new Position(1));
        assertThat(show(3).orElseThrow().after())
                .extracting(after -> after.logged().position().index())
                .containsExactly(4L);
        assertThat(show(4).orElseThrow().decision().orElseThrow().logged().position())
                .isEqualTo(new Position(1));
        assertThat(show(4).orElseThrow().entry().from()).contains(Entries.HOSPITAL);
    }

    @Test
    void doesNotTakeOneIndexForTheBeginningOfAnother() throws SQLException {
        logs.append(Entries.day(21));

        assertThat(show(1).orElseThrow().after())
                .extracting(after -> after.logged().position().index())
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    void showsNothingWhereNothingIs() throws SQLException {
        aDay();

        assertThat(show(6)).isEmpty();
    }

    @Test
    void provesEveryEntryToAnyoneWhoHasTheKey() throws Exception {
        logs.append(Entries.day(300));
        logs.publish(directory, 300);
        for (int index : new int[] {0, 1, 255, 256, 299}) {
            ProofFile proof = prove(index).orElseThrow();
            ProofFile read = ProofFile.parse(proof.text());

            assertThat(read).isEqualTo(proof);
            assertThat(read.verify(leaf(index), logs.key.verifier()).size()).isEqualTo(300);
            assertThatThrownBy(() -> read.verify(leaf(index == 0 ? 1 : 0), logs.key.verifier()))
                    .isInstanceOf(Unproven.class);
            assertThatThrownBy(() -> read.verify(leaf(index), Logs.fresh().key.verifier()))
                    .isInstanceOf(Unproven.class);
        }
    }

    @Test
    void writesAProofAsTheSpecificationSays() throws SQLException {
        logs.append(Entries.day(2));
        SignedCheckpoint signed = logs.publish(directory, 2);
        String text = prove(1).orElseThrow().text();

        assertThat(text).startsWith("c2sp.org/tlog-proof@v1\nindex 1\n").endsWith("=\n\n" + signed.note());
        assertThat(text.lines()).hasSize(3 + 1 + 5);
    }

    @Test
    void refusesAProofWithAnyBitFlipped() throws Exception {
        logs.append(Entries.day(5));
        logs.publish(directory, 5);
        byte[] proof = prove(3).orElseThrow().text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] leaf = leaf(3);
        for (int bit = 0; bit < proof.length * 8; bit++) {
            byte[] flipped = proof.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            String text = new String(flipped, java.nio.charset.StandardCharsets.UTF_8);

            assertThatThrownBy(() -> ProofFile.parse(text).verify(leaf, logs.key.verifier()))
                    .as("bit " + bit)
                    .isInstanceOf(Unproven.class);
        }
    }

    @Test
    void provesNothingThatNoCheckpointCovers() throws SQLException {
        logs.append(Entries.day(5));
        assertThat(prove(3)).isEmpty();
        logs.publish(directory, 5);
        logs.append(Entries.day(1));

        assertThat(prove(4)).isPresent();
        assertThat(prove(5)).isEmpty();
    }

    @Test
    void givesNoProofOfAnEntryThatWasAltered() throws SQLException {
        logs.append(Entries.day(5));
        logs.publish(directory, 5);
        logs.tamper("UPDATE audit_entry SET leaf = set_bit(leaf, 100, 1 - get_bit(leaf, 100)) WHERE index = 3");

        assertThatThrownBy(() -> prove(3)).isInstanceOf(LogBroken.class);
    }

    private List<Listed> list(AuditFilter filter) throws SQLException {
        List<Listed> found = new ArrayList<>();
        try (Connection connection = logs.source.getConnection()) {
            reading.list(connection, filter, found::add);
        }
        return found;
    }

    private List<Long> indexes(Asked asked) throws SQLException {
        return list(asked.filter).stream()
                .map(listed -> listed.logged().position().index())
                .toList();
    }

    private Optional<Shown> show(long index) throws SQLException {
        try (Connection connection = logs.source.getConnection()) {
            return reading.show(connection, new Position(index));
        }
    }

    private Optional<ProofFile> prove(long index) throws SQLException {
        try (Connection connection = logs.source.getConnection()) {
            return reading.prove(connection, new Position(index));
        }
    }

    private byte[] leaf(long index) throws SQLException {
        try (Connection connection = logs.source.getConnection()) {
            return new TreeStore(connection).exactly(index, 1).get(0);
        }
    }

    private static Asked filter() {
        return new Asked(AuditFilter.all());
    }

    private record Asked(AuditFilter filter) {
        Asked agency(String agency) {
            return new Asked(new AuditFilter(
                    Optional.of(new AgencyId(agency)),
                    filter.recipient(),
                    filter.result(),
                    filter.clause(),
                    filter.caseRef(),
                    filter.from(),
                    filter.until(),
                    filter.wanted()));
        }

        Asked wanted(String material) {
            return new Asked(new AuditFilter(
                    filter.agency(),
                    filter.recipient(),
                    filter.result(),
                    filter.clause(),
                    filter.caseRef(),
                    filter.from(),
                    filter.until(),
                    Optional.of(AuditFilter.Wanted.parse(material))));
        }

        Asked recipient(String agency) {
            return new Asked(new AuditFilter(
                    filter.agency(),
                    Optional.of(new AgencyId(agency)),
                    filter.result(),
                    filter.clause(),
                    filter.caseRef(),
                    filter.from(),
                    filter.until(),
                    filter.wanted()));
        }

        Asked result(Result result) {
            return new Asked(new AuditFilter(
                    filter.agency(),
                    filter.recipient(),
                    Optional.of(result),
                    filter.clause(),
                    filter.caseRef(),
                    filter.from(),
                    filter.until(),
                    filter.wanted()));
        }

        Asked clause(String clause) {
            return new Asked(new AuditFilter(
                    filter.agency(),
                    filter.recipient(),
                    filter.result(),
                    Optional.of(new ClauseId(clause)),
                    filter.caseRef(),
                    filter.from(),
                    filter.until(),
                    filter.wanted()));
        }

        Asked caseRef(String caseRef) {
            return new Asked(new AuditFilter(
                    filter.agency(),
                    filter.recipient(),
                    filter.result(),
                    filter.clause(),
                    Optional.of(caseRef),
                    filter.from(),
                    filter.until(),
                    filter.wanted()));
        }
    }
}
