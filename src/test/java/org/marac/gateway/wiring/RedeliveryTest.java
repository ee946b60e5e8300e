package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.delivery.TakenBack;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Undelivered;

/** What a recipient's system will not have stays until a named person has it tried once more, or dismisses it. */
@Timeout(60)
class RedeliveryTest {
    private static final Official COORDINATOR = official(Office.COORDINATOR, "wenbury-marac");

    private final WholeLine line = new WholeLine();
    private final Someone victim = Someone.named("Anna");
    private final Message referral = Told.by("wenbury-police", victim, Someone.named("Ben"))
            .scoring(16, 16)
            .referral();
    private String caseRef = "";
    private Outbox.Due refused;

    /** Of everything that is to leave one is refused, and the others have left. */
    @BeforeEach
    void aRecipientsSystemRefuses() {
        line.transactions.write((Connection c) -> c.createStatement().executeUpdate("delete from outbox"));
        line.accepted(referral);
        caseRef = line.filed(referral).caseRef();
        List<Outbox.Due> due = line.taken();
        refused = due.get(0);
        setAside();
        line.transactions.write(c -> line.lending.delivered(
                c, due.stream().skip(1).map(Outbox.Due::id).toList()));
    }

    @Test
    void theListSaysWhomItHasNotReachedAndWhyAndOfWhichCaseAndNothingThatIsInIt() throws Declined {
        assertThat(line.redelivery.open(COORDINATOR)).singleElement().satisfies(one -> {
            assertThat(one.disclosure().index()).isEqualTo(refused.disclosure());
            assertThat(one.recipient()).isEqualTo(refused.recipient());
            assertThat(one.door()).isEqualTo(refused.door());
            assertThat(one.caseRef()).isEqualTo(caseRef);
            assertThat(one.message()).isEqualTo(line.ref(referral));
            assertThat(one.sha256()).isEqualTo(refused.sha256());
            assertThat(one.attempts()).isEqualTo(1);
            assertThat(one.refused()).contains(new Undelivered.SetAside("hl7-ae", line.clock.instant()));
        });
        assertThat(line.redelivery.show(id(), COORDINATOR))
                .isEqualTo(line.redelivery.open(COORDINATOR).get(0));
    }

