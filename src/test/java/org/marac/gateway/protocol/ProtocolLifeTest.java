package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.protocol.Area.NOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.policy.Questions;

/** The protocol's life while the gateway runs: changes are taken up, what was is remembered, dates are kept. */
class ProtocolLifeTest {
    private static final String[] QUORUM = {"wenbury-police", "wenbury-marac", "wenbury-hospital"};
    private static final String FIRST = Area.first();
    private static final String SECOND = Area.next(FIRST, 2, "2026-06-01T00:00:00Z");
    private static final String RIVAL = SECOND.replaceFirst("(?m)^title: .*$", "title: Another second version");
    private static final AgencyId HAVEN = new AgencyId("haven-idva");

    @TempDir
    Path folder;

    private Area area;

    @BeforeEach
    void first() {
        area = new Area(folder);
        area.version(1, FIRST, QUORUM).sign(1, FIRST, "haven-idva");
    }

    @Nested
    class PickedUpWhileRunning {
        private ProtocolShelf shelf;

        @BeforeEach
        void running() {
            shelf = area.shelf();
            assertThat(version(shelf)).contains(1);
        }

        @Test
        void aNewVersionOnceItsFolderIsStill() {
            area.version(2, SECOND, QUORUM);
            assertThat(shelf.look(NOW)).as("it may still be written").isFalse();
            assertThat(version(shelf)).contains(1);
            assertThat(shelf.look(NOW)).isTrue();
            assertThat(version(shelf)).contains(2);
            assertThat(shelf.look(NOW)).as("nothing is new").isFalse();
        }

        @Test
        void aFolderThatNeverComesToRestAllTheSame() {
            area.version(2, SECOND, QUORUM);
            int looks = 0;
            do {
                area.write("v2/note" + looks, Bytes.utf8("restless"));
                looks++;
            } while (!shelf.look(NOW) && looks < 20);
            assertThat(version(shelf)).contains(2);
        }

        @Test
        void aSignatureThatComesAndOneThatGoes() throws IOException {
            area.sign(1, FIRST, "wenbury-gp");
            Files.delete(folder.resolve("v1/signatures/haven-idva.p7s"));
            settle(shelf);
            assertThat(signatories(shelf)).contains(new AgencyId("wenbury-gp")).doesNotContain(HAVEN);
        }

        @Test
        void aWithdrawalAndASuspensionAtOnce() {
            area.withdraw(1, FIRST, "haven-idva", "2026-11-21T19:59:59Z");
            settle(shelf);
            assertThat(signatories(shelf)).doesNotContain(HAVEN);
            area.suspend(1, FIRST, "wenbury-hospital", "2026-11-21T19:59:59Z", "2026-12-01T00:00:00Z");
            settle(shelf);
            assertThat(signatories(shelf)).doesNotContain(new AgencyId("wenbury-hospital"));
        }

        @ParameterizedTest
        @CsvSource({"'', unsound", "'protocol: wenbury-marac', unsound", "half, unsound"})
        void aHalfWrittenVersionLeavesThePresentOneInForceAndRaisesAnAlarm(String written, String code) {
            String text = written.equals("half") ? SECOND.substring(0, SECOND.length() / 2) : written;
            area.version(2, text, QUORUM);
            settle(shelf);
            assertThat(version(shelf)).contains(1);
            assertThat(alarms(shelf, NOW)).containsExactly(code);
        }

        @Test
        void whatWasSignedDoesNotChangeBecauseItsFileDid() {
            area.write("v1/protocol.yaml", Bytes.utf8(FIRST.replace("count: 14", "count: 10")));
            settle(shelf);
            assertThat(shelf.inForce(NOW).orElseThrow().protocol().digest())
                    .isEqualTo(Bytes.utf8(FIRST).digest());
            assertThat(signatories(shelf)).hasSize(4);
            assertThat(alarms(shelf, NOW)).contains("changed-on-disk");
            area.withdraw(1, FIRST, "haven-idva", "2026-11-21T19:00:00Z");
            settle(shelf);
            assertThat(signatories(shelf)).as("still watched").doesNotContain(HAVEN);
            area.write("v1/protocol.yaml", Bytes.utf8(FIRST));
            settle(shelf);
            assertThat(alarms(shelf, NOW)).isEmpty();
        }

