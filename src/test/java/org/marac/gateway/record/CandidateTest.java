package org.marac.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.People;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Role;
import org.marac.gateway.storage.Transactions;

/** Hazard H19 and scenario 18: what may be the same people is a candidate and no fact, and a person says which. */
class CandidateTest {
    private static final long ENTRY = 7;
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Transactions transactions = Databases.shared().transactions();
    private final String victim = Tale.surname();
    private final String perpetrator = Tale.surname();
    private final String one = fresh();
    private final String other = fresh();
    private final CaseRecord record = SharedRecord.open();

    @Test
    void scenario18_theSameReferralFromTwoSystemsIsOneCaseWithoutAQuestion() {
        CaseRecord.Entered first = file(numbered(victim, one));
        CaseRecord.Entered second = file(numbered(victim, one));
        assertThat(second.caseRef()).isEqualTo(first.caseRef());
        assertThat(second.notices()).isEmpty();
    }

    @Test
    void scenario18_oneSystemWithoutTheNumberIsOneCaseAllTheSame() {
        CaseRecord.Entered first = file(numbered(victim, one));
        assertThat(file(plain("Jo", victim, "1990-02-03")).caseRef()).isEqualTo(first.caseRef());
    }

    @Test
    void h19_theSameNameAndDayWithAnotherNhsNumberIsAnotherCaseAndACandidate() {
        CaseRecord.Entered first = file(numbered(victim, one));
        CaseRecord.Entered second = file(numbered(victim, other));
        assertCandidates(first, second);
    }

    @Test
    void h19_theSameNhsNumberWithAnotherNameAndDayIsAnotherCaseAndACandidate() {
        CaseRecord.Entered first = file(numbered(victim, one));
        CaseRecord.Entered second =
                file(referral(People.withNhsNumber("Kim", Tale.surname(), "1971-12-24", one), perpetrator()));
        assertCandidates(first, second);
    }

    @Test
    void h19_aNameThatSoundsTheSameIsACandidate() {
        CaseRecord.Entered first = file(plain("Jo", victim + "reed", "1990-02-03"));
        CaseRecord.Entered second = file(plain("Joanna", victim + "reid", "1990-02-03"));
        assertCandidates(first, second);
    }

    @Test
    void h19_dayAndMonthSwappedIsACandidate() {
        CaseRecord.Entered first = file(plain("Jo", victim, "1990-02-03"));
        CaseRecord.Entered second = file(plain("Jo", victim, "1990-03-02"));
        assertCandidates(first, second);
    }

    @Test
    void h19_aMissingDayOfBirthIsACandidate() {
        CaseRecord.Entered first = file(plain("Jo", victim, "1990-02-03"));
        CaseRecord.Entered second = file(plain("Jo", victim, ""));
        assertCandidates(first, second);
    }

    @Test
    void aNewSurnameWithTheSameNumberIsTheSamePerson() {
        CaseRecord.Entered first = file(numbered(victim, one));
        CaseRecord.Entered second =
                file(referral(People.withNhsNumber("Jo", Tale.surname(), "1990-02-03", one), perpetrator()));
        assertThat(second.caseRef()).isEqualTo(first.caseRef());
    }

    @Test
    void scenario4_anotherPerpetratorIsAnotherCaseAndNoCandidate() {
        CaseRecord.Entered first = file(plain("Jo", victim, "1990-02-03"));
        CaseRecord.Entered second = file(
                referral(People.named("Jo", victim, "1990-02-03"), People.named("Max", Tale.surname(), "1960-06-06")));
        assertThat(second.caseRef()).isNotEqualTo(first.caseRef());
        assertThat(second.notices()).isEmpty();
    }

    @Test
    void peopleWhoShareOnlyADayAreNoCandidates() {
        file(plain("Jo", Tale.surname(), "1990-02-03"));
        assertThat(file(referral(
                                People.named("Ann", Tale.surname(), "1990-02-03"),
                                People.named("Bob", Tale.surname(), "1985-05-06")))
                        .notices())
                .isEmpty();
    }

    @Test
    void h19_nothingOfACandidateIsKnownToTheOther() {
        CaseRecord.Entered first = file(numbered(victim, one));
        Recalled recalled = recall(numbered(victim, other));
        assertThat(recalled.own()).isEmpty();
        assertThat(first.notices()).isEmpty();
    }

    @Test
    void h19_whenAPersonSaysTheSameEachCaseKnowsOfTheOther() {
        CaseRecord.Entered first = file(numbered(victim, one));
        Message message = numbered(victim, other);
        CaseRecord.Entered second = file(message);
        assertThat(recall(message).linked()).hasSize(1);

        decide(candidate(second, first), true);

        assertThat(recall(message).own()).isNotEmpty();
        assertThat(recall(message).linked()).isEmpty();
        assertThat(candidates())
                .noneMatch(c -> c.one().equals(first.caseRef()) || c.other().equals(first.caseRef()));
    }

