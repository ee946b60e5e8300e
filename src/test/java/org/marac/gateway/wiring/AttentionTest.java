package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Position;

/** What the coordinator should look at stays on the list until a named person says to have looked. */
@Timeout(60)
class AttentionTest {
    private static final Official COORDINATOR = official(Office.COORDINATOR, Set.of());
    private static final Official DEPUTY = official(Office.DEPUTY, Set.of());

    private final WholeLine line = new WholeLine();
    private final Someone victim = Someone.named("Anna");
    private final Message doubtful = Told.by("wenbury-police", victim, Someone.named("Ben"))
            .scoring(12, 14)
            .referral();
    private String caseRef = "";
    private Notice.Raised raised;

    @BeforeEach
    void aScoreDoesNotAddUp() throws Declined {
        line.accepted(doubtful);
        caseRef = line.filed(doubtful).caseRef();
        raised = ours(COORDINATOR).get(0);
    }

    @Test
    void itSaysWhatAndOfWhichCaseAndNobodysName() {
        assertThat(raised.notice().code()).isEqualTo(Notice.Code.SCORE_DOUBTFUL);
        assertThat(raised.notice().caseRef()).isEqualTo(caseRef);
        assertThat(raised.seen()).isEmpty();
    }

    @Test
    void whoHasLookedIsInTheLogByNameAndItLeavesTheList() throws Declined {
        Position entry = line.attention.seen(raised.id(), "asked-the-police", COORDINATOR);

        assertThat(ours(COORDINATOR)).isEmpty();
        assertThat(line.listed(caseRef))
                .filteredOn(one -> one.logged().entry().event().equals("notice.seen"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.logged().position()).isEqualTo(entry);
                    assertThat(((Entry.Noted) one.logged().entry()).details())
                            .contains(
                                    new Entry.Noted.Detail(
                                            "account", COORDINATOR.acting().account()),
                                    new Entry.Noted.Detail("notice", "case.score-doubtful"),
                                    new Entry.Noted.Detail("reason", "asked-the-police"));
                });
    }

    @Test
    void saidAgainByAnotherItIsWhatWasSaidTheFirstTime() throws Declined {
        Position first = line.attention.seen(raised.id(), "asked-the-police", COORDINATOR);

        assertThat(line.attention.seen(raised.id(), "nothing-to-do", DEPUTY)).isEqualTo(first);
    }

    @Test
    void nobodyOfAnotherOfficeSeesTheListOrClearsIt() {
        Official auditor = official(Office.AUDITOR, Set.of());

        assertThat(declined(() -> line.attention.open(auditor))).isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
        assertThat(declined(() -> line.attention.seen(raised.id(), "x", auditor)))
                .isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
    }

    @Test
    void whoMustNotOpenTheCaseNeitherSeesNorClearsWhatIsSaidOfIt() throws Declined {
        Official recused = official(Office.COORDINATOR, Set.of(caseRef));
        Official herself = new Official(COORDINATOR.acting(), spoken(victim.person()), Set.of());

        assertThat(ours(recused)).isEmpty();
        for (Official close : List.of(recused, herself)) {
            assertThat(declined(() -> line.attention.seen(raised.id(), "x", close)))
                    .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
        }
        assertThat(ours(COORDINATOR)).hasSize(1);
    }

    /** What a hospital did to its records can only be judged by whoever sees what it said. */
    @Test
    void whatGaveCauseIsShownToWhoMayOpenTheCaseAndTheLogSaysSo() throws Declined {
        Bytes said = Bytes.utf8("MRG|4711");
        line.transactions.write((Connection c) -> line.caseRecord.review(
                c,
                new AgencyId("wenbury-hospital"),
                new IdentityChange(
                        new MessageId(UUID.randomUUID().toString()),
                        IdentityChange.Kind.MERGED,
                        List.of(victim.person())),
                said,
                line.clock.instant()));
        Notice.Raised changed = ours(COORDINATOR).stream()
                .filter(one -> one.notice().code() == Notice.Code.IDENTITY_CHANGED)
                .findFirst()
                .orElseThrow();
        Official herself = new Official(COORDINATOR.acting(), spoken(victim.person()), Set.of());

        assertThat(line.attention.look(changed.id(), "compare-the-records", COORDINATOR))
                .isEqualTo(said);
        assertThat(line.listed(caseRef))
                .filteredOn(one -> one.logged().entry().event().equals("notice.opened"))
                .hasSize(1);
        assertThat(declined(() -> line.attention.look(changed.id(), "x", herself)))
                .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
        assertThat(declined(() -> line.attention.look(changed.id(), "x", official(Office.AUDITOR, Set.of()))))
                .isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
        assertThat(declined(() -> line.attention.look(raised.id(), "x", COORDINATOR)))
                .as("nothing is kept with that one")
                .isEqualTo(Declined.Why.UNKNOWN);
    }

    @Test
    void whatIsNothingsIsUnknownAndADisposedCaseIsNobodysAnyMore() throws Declined {
        assertThat(declined(() -> line.attention.seen("no-id", "x", COORDINATOR)))
                .isEqualTo(Declined.Why.UNKNOWN);
        line.transactions.write((Connection c) -> line.caseRecord.dispose(c, caseRef, line.clock.instant()));

        assertThat(ours(COORDINATOR)).isEmpty();
        assertThat(declined(() -> line.attention.seen(raised.id(), "x", COORDINATOR)))
                .isEqualTo(Declined.Why.GONE);
    }

    private List<Notice.Raised> ours(Official official) throws Declined {
        return line.attention.open(official).stream()
                .filter(one -> one.notice().caseRef().equals(caseRef))
                .toList();
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

    private static Official official(Office office, Set<String> recused) {
        return new Official(
                new Acting("account-" + office, office, new AgencyId("wenbury-marac")), "Wren Hollis", recused);
    }
}