        @Test
        void anOlderFolderPutInPlaceOfANewerChangesNothingAndRaisesAnAlarm() throws IOException {
            area.version(2, SECOND, QUORUM);
            settle(shelf);
            delete(folder.resolve("v2"));
            settle(shelf);
            assertThat(version(shelf)).contains(2);
            assertThat(alarms(shelf, NOW)).containsExactly("changed-on-disk");
        }

        @Test
        void nothingOfAFolderThatCannotBeReadAndWhatWasKnownStays() throws IOException {
            delete(folder);
            assertThatThrownBy(() -> shelf.look(NOW)).isInstanceOf(java.io.UncheckedIOException.class);
            assertThat(version(shelf)).contains(1);
        }
    }

    @Nested
    class Remembers {
        @Test
        void thatALowerVersionIsNeverInForceAgain() {
            ProtocolShelf old = area.shelf();
            old.remember(known(2, SECOND));
            assertThat(old.inForce(NOW)).isEmpty();
            assertThat(alarms(old, NOW)).containsExactly("protocol-rolled-back");
            assertThat(refusal(old, NOW).reason()).contains("protocol-rolled-back");
            assertThat(refusal(old, NOW).code()).isEqualTo(RefusalCode.NO_PROTOCOL_IN_FORCE);
        }

        @Test
        void whichVersionWithANumberItWas() {
            area.version(2, RIVAL, QUORUM);
            ProtocolShelf shelf = area.shelf();
            shelf.remember(known(2, SECOND));
            assertThat(shelf.inForce(NOW)).isEmpty();
            assertThat(alarms(shelf, NOW)).containsExactlyInAnyOrder("protocol-rolled-back", "not-the-one-known");
        }

        @Test
        void andLetsTheNextOneFollow() {
            area.version(2, SECOND, QUORUM);
            ProtocolShelf shelf = area.shelf();
            shelf.remember(known(1, FIRST));
            assertThat(version(shelf)).contains(2);
        }
    }

    @Nested
    class AWithdrawalThatWasProved {
        private static final String FROM = "2026-11-21T19:00:00Z";
        private ProtocolShelf shelf;

        @BeforeEach
        void withdrawn() {
            area.withdraw(1, FIRST, "haven-idva", FROM);
            shelf = area.shelf();
            shelf.remember(new Remembered(Set.of(), Set.of(), shelf.report(NOW).declared()));
            assertThat(signatories(shelf)).doesNotContain(HAVEN);
        }

        @Test
        void countsWhenItsFilesAreTakenAway() throws IOException {
            delete(folder.resolve("v1/withdrawals"));
            settle(shelf);
            assertThat(signatories(shelf)).doesNotContain(HAVEN).hasSize(3);
            assertThat(shelf.report(NOW).standings()).containsEntry(HAVEN, "withdrawn");
            assertThat(alarms(shelf, NOW)).containsExactly("statement-missing");
        }

        @Test
        void countsWhenAnotherStatementIsWrittenOverIt() {
            area.withdraw(1, FIRST, "haven-idva", "2027-01-01T00:00:00Z");
            settle(shelf);
            assertThat(signatories(shelf)).doesNotContain(HAVEN);
        }

        @Test
        void countsFromItsDayAlsoWhenItWasTakenAwayBefore() throws IOException {
            area.suspend(1, FIRST, "wenbury-hospital", "2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z");
            settle(shelf);
            shelf.remember(new Remembered(Set.of(), Set.of(), shelf.report(NOW).declared()));
            delete(folder.resolve("v1/suspensions"));
            settle(shelf);
            AgencyId hospital = new AgencyId("wenbury-hospital");
            assertThat(signatories(shelf)).contains(hospital);
            assertThat(signatories(shelf, "2026-12-01T12:00:00Z")).doesNotContain(hospital);
            assertThat(signatories(shelf, "2026-12-02T00:00:00Z")).contains(hospital);
        }