    @Test
    void triedOnceMoreItLeavesAndTheLogSaysWhoAndWhy() throws Declined {
        Position entry = line.redelivery.retry(id(), "their-system-mended", COORDINATOR);

        assertThat(line.redelivery.open(COORDINATOR)).isEmpty();
        List<Envelope> left = line.delivered();
        assertThat(left).hasSize(1);
        assertThat(left.get(0).to()).containsExactly(refused.recipient());
        assertThat(line.listed(caseRef))
                .filteredOn(one -> one.logged().entry().event().equals("undelivered.retried"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.logged().position()).isEqualTo(entry);
                    assertThat(details(one.logged().entry()))
                            .contains(
                                    detail("account", COORDINATOR.acting().account()),
                                    detail("office", "COORDINATOR"),
                                    detail("to", refused.recipient().value()),
                                    detail("disclosure", id()),
                                    detail("refused", "hl7-ae"),
                                    detail("reason", "their-system-mended"));
                });
    }

    @Test
    void triedOnceMoreItHasItsWholeTimeAgain() throws Declined {
        line.clock.tick(Duration.ofDays(2));
        line.overdue.tell();
        line.delivered();
        line.redelivery.retry(id(), "their-system-mended", COORDINATOR);

        assertThat(line.overdue.tell()).as("late already?").isZero();
        line.clock.tick(Duration.ofHours(4));
        assertThat(line.overdue.tell()).isPositive();
        assertThat(line.redelivery.open(COORDINATOR))
                .anySatisfy(one -> assertThat(one.disclosure().index()).isEqualTo(refused.disclosure()))
                .noneMatch(Undelivered::isSetAside);
    }

    @Test
    void refusedAgainPeopleAreToldAgain() throws Declined {
        line.overdue.tell();
        Notice.Raised raised = told().get(0);
        line.attention.seen(raised.id(), "telephoned", COORDINATOR);
        assertThat(told()).isEmpty();

        line.redelivery.retry(id(), "their-system-mended", COORDINATOR);
        assertThat(line.taken()).extracting(Outbox.Due::id).contains(refused.id());
        setAside();
        line.overdue.tell();

        assertThat(told()).hasSize(1);
        assertThat(line.redelivery.open(COORDINATOR))
                .filteredOn(Undelivered::isSetAside)
                .hasSize(1);
    }

    @Test
    void triedTwiceItLeavesOnce() throws Declined {
        line.redelivery.retry(id(), "their-system-mended", COORDINATOR);
        assertThat(declined(() -> line.redelivery.retry(id(), "their-system-mended", COORDINATOR)))
                .isEqualTo(Declined.Why.ON_ITS_WAY);

        assertThat(line.delivered()).hasSize(1);
        assertThat(declined(() -> line.redelivery.retry(id(), "their-system-mended", COORDINATOR)))
                .as("it has left meanwhile")
                .isEqualTo(Declined.Why.LEFT);
        assertThat(events("undelivered.retried")).isEqualTo(1);
    }

    @Test
    void dismissedItIsGoneForGoodAndTheLogSaysWhoAndWhy() throws Declined {
        line.redelivery.dismiss(id(), "told-by-telephone", COORDINATOR);

        assertThat(line.redelivery.open(COORDINATOR)).isEmpty();
        assertThat(line.delivered()).isEmpty();
        assertThat(line.transactions.read(line.outbox::undeliverable)).isZero();
        for (Callable<?> afterwards : List.<Callable<?>>of(
                () -> line.redelivery.retry(id(), "x-y-z", COORDINATOR),
                () -> line.redelivery.dismiss(id(), "x-y-z", COORDINATOR),
                () -> line.redelivery.show(id(), COORDINATOR))) {
            assertThat(declined(afterwards)).isEqualTo(Declined.Why.LEFT);
        }
        assertThat(events("undelivered.dismissed")).isEqualTo(1);
        assertThat(events("undelivered.retried")).isZero();
    }

    /** A system that refuses may have kept it all the same. */
    @Test
    void whomItWasDismissedForIsStillToldWhenItDoesNotStandAnyMore() throws Declined {
        line.redelivery.dismiss(id(), "told-by-telephone", COORDINATOR);

        List<TakenBack.Sent> sent =
                line.transactions.write(c -> new TakenBack().supersede(c, List.of(line.ref(referral))));

        assertThat(sent).anySatisfy(one -> {
            assertThat(one.disclosure()).isEqualTo(refused.disclosure());
            assertThat(one.unseen()).isFalse();
        });
    }

    @Test
    void whatDoesNotStandAnyMoreIsNeverTriedAgain() {
        line.transactions.write(c -> new TakenBack().supersede(c, List.of(line.ref(referral))));

        assertThat(declined(() -> line.redelivery.retry(id(), "x-y-z", COORDINATOR)))
                .isEqualTo(Declined.Why.LEFT);
        assertThat(line.delivered()).isEmpty();
    }

    @Test
    void whatWaitsByItselfIsNobodysToTryOrToDismiss() throws Declined {
        Message other = Told.by("wenbury-police", Someone.named("Carla"), Someone.named("Dan"))
                .scoring(16, 16)
                .referral();
        line.accepted(other);
        String waiting = Long.toString(line.taken().get(0).disclosure());

        assertThat(line.redelivery.open(COORDINATOR)).as("it is not late").hasSize(1);
        assertThat(declined(() -> line.redelivery.retry(waiting, "x-y-z", COORDINATOR)))
                .isEqualTo(Declined.Why.ON_ITS_WAY);
        assertThat(declined(() -> line.redelivery.dismiss(waiting, "x-y-z", COORDINATOR)))
                .isEqualTo(Declined.Why.ON_ITS_WAY);
    }

    @Test
    void nobodyOfAnotherOfficeSeesOrTouchesIt() throws Declined {
        for (Office office : List.of(Office.AUDITOR, Office.DPO)) {
            Official other = official(office, "wenbury-marac");
            for (Callable<?> asked : List.<Callable<?>>of(
                    () -> line.redelivery.open(other),
                    () -> line.redelivery.show(id(), other),
                    () -> line.redelivery.retry(id(), "x-y-z", other),
                    () -> line.redelivery.dismiss(id(), "x-y-z", other))) {
                assertThat(declined(asked)).isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
            }
        }
        assertThat(line.redelivery.open(COORDINATOR)).hasSize(1);
    }

    @Test
    void whoMustNotOpenTheCaseNeitherSeesNorTouchesWhatIsOfIt() throws Declined {
        Official recused = new Official(COORDINATOR.acting(), "Wren Hollis", Set.of(caseRef));
        Official herself = new Official(COORDINATOR.acting(), spoken(victim.person()), Set.of());

        assertThat(line.redelivery.open(recused)).isEmpty();
        for (Official close : List.of(recused, herself)) {
            assertThat(declined(() -> line.redelivery.show(id(), close))).isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
            assertThat(declined(() -> line.redelivery.retry(id(), "x-y-z", close)))
                    .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
            assertThat(declined(() -> line.redelivery.dismiss(id(), "x-y-z", close)))
                    .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
        }
        assertThat(line.redelivery.open(COORDINATOR)).hasSize(1);
    }

    @Test
    void aDeputyOfTheRecipientMayHaveItTriedAndNotDismissed() throws Declined {
        Official deputy = official(Office.DEPUTY, refused.recipient().value());

        assertThat(declined(() -> line.redelivery.dismiss(id(), "x-y-z", deputy)))
                .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
        line.redelivery.retry(id(), "our-system-mended", deputy);
        assertThat(line.delivered()).hasSize(1);
    }

    @Test
    void ofACaseThatWasDisposedOfNothingLeavesAndItCanBeCleared() throws Declined {
        line.transactions.write((Connection c) -> line.caseRecord.dispose(c, caseRef, line.clock.instant()));

        assertThat(declined(() -> line.redelivery.retry(id(), "x-y-z", COORDINATOR)))
                .isEqualTo(Declined.Why.GONE);
        line.redelivery.dismiss(id(), "case-closed", COORDINATOR);
        assertThat(line.redelivery.open(COORDINATOR)).isEmpty();
    }

    @Test
    void whatNeverWasIsUnknown() {
        for (String none : List.of("999999999999", "no-entry", "-1")) {
            assertThat(declined(() -> line.redelivery.retry(none, "x-y-z", COORDINATOR)))
                    .isEqualTo(Declined.Why.UNKNOWN);
        }
    }

    private void setAside() {
        line.transactions.write(c -> line.lending.setAside(c, refused.id(), "hl7-ae", line.clock.instant()));
    }

    private String id() {
        return Long.toString(refused.disclosure());
    }

    private List<Notice.Raised> told() throws Declined {
        return line.attention.open(COORDINATOR).stream()
                .filter(one ->
                        one.notice().caseRef().equals(caseRef) && one.notice().code() == Notice.Code.UNDELIVERED)
                .toList();
    }

    private long events(String event) {
        return line.entries(caseRef).stream()
                .filter(entry -> entry.event().equals(event))
                .count();
    }

    private static List<Entry.Noted.Detail> details(Entry entry) {
        return ((Entry.Noted) entry).details();
    }

    private static Entry.Noted.Detail detail(String name, String value) {
        return new Entry.Noted.Detail(name, value);
    }

    private static String spoken(Person person) {
        Person.Name name = person.name().orElseThrow();
        return name.given().get(0) + " " + name.family().orElseThrow();
    }

    private static Declined.Why declined(Callable<?> asked) {
        return Optional.ofNullable(catchThrowableOfType(Declined.class, asked::call))
                .orElseThrow()
                .why();
    }

    private static Official official(Office office, String agency) {
        return new Official(new Acting("account-" + office, office, new AgencyId(agency)), "Wren Hollis", Set.of());
    }
}
