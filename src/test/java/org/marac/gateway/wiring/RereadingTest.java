package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
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
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.flow.Rereading;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Unread;

/** A referral that nobody could read is not lost: a named person sees to it, and everything of that is in the log. */
@Timeout(60)
class RereadingTest {
    private static final Rereading.Instead AS_IT_CAME = new Rereading.Instead(Optional.empty(), Optional.empty());

    private final WholeLine line = new WholeLine();
    /** Tests share the database: each has an agency of its own name for what it keeps. */
    private final AgencyId police = new AgencyId("wenbury-police");

    private final Someone victim = Someone.named("Anna");
    private final Message referral = Told.by(police.value(), victim, Someone.named("Ben"))
            .scoring(16, 16)
            .referral();
    private final Official coordinator = official(Office.COORDINATOR, "wenbury-marac", "Wren Hollis");
    private Unread unread;

    @BeforeEach
    void theMappingIsBroken() throws Declined {
        line.transactions.write((Connection c) -> c.createStatement().executeUpdate("delete from unread"));
        line.transactions.write(
                (Connection c) -> c.createStatement().executeUpdate("delete from notice where code = 'UNREAD'"));
        line.inside = MediaType.FHIR_JSON;
        Outcome outcome = line.say(referral);
        assertThat(outcome.answered().refusal().map(Refusal::code)).contains(RefusalCode.INVALID);
        unread = line.rereading.open(coordinator).get(0);
        assertThat(unread.refused()).isEqualTo(outcome.answered().position());
    }

    @Test
    void theListSaysWhatCameAndNothingThatIsInIt() throws Declined {
        Bytes sent = line.formats.write(referral);

        assertThat(line.rereading.open(coordinator)).singleElement().satisfies(one -> {
            assertThat(one.agency()).isEqualTo(police);
            assertThat(one.size()).isEqualTo(sent.size());
            assertThat(one.sha256()).isEqualTo(sent.digest());
            assertThat(one.state()).isEqualTo(Unread.State.OPEN);
            assertThat(one.refusal().code()).isEqualTo(RefusalCode.INVALID);
            assertThat(one.expires()).isEqualTo(line.clock.instant().plus(Duration.ofDays(30)));
            assertThat(one.toString()).doesNotContain("Anna");
        });
    }

    @Test
    void itLiesEncryptedAndNothingOfItInClear() {
        assertThat(stored()).isPresent();
        assertThat(new String(stored().get(), StandardCharsets.ISO_8859_1)).doesNotContain("Anna");
    }

    @Test
    void whoLooksSeesTheBytesThatCameAndTheLogSaysWhoAndWhatFor() throws Declined {
        Rereading.Looked looked = line.rereading.look(unread.id(), "find-the-fault", coordinator);

        assertThat(looked.content()).isEqualTo(line.formats.write(referral));
        assertThat(noted("unread.opened"))
                .contains(
                        new Entry.Noted.Detail("account", coordinator.acting().account()),
                        new Entry.Noted.Detail("reason", "find-the-fault"),
                        new Entry.Noted.Detail("from", "wenbury-police"));
    }

    @Test
    void whenTheMappingIsMendedTheSameBytesAreTheirSendersReferral() throws Declined {
        line.inside = MediaType.CANONICAL;

        Rereading.Ended ended = line.rereading.resubmit(unread.id(), AS_IT_CAME, "mapping-mended", coordinator);

        assertThat(ended.refusal()).isEmpty();
        assertThat(line.filed(referral).sender()).isEqualTo(police);
        assertThat(line.filed(referral).evidence()).isEqualTo(line.formats.write(referral));
        assertThat(line.rereading.open(coordinator)).isEmpty();
        assertThat(stored()).as("the case has the bytes now, and nothing else").isEmpty();
        assertThat(noted("unread.resubmitting"))
                .contains(
                        new Entry.Noted.Detail("account", coordinator.acting().account()),
                        new Entry.Noted.Detail("changed", "no"),
                        new Entry.Noted.Detail("reason", "mapping-mended"));
        assertThat(noted("unread.resubmitted")).contains(new Entry.Noted.Detail("outcome", "read"));
    }