        @Test
        void isTakenBackByTheAgencyAndTheChairTogether() {
            reinstate(withdrawal().digest(), "haven-idva", "wenbury-police");
            assertThat(signatories(shelf)).contains(HAVEN);
            assertThat(alarms(shelf, NOW)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "haven-idva, haven-idva",
            "wenbury-police, wenbury-police",
            "wenbury-police, haven-idva",
            "haven-idva, wenbury-hospital",
            "haven-idva, ''",
            "'', wenbury-police"
        })
        void isNotTakenBackByOneOfThemOrByAnother(String agency, String chair) {
            reinstate(withdrawal().digest(), agency, chair);
            assertThat(signatories(shelf)).doesNotContain(HAVEN);
        }

        @Test
        void isNotTakenBackByWhatTookBackAnother() {
            reinstate(Digest.of(new byte[] {1}), "haven-idva", "wenbury-police");
            assertThat(signatories(shelf)).doesNotContain(HAVEN);
        }

        @Test
        void doesNotUndoALaterOneByBeingTakenBack() {
            reinstate(withdrawal().digest(), "haven-idva", "wenbury-police");
            area.state(
                    1,
                    "haven-idva.2",
                    Statement.withdrawal(HAVEN, Area.ref(1, FIRST), Instant.parse("2026-11-21T18:00:00Z")),
                    "haven-idva");
            settle(shelf);
            assertThat(signatories(shelf)).doesNotContain(HAVEN);
        }

        @Test
        void countsAgainWhenWhatTookItBackIsTakenAway() throws IOException {
            reinstate(withdrawal().digest(), "haven-idva", "wenbury-police");
            delete(folder.resolve("v1/reinstatements"));
            settle(shelf);
            assertThat(signatories(shelf)).doesNotContain(HAVEN);
        }

        @Test
        void doesNotCountForTheNextVersionWhichTheAgencySigns() {
            area.version(2, SECOND, QUORUM);
            settle(shelf);
            assertThat(version(shelf)).contains(2);
            assertThat(signatories(shelf).contains(HAVEN))
                    .isEqualTo(List.of(QUORUM).contains("haven-idva"));
        }

        private Bytes withdrawal() {
            return Statement.withdrawal(HAVEN, Area.ref(1, FIRST), Instant.parse(FROM))
                    .bytes();
        }

        private void reinstate(Digest lifts, String agency, String chair) {
            Statement statement = Statement.reinstatement(HAVEN, Area.ref(1, FIRST), NOW.minusSeconds(1), lifts);
            area.write("v1/reinstatements/haven-idva.yaml", statement.bytes());
            if (!agency.isEmpty()) {
                area.write("v1/reinstatements/haven-idva.p7s", Area.signature(agency, statement.bytes()));
            }
            if (!chair.isEmpty()) {
                area.write("v1/reinstatements/haven-idva.chair.p7s", Area.signature(chair, statement.bytes()));
            }
            settle(shelf);
        }
    }

    @Nested
    class TwoSuccessorsAtOnce {
        @BeforeEach
        void two() {
            area.version(2, SECOND, QUORUM);
            write("v2-rival", RIVAL);
        }

        @Test
        void freezeAndThePresentOneGoesOnUntilItExpires() {
            ProtocolShelf shelf = area.shelf();
            assertThat(version(shelf)).contains(1);
            assertThat(alarms(shelf, NOW)).containsExactly("two-successors", "two-successors");
            assertThat(shelf.inForce(Instant.parse("2036-01-01T00:00:00Z"))).isEmpty();
        }

        @Test
        void freezeAlsoWhenOneOfThemIsTakenAwayAgain() throws IOException {
            Remembered seen = new Remembered(Set.of(), area.shelf().report(NOW).agreed(), Set.of());
            delete(folder.resolve("v2"));
            ProtocolShelf shelf = area.shelf();
            shelf.remember(seen);
            assertThat(version(shelf)).contains(1);
            assertThat(alarms(shelf, NOW)).containsExactly("two-successors");
        }

        @Test
        void areSettledByTheOperatorPinningOne() {
            ProtocolShelf shelf = area.shelf(
                    new Pins(Optional.empty(), Optional.of(Bytes.utf8(RIVAL).digest())));
            assertThat(shelf.inForce(NOW).orElseThrow().protocol().title()).isEqualTo("Another second version");
            assertThat(alarms(shelf, NOW)).containsExactly("not-the-one-known");
        }

