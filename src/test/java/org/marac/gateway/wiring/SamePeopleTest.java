package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.marac.gateway.flow.DecidingRooms;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Role;
import org.marac.gateway.record.CaseRecord;

/** Hazard H19 and scenario 18: whether two cases are of the same people a named person says, and the log knows it. */
@Timeout(60)
class SamePeopleTest {
    private static final Official COORDINATOR = official(Office.COORDINATOR, "wenbury-marac");
    private static final Official DEPUTY = official(Office.DEPUTY, "wenbury-marac");
    private static final Official CHAIR = official(Office.CHAIR, "wenbury-police");

    private final WholeLine line = new WholeLine();
    private final String victim = Tale.surname();
    private final String perpetrator = Tale.surname();
    private final Message first = told("wenbury-police", "reed", "She is at her sister's.");
    private final Message second = told("wenbury-hospital", "reid", "She came in at night.");
    private Candidate candidate;

    @BeforeEach
    void twoAgenciesWriteTheNameInTwoWays() throws Declined {
        line.accepted(first);
        line.accepted(second);
        line.delivered();
        Set<String> both =
                Set.of(line.filed(first).caseRef(), line.filed(second).caseRef());
        candidate = line.samePeople.open(COORDINATOR).stream()
                // Other tests' invented people may sound the same.
                .filter(one -> both.equals(Set.of(one.one(), one.other())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void h19_thePeopleOfBothCasesAreShownSideBySideAndTheLookIsLogged() throws Declined {
        SamePeople.Shown shown = line.samePeople.show(candidate.id(), COORDINATOR);

        assertThat(List.of(shown.one(), shown.other()))
                .extracting(Candidate.Side::caseRef)
                .containsExactlyInAnyOrder(
                        line.filed(first).caseRef(), line.filed(second).caseRef());
        assertThat(people(shown, Role.VICTIM))
                .extracting(who -> who.family().orElseThrow())
                .containsExactlyInAnyOrder(victim + "reed", victim + "reid");
        assertThat(people(shown, Role.VICTIM))
                .extracting(who -> who.from().value())
                .containsExactlyInAnyOrder("wenbury-police", "wenbury-hospital");
        assertThat(notes("candidate.opened")).singleElement().satisfies(this::namesNobody);
    }

    @Test
    void h19_theDecisionIsInTheLogOfBothCasesWithWhoAndWhyAndNobodysName() throws Declined {
        Candidate.Said said = decide(true, CHAIR);

        assertThat(said.same()).isTrue();
        for (Message message : List.of(first, second)) {
            String caseRef = line.filed(message).caseRef();
            assertThat(line.listed(caseRef))
                    .filteredOn(one -> one.logged().entry().event().equals("candidate.decided"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.logged().position()).isEqualTo(said.entry()));
        }
        assertThat(notes("candidate.decided")).singleElement().satisfies(note -> {
            namesNobody(note);
            assertThat(note.details())
                    .contains(
                            new Entry.Noted.Detail("account", CHAIR.acting().account()),
                            new Entry.Noted.Detail("office", "CHAIR"),
                            new Entry.Noted.Detail("said", "same"),
                            new Entry.Noted.Detail("reason", "seen-the-records"));
        });
    }

    @Test
    void h19_nothingLeavesAndNothingThatWasSaidOrSharedChangesWhenTwoCasesAreTheSame() throws Declined {
        CaseRecord.Filed one = line.filed(first);
        CaseRecord.Filed other = line.filed(second);
        List<Entry> before = line.entries(one.caseRef());

        decide(true, COORDINATOR);

        assertThat(line.delivered()).isEmpty();
        assertThat(line.taken()).isEmpty();
        assertThat(line.filed(first)).isEqualTo(one);
        assertThat(line.filed(second)).isEqualTo(other);
        assertThat(line.filed(first).caseRef())
                .as("they stay two cases")
                .isNotEqualTo(line.filed(second).caseRef());
        assertThat(line.transactions.read((Connection c) -> line.caseRecord.standing(c, second)))
                .as("nothing of the one is the other's to pass on")
                .extracting(CaseRecord.Filed::messageRef)
                .containsExactly(line.ref(second));
        assertThat(line.entries(one.caseRef()))
                .hasSize(before.size() + 1)
                .extracting(Entry::event)
                .endsWith("candidate.decided");
    }

    @Test
    void h19_whereSheHidesIsKeptOutOfTheOtherCaseOnceAPersonSaysTheSameAndNotBefore() throws Declined {
        Message later = told("wenbury-hospital", "reid", "She was seen again.");
        assertThat(guarded(later)).doesNotContain("9 Larch Yard, Fenholt");
        Candidate.Said different = decide(false, COORDINATOR);
        assertThat(guarded(later)).doesNotContain("9 Larch Yard, Fenholt");

        line.samePeople.decide(candidate.id(), true, "seen-the-records", Optional.of(different.entry()), COORDINATOR);

        assertThat(guarded(later)).contains("9 Larch Yard, Fenholt");
    }

    @Test
    void whatItsSenderHasWithdrawnIsShownAsSuch() throws Declined {
        Tale withdrawal = Tale.information()
                .sender("wenbury-police")
                .withdrawing(first.header().id().value(), "WRONG_PERSON");
        assertThat(line.say(new AgencyId("wenbury-police"), withdrawal.bytes())
                        .answered()
                        .refusal())
                .isEmpty();

        assertThat(people(line.samePeople.show(candidate.id(), COORDINATOR), Role.VICTIM))
                .allSatisfy(who ->
                        assertThat(who.corrected()).isEqualTo(who.from().value().equals("wenbury-police")));
    }

    @Test
    void saidAgainByWhomeverItIsSaidOnce() throws Declined {
        Candidate.Said said = decide(true, COORDINATOR);
        assertThat(decide(true, COORDINATOR)).isEqualTo(said);
        assertThat(decide(true, DEPUTY)).isEqualTo(said);
        assertThat(notes("candidate.decided")).hasSize(1);
        assertThat(line.samePeople.open(COORDINATOR))
                .noneMatch(open -> open.id().equals(candidate.id()));
    }

    @Test
    void theOtherWayRoundItMustNameTheDecisionItTakesThePlaceOf() throws Declined {
        Candidate.Said said = decide(true, COORDINATOR);
        declined(Declined.Why.ENDED, () -> decide(false, DEPUTY));
        declined(
                Declined.Why.ENDED,
                () -> instead(false, new Position(said.entry().index() + 1)));

        Candidate.Said now = instead(false, said.entry());

        assertThat(now.same()).isFalse();
        assertThat(instead(false, said.entry())).as("a retry").isEqualTo(now);
        assertThat(notes("candidate.decided"))
                .hasSize(2)
                .last()
                .satisfies(note -> assertThat(note.details())
                        .contains(new Entry.Noted.Detail(
                                "instead", Long.toString(said.entry().index()))));
        declined(Declined.Why.ENDED, () -> decide(true, COORDINATOR));
    }

    @Test
    void whatNobodyHasDecidedTakesThePlaceOfNothing() {
        declined(Declined.Why.ENDED, () -> instead(true, new Position(0)));
        assertThat(notes("candidate.decided")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Office.class,
            names = {"DPO", "AUDITOR"})
    void noOtherOfficeIsAsked(Office office) {
        Official other = official(office, "wenbury-marac");
        declined(Declined.Why.NOT_YOUR_OFFICE, () -> line.samePeople.open(other));
        declined(Declined.Why.NOT_YOUR_OFFICE, () -> line.samePeople.show(candidate.id(), other));
        declined(Declined.Why.NOT_YOUR_OFFICE, () -> decide(true, other));
    }

    @Test
    void h7_whoMustNotOpenEitherCaseNeitherSeesNorDecides() throws Declined {
        for (Message message : List.of(first, second)) {
            Official recused = new Official(
                    COORDINATOR.acting(),
                    COORDINATOR.name(),
                    Set.of(line.filed(message).caseRef()));
            assertThat(line.samePeople.open(recused))
                    .noneMatch(open -> open.id().equals(candidate.id()));
            declined(Declined.Why.CONFLICT_OF_INTEREST, () -> line.samePeople.show(candidate.id(), recused));
            declined(Declined.Why.CONFLICT_OF_INTEREST, () -> decide(true, recused));
        }
        assertThat(notes("candidate.opened")).isEmpty();
        assertThat(notes("candidate.decided")).isEmpty();
    }

    @Test
    void h7_whoseNameIsThatOfSomeoneOfEitherCaseNeitherSeesNorDecides() {
        for (String name : List.of("Anna " + victim + "reid", "ben " + perpetrator + "man", "Nadia Crowhurst")) {
            Official one = new Official(COORDINATOR.acting(), name, Set.of());
            declined(Declined.Why.CONFLICT_OF_INTEREST, () -> line.samePeople.show(candidate.id(), one));
            declined(Declined.Why.CONFLICT_OF_INTEREST, () -> decide(true, one));
        }
    }

    @Test
    void h7_whoseAgencyEmploysTheAllegedPerpetratorDecidesNothing() throws Declined {
        line.accepted(Told.by(
                        "wenbury-hospital",
                        Someone.named("Anna", victim + "reid"),
                        Someone.named("Ben", perpetrator + "mann").workingAs("Police constable"))
                .item(DataCategory.RISK, Role.VICTIM, "He is an officer.")
                .information());

        declined(Declined.Why.CONFLICT_OF_INTEREST, () -> decide(true, CHAIR));
        assertThat(decide(true, COORDINATOR).same()).isTrue();
    }

    @Test
    void whatIsUnknownOrGoneIsNotDecidedOn() {
        declined(Declined.Why.UNKNOWN, () -> line.samePeople.show("00000000-0000-0000-0000-000000000000", COORDINATOR));
        declined(Declined.Why.UNKNOWN, () -> line.samePeople.show("no-id", COORDINATOR));
        line.transactions.write(
                (Connection c) -> line.caseRecord.dispose(c, line.filed(first).caseRef(), line.clock.instant()));
        declined(Declined.Why.GONE, () -> decide(true, COORDINATOR));
    }

    @Test
    void whereTheLogCannotWriteNothingIsDecided() throws Declined {
        SamePeople failing = new SamePeople(
                new DecidingRooms<>(
                        line.holdRooms.protocol(),
                        (recalled, protocol) -> Map.of(),
                        new DecidingDesk<>(
                                line.transactions,
                                line.caseRecord.candidates()::open,
                                connection -> new Silent(new CandidatePage(connection, line.log, line.caseRecord)))),
                line.clock);

        assertThatThrownBy(
                        () -> failing.decide(candidate.id(), true, "seen-the-records", Optional.empty(), COORDINATOR))
                .hasMessage("the log is away");

        assertThat(line.samePeople.open(COORDINATOR)).anyMatch(open -> open.id().equals(candidate.id()));
    }

    @Test
    void ofTwoPeopleWhoDecideAtOnceOneDecidesAndTheOtherIsTold() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<Candidate.Said>> answers = new ArrayList<>();
            for (boolean same : List.of(true, false)) {
                Callable<Candidate.Said> decision = () -> {
                    both.await();
                    return decide(same, same ? COORDINATOR : DEPUTY);
                };
                answers.add(two.submit(decision));
            }
            List<Candidate.Said> said = new ArrayList<>();
            for (Future<Candidate.Said> answer : answers) {
                try {
                    said.add(answer.get());
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    Declined.class,
                                    declined -> assertThat(declined.why()).isEqualTo(Declined.Why.ENDED));
                }
            }
            assertThat(said).hasSize(1);
            assertThat(line.samePeople
                            .show(candidate.id(), COORDINATOR)
                            .candidate()
                            .said())
                    .contains(said.get(0));
            assertThat(notes("candidate.decided")).hasSize(1);
        } finally {
            two.shutdownNow();
        }
    }

    /** Everything but the log works. */
    private record Silent(SamePeople.Page page) implements SamePeople.Page {
        @Override
        public Optional<Candidate> lock(String id) {
            return page.lock(id);
        }

        @Override
        public Optional<Candidate.Side> side(String caseRef) {
            return page.side(caseRef);
        }

        @Override
        public void decide(Candidate candidate, Candidate.Said said, Instant at) {
            page.decide(candidate, said, at);
        }

        @Override
        public long reserve(int entries) {
            return page.reserve(entries);
        }

        @Override
        public void log(List<Entry> entries) {
            throw new IllegalStateException("the log is away");
        }
    }

    private Candidate.Said decide(boolean same, Official official) throws Declined {
        return line.samePeople.decide(candidate.id(), same, "seen-the-records", Optional.empty(), official);
    }

    private Candidate.Said instead(boolean same, Position entry) throws Declined {
        return line.samePeople.decide(candidate.id(), same, "seen-the-records", Optional.of(entry), DEPUTY);
    }

    private static void declined(Declined.Why why, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Declined.class, declined -> assertThat(declined.why()).isEqualTo(why));
    }