    @Test
    void stillUnreadableItStaysAndSaysWhyItFailsNow() throws Declined {
        line.inside = MediaType.HL7;

        Rereading.Ended ended = line.rereading.resubmit(unread.id(), AS_IT_CAME, "tried", coordinator);

        assertThat(ended.refusal()).isPresent();
        assertThat(ended.told()).isEmpty();
        assertThat(line.rereading.open(coordinator)).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo(unread.id());
            assertThat(one.refusal()).isEqualTo(ended.refusal().orElseThrow());
        });
        assertThat(stored()).isPresent();
    }

    @Test
    void whatItsSenderSentAgainMeanwhileIsNotTakenTwice() throws Declined {
        line.inside = MediaType.CANONICAL;
        Outcome meanwhile = line.say(referral);
        assertThat(meanwhile.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        int admitted = admitted();

        Rereading.Ended ended = line.rereading.resubmit(unread.id(), AS_IT_CAME, "mapping-mended", coordinator);

        assertThat(ended.refusal()).isEmpty();
        assertThat(admitted()).isEqualTo(admitted);
    }

    @Test
    void whatItsSenderSaidOtherwiseUnderTheSameIdStands() throws Declined {
        line.inside = MediaType.CANONICAL;
        Bytes other = Bytes.utf8(line.formats.write(referral).text() + "\n");
        line.say(police, other);

        Rereading.Ended ended = line.rereading.resubmit(unread.id(), AS_IT_CAME, "mapping-mended", coordinator);

        assertThat(ended.refusal()).contains(Refusal.of(RefusalCode.CONFLICT));
        assertThat(line.filed(referral).evidence()).isEqualTo(other);
    }

    @Test
    void whatThePersonPutRightIsTheSendersMessageAndTheLogSaysWhoChangedIt() throws Declined {
        Bytes mended = line.formats.write(referral);
        line.inside = MediaType.CANONICAL;

        Rereading.Ended ended = line.rereading.resubmit(
                unread.id(),
                new Rereading.Instead(Optional.empty(), Optional.of(Bytes.utf8(mended.text() + " "))),
                "missing-bracket",
                coordinator);

        assertThat(ended.refusal()).isEmpty();
        assertThat(line.filed(referral).sender()).isEqualTo(police);
        assertThat(noted("unread.resubmitting")).contains(new Entry.Noted.Detail("changed", "by-this-person"));
        assertThat(stored())
                .as("what came stays comparable with what was made of it")
                .isPresent();
    }

    @Test
    void whatThePersonPutInItsPlaceAndIsRefusedIsNotKeptAsTheSenders() throws Declined {
        line.rereading.resubmit(
                unread.id(),
                new Rereading.Instead(Optional.empty(), Optional.of(Bytes.utf8("{"))),
                "tried",
                coordinator);

        assertThat(line.rereading.open(coordinator))
                .singleElement()
                .satisfies(one -> assertThat(one.sha256()).isEqualTo(unread.sha256()));
    }

    @Test
    void whatIsPutAsideIsDestroyedAndTheLogSaysWhoAndWhy() throws Declined {
        line.rereading.dismiss(unread.id(), "sent-by-mistake", coordinator);

        assertThat(line.rereading.open(coordinator)).isEmpty();
        assertThat(stored()).isEmpty();
        assertThat(noted("unread.dismissed")).contains(new Entry.Noted.Detail("reason", "sent-by-mistake"));
        assertThat(declined(() -> line.rereading.look(unread.id(), "x", coordinator)))
                .isEqualTo(Declined.Why.ENDED);
        assertThat(declined(() -> line.rereading.resubmit(unread.id(), AS_IT_CAME, "x", coordinator)))
                .isEqualTo(Declined.Why.ENDED);
    }

    @Test
    void afterItsTimeItIsDestroyedWhateverBecameOfItAndTheLogSaysThatNobodySawToIt() throws Declined {
        line.clock.tick(Duration.ofDays(29));
        assertThat(line.expiry.expire()).isZero();
        line.clock.tick(Duration.ofDays(1));

        assertThat(line.expiry.expire()).isEqualTo(1);

        assertThat(stored()).isEmpty();
        assertThat(line.rereading.open(coordinator)).isEmpty();
        assertThat(noted("unread.expired")).contains(new Entry.Noted.Detail("from", "wenbury-police"));
        assertThat(line.expiry.expire()).isZero();
    }

    @Test
    void nobodyOfAnotherOfficeSeesOrTouchesIt() {
        for (Office office : Set.of(Office.CHAIR, Office.DPO, Office.AUDITOR)) {
            Official other = official(office, "wenbury-marac", "Wren Hollis");
            assertThat(declined(() -> line.rereading.open(other))).isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
            assertThat(declined(() -> line.rereading.look(unread.id(), "x", other)))
                    .isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
            assertThat(declined(() -> line.rereading.resubmit(unread.id(), AS_IT_CAME, "x", other)))
                    .isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
            assertThat(declined(() -> line.rereading.dismiss(unread.id(), "x", other)))
                    .isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
        }
    }

    @Test
    void aDeputyDoesNotSeeWhatTheDeputysOwnAgencySent() throws Declined {
        Official deputy = official(Office.DEPUTY, police.value(), "Wren Hollis");

        assertThat(line.rereading.open(deputy)).isEmpty();
        assertThat(declined(() -> line.rereading.look(unread.id(), "x", deputy)))
                .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
    }

    @Test
    void whoIsNamedInItDoesNotOpenItAndDoesNotHaveItTaken() {
        var name = victim.person().name().orElseThrow();
        Official named = official(
                Office.COORDINATOR,
                "wenbury-marac",
                name.given().get(0) + " " + name.family().orElseThrow());

        assertThat(declined(() -> line.rereading.look(unread.id(), "x", named)))
                .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
        assertThat(declined(() -> line.rereading.resubmit(unread.id(), AS_IT_CAME, "x", named)))
                .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
    }

    @Test
    void theSameBytesAgainAreKeptOnce() throws Declined {
        line.say(referral);

        assertThat(line.rereading.open(coordinator)).hasSize(1);
    }

    @Test
    void sentAgainAfterItWasPutAsideItIsThereAgainAndItsSenderToldTheSame() throws Declined {
        line.rereading.dismiss(unread.id(), "sent-by-mistake", coordinator);

        Outcome again = line.say(referral);

        assertThat(again.repeated()).isTrue();
        assertThat(line.rereading.open(coordinator)).singleElement().satisfies(one -> {
            assertThat(one.id()).isNotEqualTo(unread.id());
            assertThat(one.sha256()).isEqualTo(unread.sha256());
            assertThat(one.refused()).isEqualTo(unread.refused());
            assertThat(one.receiptId()).isEqualTo(unread.receiptId()).isPresent();
        });
    }

    @Test
    void aFloodIsNotKeptButThatItCameIsAndTheCoordinatorIsToldOnceADay() throws Declined {
        for (int i = 0; i < 10; i++) {
            line.say(police, Bytes.utf8("{flood " + UUID.randomUUID()));
        }

        List<Unread> all = line.rereading.open(coordinator);
        assertThat(all).hasSize(11);
        assertThat(all).filteredOn(one -> one.state() == Unread.State.OPEN).hasSizeLessThanOrEqualTo(5);
        Unread last = all.get(10);
        assertThat(last.state()).isEqualTo(Unread.State.EVIDENCE);
        assertThat(declined(() -> line.rereading.look(last.id(), "x", coordinator)))
                .isEqualTo(Declined.Why.NOT_KEPT);
        assertThat(line.attention.open(coordinator))
                .filteredOn(one -> one.notice().code() == Notice.Code.UNREAD)
                .singleElement()
                .satisfies(one -> assertThat(one.notice().about()).isEqualTo(unread.id()));
    }

    @Test
    void whatIsTooLargeToKeepIsEvidence() throws Declined {
        line.say(police, Bytes.utf8("{" + "x".repeat(WholeLine.LARGEST)));

        assertThat(line.rereading.open(coordinator))
                .extracting(Unread::state)
                .containsExactly(Unread.State.OPEN, Unread.State.EVIDENCE);
    }

    @Test
    void ofWhatOnlyTheEvidenceIsKeptAPersonMayStillSayWhatItsSenderMeant() throws Declined {
        line.say(police, Bytes.utf8("{" + "x".repeat(WholeLine.LARGEST)));
        Unread evidence = line.rereading.open(coordinator).get(1);
        line.inside = MediaType.CANONICAL;

        Rereading.Ended ended = line.rereading.resubmit(
                evidence.id(),
                new Rereading.Instead(Optional.empty(), Optional.of(line.formats.write(referral))),
                "telephoned",
                coordinator);

        assertThat(ended.refusal()).isEmpty();
        assertThat(line.filed(referral).sender()).isEqualTo(police);
    }

    private Optional<byte[]> stored() {
        return line.transactions.read((Connection c) -> {
            try (PreparedStatement select =
                    c.prepareStatement("select wrapped_key, content, around from unread where id = ?")) {
                select.setObject(1, UUID.fromString(unread.id()));
                try (ResultSet row = select.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    byte[] content = row.getBytes("content");
                    assertThat(row.getBytes("wrapped_key") == null).isEqualTo(content == null);
                    assertThat(row.getBytes("around") == null).isEqualTo(content == null);
                    return Optional.ofNullable(content);
                }
            }
        });
    }

    private int admitted() {
        MessageId id = referral.header().id();
        return line.listed(line.filed(referral).caseRef()).size() + id.value().length();
    }

    private List<Entry.Noted.Detail> noted(String event) {
        return line
                .transactions
                .read((Connection c) -> new org.marac.gateway.audit.Milestones().noted(c, event))
                .stream()
                .filter(one -> one.details().contains(new Entry.Noted.Detail("unread", unread.id())))
                .reduce((first, second) -> second)
                .orElseThrow()
                .details();
    }

    private static Declined.Why declined(Callable<?> asked) {
        return Optional.ofNullable(catchThrowableOfType(Declined.class, asked::call))
                .orElseThrow()
                .why();
    }

    private static Official official(Office office, String agency, String name) {
        return new Official(new Acting("account-" + office, office, new AgencyId(agency)), name, Set.of());
    }
}