        @Test
        void doNotUndoTheOneThatWasInForceAlready() {
            ProtocolShelf shelf = area.shelf();
            shelf.remember(known(2, SECOND));
            assertThat(shelf.inForce(NOW).orElseThrow().protocol().digest())
                    .isEqualTo(Bytes.utf8(SECOND).digest());
            assertThat(alarms(shelf, NOW)).containsExactly("not-the-one-known");
        }

        @Test
        void areNotTwoWhereOneHasNotTheSignaturesItNeeds() throws IOException {
            delete(folder.resolve("v2-rival/signatures"));
            assertThat(version(area.shelf())).contains(2);
        }

        private void write(String name, String text) {
            area.write(name + "/protocol.yaml", Bytes.utf8(text));
            for (String signer : QUORUM) {
                area.write(name + "/signatures/" + signer + ".p7s", Area.signature(signer, Bytes.utf8(text)));
            }
        }
    }

    @Nested
    class RefusesASuccessorWithItsOwnFinding {
        @Test
        void whenTheVersionBetweenIsMissing() {
            area.version(3, Area.next(FIRST, 3, "2026-06-01T00:00:00Z"), QUORUM);
            assertFinding("predecessor-missing");
        }

        @Test
        void whenItNamesAnotherPredecessor() {
            area.version(2, Area.next(FIRST + "#", 2, "2026-06-01T00:00:00Z"), QUORUM);
            assertFinding("another-predecessor");
        }

        @Test
        void whenTheChairIsMissing() {
            area.version(2, SECOND, "wenbury-marac", "wenbury-hospital", "haven-idva");
            assertFinding("chair-missing");
        }

        @Test
        void whenTheQuorumIsMissing() {
            area.version(2, SECOND, "wenbury-police", "wenbury-marac");
            assertFinding("quorum-missing");
        }

        @Test
        void whenThoseWhoSignedItHadNotSignedTheOneBefore() {
            area.version(2, SECOND, "wenbury-police", "wenbury-marac", "wenbury-gp");
            assertFinding("quorum-missing");
        }

        @Test
        void whenItTakesEffectTooEarly() {
            area.version(2, Area.next(FIRST, 2, "2025-12-01T00:00:00Z"), QUORUM);
            assertFinding("effective-too-early");
        }

        @Test
        void butIsNoMatterWhileItIsStillBeingSigned() {
            area.version(2, Area.next(FIRST, 2, "2027-06-01T00:00:00Z"), "wenbury-police");
            assertThat(alarms(area.shelf(), NOW)).isEmpty();
        }

        private void assertFinding(String code) {
            ProtocolShelf shelf = area.shelf();
            assertThat(version(shelf)).contains(1);
            assertThat(alarms(shelf, NOW)).containsExactly(code);
        }
    }

    @Nested
    class Suspensions {
        @Test
        void countFromTheirBeginningToTheirEnd() {
            area.suspend(1, FIRST, "haven-idva", "2026-11-01T00:00:00Z", "2026-12-01T00:00:30Z");
            ProtocolShelf shelf = area.shelf();
            assertThat(signatories(shelf, "2026-10-31T23:59:59Z")).contains(HAVEN);
            assertThat(signatories(shelf, "2026-11-01T00:00:00Z")).doesNotContain(HAVEN);
            assertThat(signatories(shelf, "2026-12-01T00:00:29Z")).doesNotContain(HAVEN);
            assertThat(signatories(shelf, "2026-12-01T00:00:30Z")).contains(HAVEN);
        }

        @Test
        void areTheChairsToMakeAndNobodyElses() {
            area.state(
                    1,
                    "haven-idva",
                    Statement.suspension(HAVEN, Area.ref(1, FIRST), NOW, NOW.plusSeconds(60)),
                    "wenbury-housing");
            assertThat(alarms(area.shelf(), NOW)).containsExactly("statement-not-proved");
        }

        @Test
        void thatCannotBeProvedCloseTheAgencyEvenAfterTheirEnd() {
            area.state(
                    1,
                    "haven-idva",
                    Statement.suspension(HAVEN, Area.ref(1, FIRST), NOW.minusSeconds(60), NOW.minusSeconds(30)),
                    "haven-idva");
            assertThat(signatories(area.shelf())).doesNotContain(HAVEN);
        }