    @Test
    void h19_whenAPersonSaysDifferentNothingIsLinkedAndNobodyIsAskedAgain() {
        CaseRecord.Entered first = file(numbered(victim, one));
        Message message = numbered(victim, other);
        CaseRecord.Entered second = file(message);
        decide(candidate(first, second), false);
        assertThat(recall(message).own()).hasSize(1);
        assertThat(file(numbered(victim, other)).notices()).isEmpty();
    }

    @Test
    void whatAPersonHasSaidStandsWithItsEntry() {
        CaseRecord.Entered first = file(numbered(victim, one));
        Candidate asked = candidate(first, file(numbered(victim, other)));
        assertThat(asked.said()).isEmpty();
        decide(asked, false);
        Optional<Candidate> decided =
                transactions.write(c -> record.candidates().lock(c, UUID.fromString(asked.id())));
        assertThat(decided.orElseThrow().said()).contains(new Candidate.Said(false, new Position(ENTRY)));
    }

    @Test
    void aSideSaysWhoThePeopleAreAndWhoSaidSoAndNoAddress() {
        CaseRecord.Entered entered = file(numbered(victim, one));
        Candidate.Side side = side(entered).orElseThrow();
        assertThat(side.people()).hasSize(2);
        Candidate.Somebody somebody = side.people().get(0);
        assertThat(somebody)
                .isEqualTo(new Candidate.Somebody(
                        Role.VICTIM,
                        Optional.of("Jo"),
                        Optional.of(victim),
                        Optional.of(LocalDate.parse("1990-02-03")),
                        Optional.of(one),
                        new AgencyId("wenbury-police"),
                        NOW,
                        false));
        assertThat(side.toString() + somebody).doesNotContain(victim, "Jo", one);
    }

    @Test
    void nobodyIsAskedOfACaseThatWasDisposedOf() {
        CaseRecord.Entered first = file(numbered(victim, one));
        CaseRecord.Entered second = file(numbered(victim, other));
        boolean disposed = transactions.write(c -> record.dispose(c, first.caseRef(), NOW));
        assertThat(disposed).isTrue();
        assertThat(candidates()).noneMatch(c -> c.isOf(Set.of(first.caseRef(), second.caseRef())));
        assertThat(side(first)).isEmpty();
    }

    private void assertCandidates(CaseRecord.Entered first, CaseRecord.Entered second) {
        assertThat(second.caseRef()).isNotEqualTo(first.caseRef());
        assertThat(second.notices())
                .extracting(Notice::code, Notice::caseRef, Notice::about)
                // Other tests' invented people may sound the same.
                .contains(org.assertj.core.groups.Tuple.tuple(
                        Notice.Code.POSSIBLY_SAME, second.caseRef(), first.caseRef()));
        assertThat(candidates())
                .filteredOn(c -> List.of(c.one(), c.other()).containsAll(List.of(first.caseRef(), second.caseRef())))
                .hasSize(1);
    }

    /** A valid NHS number no other test of this run uses. */
    private static String fresh() {
        String nine =
                "9" + String.format("%08d", Math.floorMod(UUID.randomUUID().getLeastSignificantBits(), 100_000_000L));
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (nine.charAt(i) - '0') * (10 - i);
        }
        int check = (11 - sum % 11) % 11;
        return check == 10 ? fresh() : nine + check;
    }

    private Message numbered(String surname, String number) {
        return referral(People.withNhsNumber("Jo", surname, "1990-02-03", number), perpetrator());
    }

    private Message plain(String given, String surname, String born) {
        return referral(People.named(given, surname, born), perpetrator());
    }

    private Person perpetrator() {
        return People.named("Max", perpetrator, "1985-05-06");
    }

    private static Message referral(Person of, Person by) {
        return People.referral("wenbury-police", "m-" + UUID.randomUUID(), of, by);
    }

    private CaseRecord.Entered file(Message message) {
        return SharedRecord.file(record, message, NOW);
    }

    private Recalled recall(Message message) {
        return transactions.read(c -> record.recall(c, message));
    }

    private List<Candidate> candidates() {
        return transactions.read(c -> record.candidates().open(c));
    }

    private Candidate candidate(CaseRecord.Entered first, CaseRecord.Entered second) {
        Set<String> both = Set.of(first.caseRef(), second.caseRef());
        return candidates().stream()
                .filter(c -> both.equals(Set.of(c.one(), c.other())))
                .findFirst()
                .orElseThrow();
    }

    private Optional<Candidate.Side> side(CaseRecord.Entered entered) {
        return transactions.write(c -> record.side(c, entered.caseRef()));
    }

    private void decide(Candidate candidate, boolean same) {
        transactions.write(c -> {
            record.candidates().decide(c, candidate, new Candidate.Said(same, new Position(ENTRY)), NOW);
            return candidate;
        });
    }
}