    private List<String> guarded(Message message) {
        var protocol = line.holdRooms
                .protocol()
                .inForce(line.clock.instant())
                .orElseThrow()
                .protocol();
        return line.holdRooms.match().match(message, protocol).guarded().stream()
                .map(Guarded::text)
                .toList();
    }

    private List<Entry.Noted> notes(String event) {
        return line.entries(candidate.one()).stream()
                .filter(entry -> entry.event().equals(event))
                .map(Entry.Noted.class::cast)
                .toList();
    }

    private void namesNobody(Entry.Noted note) {
        assertThat(note.toString()).doesNotContain(victim, "Anna", "Ben", "Fenholt");
    }

    private static List<Candidate.Somebody> people(SamePeople.Shown shown, Role role) {
        return Stream.of(shown.one(), shown.other())
                .flatMap(side -> side.people().stream())
                .filter(who -> who.role() == role)
                .toList();
    }

    private Message told(String agency, String ending, String text) {
        Someone anna = Someone.named("Anna", victim + ending);
        boolean hides = agency.equals("wenbury-police");
        return Told.by(
                        agency,
                        hides ? anna.hidingAt("FH1 2AB", "9 Larch Yard", "Fenholt") : anna,
                        Someone.named("Ben", perpetrator + (hides ? "man" : "mann")))
                .excluding("Nadia Crowhurst")
                .item(DataCategory.RISK, Role.VICTIM, text)
                .information();
    }

    private static Official official(Office office, String agency) {
        return new Official(
                new Acting("account-of-" + office.name().toLowerCase(Locale.ROOT), office, new AgencyId(agency)),
                "Rowan Ellery",
                Set.of());
    }
}