        @Test
        void ofAnotherVersionOrAgencyProveNothing() {
            area.state(
                    1,
                    "haven-idva.second",
                    Statement.suspension(new AgencyId("wenbury-gp"), Area.ref(1, FIRST), NOW, NOW.plusSeconds(60)),
                    "wenbury-police");
            assertThat(alarms(area.shelf(), NOW)).containsExactly("statement-not-proved");
        }

        @Test
        void canFollowOneAnother() {
            Statement.Kind kind = Statement.Kind.SUSPENSION;
            area.suspend(1, FIRST, "haven-idva", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
            Statement again = Statement.suspension(HAVEN, Area.ref(1, FIRST), NOW.minusSeconds(1), NOW.plusSeconds(60));
            assertThat(again.kind()).isEqualTo(kind);
            area.state(1, "haven-idva.2", again, "wenbury-police");
            assertThat(signatories(area.shelf())).doesNotContain(HAVEN);
        }

        @ParameterizedTest
        @CsvSource({
            "'until: ', 'extra: '",
            "'statement: suspension', 'statement: exclusion'",
            "'agency: haven-idva', 'agency: haven-idva\nagency: haven-idva'",
            "'version: 1', 'version: one'",
            "'sha256: \"', 'sha256: \"00'",
            "'from: 2026-11-21T20:00:00Z', 'from: today'",
        })
        void thatAreNotExactlyAStatementProveNothing(String part, String other) {
            Statement statement = Statement.suspension(HAVEN, Area.ref(1, FIRST), NOW, NOW.plus(Duration.ofDays(1)));
            Bytes bytes = Bytes.utf8(statement.bytes().text().replace(part, other));
            assertThat(bytes).isNotEqualTo(statement.bytes());
            assertThat(Statement.read(statement.bytes())).contains(statement);
            assertThat(Statement.read(bytes)).isEmpty();
        }
    }

    @Nested
    class Calendars {
        private final String dated = FIRST.replaceFirst("(?m)^review: .*$", "review: 2027-01-31")
                .replaceFirst("(?m)^expires: .*$", "expires: 2027-06-01T00:00:00Z");

        @BeforeEach
        void sign() {
            area.version(1, dated, QUORUM).sign(1, dated, "haven-idva");
        }

        @ParameterizedTest
        @CsvSource({
            "2026-12-02T23:59:59Z, ''",
            "2026-12-03T00:00:00Z, review-in days=60",
            "2027-01-02T00:00:00Z, review-in days=30",
            "2027-01-25T00:00:00Z, review-in days=7",
            "2027-01-31T00:00:00Z, review-in days=1",
            "2027-02-01T00:00:00Z, review-late",
            "2027-05-02T00:00:00Z, 'expires-in days=30, review-overdue'",
            "2027-05-31T00:00:00Z, 'expires-in days=1, review-overdue'",
            "2027-06-01T00:00:00Z, 'expired, review-overdue'",
        })
        void sayWhatIsNear(Instant at, String expected) {
            List<String> said = area.shelf().report(at).alarms().stream()
                    .map(alarm -> alarm.code()
                            + alarm.details().stream()
                                    .map(detail -> " " + detail.name() + "=" + detail.value())
                                    .reduce("", String::concat))
                    .toList();
            assertThat(String.join(", ", said)).isEqualTo(expected);
        }

        @Test
        void areSilentOnceASuccessorIsAgreedThatTakesOverInTime() {
            String next =
                    Area.next(dated, 2, "2027-05-01T00:00:00Z").replaceFirst("(?m)^review: .*$", "review: 2027-05-20");
            area.version(2, next, QUORUM);
            assertThat(alarms(area.shelf(), Instant.parse("2027-04-20T00:00:00Z")))
                    .containsExactly("review-late");
        }

        @Test
        void closeWhenItExpiresAndStillTellThePartiesByName() throws Refused {
            ProtocolShelf shelf = area.shelf();
            Instant end = Instant.parse("2027-06-01T00:00:00Z");
            assertThat(shelf.identify(arrival(), end.minusSeconds(1)).agency().id())
                    .isEqualTo(new AgencyId("wenbury-police"));
            assertThatThrownBy(() -> shelf.identify(arrival(), end)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.refusal().code()).isEqualTo(RefusalCode.NO_PROTOCOL_IN_FORCE);
                assertThat(refused.refusal().reason()).contains("protocol-expired");
                assertThat(refused.sender()).contains(new AgencyId("wenbury-police"));
            });
        }

        @Test
        void beginAtTheScheduledStartAndNotBefore() {
            area.version(2, Area.next(dated, 2, "2027-01-01T00:00:00Z"), QUORUM);
            ProtocolShelf shelf = area.shelf();
            assertThat(shelf.inForce(Instant.parse("2026-12-31T23:59:59Z"))
                            .orElseThrow()
                            .protocol()
                            .version())
                    .isEqualTo(1);
            assertThat(shelf.inForce(Instant.parse("2027-01-01T00:00:00Z"))
                            .orElseThrow()
                            .protocol()
                            .version())
                    .isEqualTo(2);
        }

        @Test
        void letOnlyEmergenciesPastAReviewThatIsOverdue() {
            Protocol protocol = Shelves.read(dated);
            Instant overdue = Instant.parse("2027-05-02T00:00:00Z");
            assertThat(Calendar.late(
                            protocol,
                            Questions.referral().at(overdue.minusMillis(1)).asked()))
                    .isEmpty();
            Decision stopped = Calendar.late(
                            protocol, Questions.referral().at(overdue).asked())
                    .orElseThrow();
            assertThat(stopped.permits()).isEmpty();
            assertThat(stopped.rulings())
                    .hasSize(11)
                    .allSatisfy(ruling ->
                            assertThat(((Ruling.Refuse) ruling).reason()).isEqualTo("review-overdue"));
            assertThat(Calendar.late(
                            protocol,
                            Questions.referral().at(overdue).emergency().asked()))
                    .isEmpty();
        }

        @Test
        void stopEmergenciesTooWhereThatIsAgreed() {
            Protocol strict = Shelves.read(dated.replace("emergencies: continue", "emergencies: stop"));
            assertThat(Calendar.late(
                            strict,
                            Questions.referral()
                                    .at(Instant.parse("2027-05-02T00:00:00Z"))
                                    .emergency()
                                    .asked()))
                    .isPresent();
        }

        @Test
        void onlyWarnWhereNoGraceIsAgreed() {
            String silent = dated.replaceFirst("(?s)\nlateReview:.*?\n\n", "\n");
            Protocol protocol = Shelves.read(silent);
            assertThat(protocol.lateReview()).isEmpty();
            assertThat(Calendar.late(
                            protocol,
                            Questions.referral()
                                    .at(Instant.parse("2027-05-30T00:00:00Z"))
                                    .asked()))
                    .isEmpty();
        }

        @Test
        void decideNothingWhileTheClockStandsBeforeTheLog() {
            ProtocolShelf shelf = area.shelf();
            shelf.notBefore(NOW);
            shelf.notBefore(NOW.minusSeconds(60));
            Instant before = NOW.minusMillis(1);
            assertThatThrownBy(() -> shelf.identify(arrival(), before)).isInstanceOf(ClockSetBack.class);
            assertThatThrownBy(() -> shelf.inForce(before)).isInstanceOf(ClockSetBack.class);
            assertThat(shelf.clockSetBack(NOW)).isFalse();
            assertThat(shelf.inForce(NOW)).isPresent();
        }
    }

    /** Scenario 5 of the acceptance list: the review date passed yesterday, a signatory withdrew meanwhile, its contact left. */
    @Nested
    class Scenario5 {
        private static final String YESTERDAY = "2026-11-20";
        private final String late = FIRST.replaceFirst("(?m)^review: .*$", "review: " + YESTERDAY);

        @Test
        void scenario05_reviewDatePassedYesterday_peopleAreToldAndSharingGoesOnForTheGraceAndNoLonger() {
            area.version(1, late, QUORUM).sign(1, late, "haven-idva");
            ProtocolShelf shelf = area.shelf();
            Protocol protocol = shelf.inForce(NOW).orElseThrow().protocol();
            assertThat(alarms(shelf, NOW)).containsExactly("review-late");
            assertThat(Calendar.late(protocol, Questions.referral().at(NOW).asked()))
                    .isEmpty();
            Instant over = Calendar.reviewEnds(protocol)
                    .plus(protocol.lateReview().orElseThrow().grace());
            assertThat(alarms(shelf, over)).containsExactly("review-overdue");
            assertThat(Calendar.late(protocol, Questions.referral().at(over).asked())
                            .orElseThrow()
                            .permits())
                    .isEmpty();
            assertThat(Calendar.late(
                            protocol, Questions.referral().at(over).emergency().asked()))
                    .as("an emergency is not stopped")
                    .isEmpty();
        }

        @Test
        void scenario05_signatoryWithdrewDuringTheMeeting_nothingMoreGoesToItFromThatSecondOn() {
            area.version(1, FIRST, QUORUM).sign(1, FIRST, "haven-idva");
            ProtocolShelf shelf = area.shelf();
            Policy policy = new Policy();
            assertThat(permitted(policy, shelf, NOW)).isTrue();
            area.withdraw(1, FIRST, "haven-idva", "2026-11-21T20:00:05Z");
            settle(shelf);
            assertThat(permitted(policy, shelf, NOW.plusSeconds(4))).isTrue();
            assertThat(permitted(policy, shelf, NOW.plusSeconds(5))).isFalse();
        }

        @Test
        void scenario05_contactLeft_whoHoldsItsCertificatesNeitherFetchesNorIsSentAnything() {
            area.version(1, FIRST, QUORUM).sign(1, FIRST, "haven-idva");
            ProtocolShelf shelf = area.shelf();
            Party haven =
                    shelf.inForce(NOW).orElseThrow().protocol().party(HAVEN).orElseThrow();
            Digest tls = pinned(haven, Party.PinnedCertificate.Use.TLS);
            assertThat(shelf.owner(tls, NOW)).contains(HAVEN);
            area.badCertificates.addAll(List.of(tls, pinned(haven, Party.PinnedCertificate.Use.ENCRYPT)));
            Instant next = NOW.plusSeconds(60);
            assertThat(shelf.owner(tls, next)).isEmpty();
            assertThat(shelf.inForce(next).orElseThrow().signatories()).doesNotContain(HAVEN);
            assertThat(permitted(new Policy(), shelf, next)).isFalse();
            assertThat(shelf.report(next).standings()).containsEntry(HAVEN, "no-good-encryption-certificate");
        }

        private static Digest pinned(Party party, Party.PinnedCertificate.Use use) {
            return party.certificates().stream()
                    .filter(pin -> pin.use() == use)
                    .map(Party.PinnedCertificate::sha256)
                    .findFirst()
                    .orElseThrow();
        }

        private static boolean permitted(Policy policy, ProtocolShelf shelf, Instant at) {
            InForce inForce = shelf.inForce(at).orElseThrow();
            Questions asked = Questions.referral().at(at).signedBy(inForce.signatories());
            return policy.decide(inForce.protocol(), asked.asked()).permits().stream()
                    .anyMatch(permit -> permit.recipient().equals(HAVEN));
        }
    }

    private static Remembered known(int number, String text) {
        ProtocolRef ref = Area.ref(number, text);
        return new Remembered(Set.of(ref), Set.of(ref), Set.of());
    }

    private static void settle(ProtocolShelf shelf) {
        shelf.look(NOW);
        assertThat(shelf.look(NOW)).as("taken up").isTrue();
    }

    private static Optional<Integer> version(ProtocolShelf shelf) {
        return shelf.inForce(NOW).map(found -> found.protocol().version());
    }

    private static Set<AgencyId> signatories(ProtocolShelf shelf) {
        return shelf.inForce(NOW).orElseThrow().signatories();
    }

    private static Set<AgencyId> signatories(ProtocolShelf shelf, String at) {
        return shelf.inForce(Instant.parse(at)).orElseThrow().signatories();
    }

    private static List<String> alarms(ProtocolShelf shelf, Instant at) {
        return shelf.report(at).alarms().stream().map(Alarm::code).toList();
    }

    private static org.marac.gateway.model.Refusal refusal(ProtocolShelf shelf, Instant at) {
        try {
            shelf.identify(arrival(), at);
            throw new AssertionError("was identified");
        } catch (Refused refused) {
            return refused.refusal();
        }
    }

    private static Arrival arrival() {
        return new Arrival(
                Door.QUEUE,
                new Peer.QueueOwner(new AgencyId("wenbury-police")),
                Optional.of(MediaType.CMS),
                Bytes.utf8("x"),
                NOW,
                Optional.empty(),
                Optional.empty());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
