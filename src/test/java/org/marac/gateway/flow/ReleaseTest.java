package org.marac.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.flow.FakeHoldRooms.CASE;
import static org.marac.gateway.flow.FakeHoldRooms.HOLD;
import static org.marac.gateway.flow.FakeRooms.HOUSING;
import static org.marac.gateway.flow.FakeRooms.IDVA;
import static org.marac.gateway.flow.FakeRooms.MARAC;
import static org.marac.gateway.flow.FakeRooms.POLICE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Tie;
import org.marac.gateway.model.Waiting;

/** The release line, with rooms that are fakes. */
class ReleaseTest {
    private static final Official COORDINATOR = official("coordinator", Office.COORDINATOR, MARAC);
    private static final Official DEPUTY = official("deputy", Office.DEPUTY, MARAC);
    private static final Official CHAIR = official("chair", Office.CHAIR, HOUSING);
    private static final Official DPO = official("dpo", Office.DPO, HOUSING);
    private static final Official AUDITOR = official("auditor", Office.AUDITOR, MARAC);

    private final FakeHoldRooms rooms = new FakeHoldRooms();

    @Test
    void showsTheExactViewThatWouldLeaveAndLogsTheLook() throws Declined {
        Release.Shown shown = release().show(HOLD, COORDINATOR, Optional.empty());

        assertThat(shown.views())
                .singleElement()
                .satisfies(view -> assertThat(view.view()).isEqualTo(rooms.view));
        assertThat(rooms.entries).extracting(Entry::event).containsExactly("hold.opened");
        assertThat(rooms.entries.toString()).doesNotContain("the view");
        assertThat(rooms.waiting.state()).isEqualTo(Waiting.State.WAITING);
    }

    @Test
    void whatIsLetGoIsDecidedAgainLoggedAndPosted() throws Declined {
        Release.Ended ended = go(COORDINATOR);

        assertThat(ended.state()).isEqualTo(Waiting.State.RELEASED);
        assertThat(rooms.waiting.state()).isEqualTo(Waiting.State.RELEASED);
        HoldEntry.Released released = (HoldEntry.Released) rooms.entries.get(0);
        assertThat(released.by()).containsExactly(COORDINATOR.acting());
        assertThat(released.question().at()).isEqualTo(rooms.now);
        assertThat(released.decision().rulings()).isEqualTo(rooms.line.rulings);
        assertThat(released.view()).isEqualTo(FakeRooms.keyed(rooms.view));
        assertThat(released.hold().raised()).isEqualTo(new Position(2));
        Entry.Disclosed disclosed = (Entry.Disclosed) rooms.entries.get(1);
        assertThat(disclosed.decision()).isEqualTo(new Position(0));
        assertThat(rooms.posted).singleElement().satisfies(posting -> {
            assertThat(posting.recipient()).isEqualTo(IDVA);
            assertThat(posting.disclosure()).isEqualTo(1);
            assertThat(posting.sealed().bytes().digest()).isEqualTo(disclosed.sha256());
        });
        assertThat(rooms.line.envelopes)
                .singleElement()
                .satisfies(envelope -> assertThat(envelope.content()).isEqualTo(rooms.view));
    }

    @Test
    void releasedTwiceGoesOnce() throws Declined {
        go(COORDINATOR);

        declined(Declined.Why.ENDED, () -> go(COORDINATOR));
        assertThat(rooms.posted).hasSize(1);
    }

    @Test
    void whereTheRecordKnowsMoreByNowItMustBeLookedAtAgain() {
        rooms.stands = false;

        declined(Declined.Why.VIEW_CHANGED, () -> go(COORDINATOR));
        assertThat(rooms.posted).isEmpty();
    }

    @Test
    void aViewThatHasChangedMustBeLookedAtAgain() {
        Bytes seen = rooms.view;
        rooms.view = Bytes.utf8("another view");

        declined(
                Declined.Why.VIEW_CHANGED,
                () -> release().release(HOLD, seen.digest(), "safe", COORDINATOR, Optional.empty()));
        assertThat(rooms.posted).isEmpty();
        assertThat(rooms.waiting.state()).isEqualTo(Waiting.State.WAITING);
    }

    @Test
    void whatTheProtocolNoLongerLetsGoEndsRefusedWhateverThePersonWants() throws Declined {
        rooms.line.rulings = List.of(new Ruling.Refuse(IDVA, List.of(new ClauseId("C1.1")), "not-a-signatory"));

        Release.Ended ended = go(COORDINATOR);

        assertThat(ended.state()).isEqualTo(Waiting.State.REFUSED);
        assertThat(ended.recipient().orElseThrow().contact()).isEqualTo("desk@haven-idva");
        assertThat(rooms.posted).isEmpty();
        HoldEntry.Withheld withheld = (HoldEntry.Withheld) rooms.entries.get(0);
        assertThat(withheld.reason()).isEqualTo("not-a-signatory");
        assertThat(withheld.decision()).isPresent();
    }

    @Test
    void whatOnlyAnAlternateMayReadGoesToNobodyElseThere() throws Declined {
        Ruling.Permit permit = FakeRooms.permit(IDVA, "C2");
        rooms.line.rulings = List.of(Permits.toTheAlternate(permit));

        go(COORDINATOR);

        assertThat(rooms.posted).extracting(Posting::door).containsExactly(Door.ALTERNATE);
        assertThat(((Entry.Disclosed) rooms.entries.get(1)).door()).isEqualTo(Door.ALTERNATE);
    }

    @Test
    void aRecipientTheProtocolNoLongerNamesGetsNothing() throws Declined {
        rooms.line.rulings = List.of();

        assertThat(go(COORDINATOR).state()).isEqualTo(Waiting.State.REFUSED);
        assertThat(rooms.posted).isEmpty();
    }

    @Test
    void nothingGoesWhenNoProtocolIsInForce() {
        rooms.noneInForce = true;

        declined(Declined.Why.NO_PROTOCOL_IN_FORCE, () -> go(COORDINATOR));
        assertThat(rooms.waiting.state()).isEqualTo(Waiting.State.WAITING);
    }

    @Test
    void aPersonRefusesWithAReason() throws Declined {
        release().refuse(HOLD, "not-needed", COORDINATOR);

        assertThat(rooms.entries).singleElement().satisfies(entry -> {
            HoldEntry.Withheld withheld = (HoldEntry.Withheld) entry;
            assertThat(withheld.reason()).isEqualTo("not-needed");
            assertThat(withheld.by()).containsExactly(COORDINATOR.acting());
        });
        declined(Declined.Why.ENDED, () -> go(COORDINATOR));
    }

    @Nested
    class Offices {
        @Test
        void otherOfficesMayDecideOnlyOnceTheyWereAsked() throws Declined {
            for (Official early : List.of(DEPUTY, CHAIR, DPO, AUDITOR)) {
                declined(Declined.Why.NOT_YOUR_OFFICE, () -> go(early));
                declined(Declined.Why.NOT_YOUR_OFFICE, () -> release().show(HOLD, early, Optional.empty()));
                declined(Declined.Why.NOT_YOUR_OFFICE, () -> release().refuse(HOLD, "no-need", early));
            }
            rooms.escalated(1);
            declined(Declined.Why.NOT_YOUR_OFFICE, () -> go(CHAIR));
            rooms.escalated(2);
            declined(Declined.Why.NOT_YOUR_OFFICE, () -> go(DPO));
            assertThat(go(CHAIR).state()).isEqualTo(Waiting.State.RELEASED);
        }

        @Test
        void timeReleasesNothingAndAsksTheNextOffice() {
            rooms.now = FakeRooms.NOW.plus(Duration.ofHours(9));

            List<Waiting> first = new Escalation(rooms.rooms(), rooms.clock).escalate();
            new Escalation(rooms.rooms(), rooms.clock).escalate();
            new Escalation(rooms.rooms(), rooms.clock).escalate();

            assertThat(first).hasSize(1);
            assertThat(rooms.waiting.state()).isEqualTo(Waiting.State.WAITING);
            assertThat(rooms.posted).isEmpty();
            assertThat(rooms.entries)
                    .extracting(entry -> ((HoldEntry.Escalated) entry).asked())
                    .containsExactly(Office.DEPUTY, Office.CHAIR, Office.CHAIR);
        }

        @Test
        void whatIsNoLongerInTheRecordEndsByItself() {
            rooms.now = FakeRooms.NOW.plus(Duration.ofHours(9));
            rooms.whole = Optional.empty();

            declined(Declined.Why.GONE, () -> go(COORDINATOR));
            new Escalation(rooms.rooms(), rooms.clock).escalate();

            assertThat(rooms.waiting.state()).isEqualTo(Waiting.State.REFUSED);
            assertThat(((HoldEntry.Withheld) rooms.entries.get(0)).reason()).isEqualTo("message-gone");
        }
    }

    /** P15 and H7. */
    @Nested
    class ConflictsOfInterest {
        @Test
        void whoeverSharesANameWithSomeoneOfTheCaseCannotOpenIt() {
            declined(
                    Declined.Why.CONFLICT_OF_INTEREST,
                    () -> release()
                            .show(HOLD, new Official(COORDINATOR.acting(), "jane  DOE", Set.of()), Optional.empty()));
        }

        @Test
        void whoeverWasToldNotToOpenTheCaseCannot() {
            declined(
                    Declined.Why.CONFLICT_OF_INTEREST,
                    () -> go(new Official(COORDINATOR.acting(), "Rowan Ellery", Set.of(CASE))));
        }

        @Test
        void anAgencyForWhichTheAllegedPerpetratorWorksDecidesNothing() {
            rooms.line.known = new Matched(
                    Map.of(MARAC, Set.of(new Tie(Role.ALLEGED_PERPETRATOR, Tie.Bond.EMPLOYEE))),
                    List.of(),
                    Set.of(),
                    Map.of(),
                    Optional.empty());

            declined(Declined.Why.CONFLICT_OF_INTEREST, () -> go(COORDINATOR));
            declined(Declined.Why.CONFLICT_OF_INTEREST, () -> release().refuse(HOLD, "no-need", COORDINATOR));
        }

        @Test
        void neitherSenderNorRecipientAloneLetsItGo() {
            rooms.escalated(2);

            for (AgencyId own : List.of(POLICE, IDVA)) {
                declined(Declined.Why.CONFLICT_OF_INTEREST, () -> go(official("chair", Office.CHAIR, own)));
            }
        }
    }

    @Nested
    class Doubts {
        @Test
        void aViewWithoutWhatIsInDoubtIsOfferedBesideTheOther() throws Declined {
            rooms.line.doubts = Materials.of(DataCategory.VICTIM_ADDRESS);

            Release.Shown shown = release().show(HOLD, COORDINATOR, Optional.empty());

            assertThat(shown.views()).extracting(view -> view.view().text()).containsExactly("the view", "blacked out");
            release().release(HOLD, Bytes.utf8("blacked out").digest(), "safe", COORDINATOR, Optional.empty());
            assertThat(rooms.line.envelopes.get(0).content().text()).isEqualTo("blacked out");
        }

        @Test
        void nobodyLetsASafeAddressGoToWhereTheAllegedPerpetratorIsKnown() {
            rooms.line.doubts = Materials.of(DataCategory.ADDRESS_SAFE);
            rooms.line.known = new Matched(
                    Map.of(IDVA, Set.of(new Tie(Role.ALLEGED_PERPETRATOR, Tie.Bond.CLIENT))),
                    List.of(),
                    Set.of(),
                    Map.of(),
                    Optional.empty());

            declined(Declined.Why.NEVER_LIFTED, () -> go(COORDINATOR));
        }
    }

    @Nested
    class UnderBreakGlass {
        @Test
        void twoPeopleOfDifferentOfficesLetItGoWhileTheCoordinatorIsAbsent() throws Declined {
            Glass glass = opened();

            Release.Ended ended = release().release(HOLD, rooms.view.digest(), "life", CHAIR, Optional.of(glass.id()));

            assertThat(ended.state()).isEqualTo(Waiting.State.RELEASED);
            HoldEntry.Released released = rooms.entries.stream()
                    .filter(HoldEntry.Released.class::isInstance)
                    .map(HoldEntry.Released.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(released.by()).containsExactly(CHAIR.acting(), DPO.acting());
            assertThat(released.glass()).contains(glass.id());
            assertThat(rooms.entries)
                    .extracting(Entry::event)
                    .containsExactly(
                            "breakglass.asked",
                            "breakglass.opened",
                            "notice.sent",
                            "hold.released",
                            "message.disclosed",
                            "breakglass.used");
        }

        @Test
        void chairAndDataProtectionOfficerAreToldByAMessageThatNamesNobodyOfTheCase() throws Declined {
            Glass glass = opened();

            assertThat(rooms.posted).extracting(Posting::recipient).containsExactly(FakeRooms.POLICE);
            assertThat(rooms.posted.get(0).disclosure())
                    .as("the entry that says so")
                    .isEqualTo(2);
            Entry.Noted sent = (Entry.Noted) rooms.entries.get(2);
            assertThat(sent.details())
                    .contains(
                            new Entry.Noted.Detail("to", FakeRooms.POLICE.value()),
                            new Entry.Noted.Detail(
                                    "sha256",
                                    rooms.posted
                                            .get(0)
                                            .sealed()
                                            .bytes()
                                            .digest()
                                            .hex()),
                            new Entry.Noted.Detail("about", "1"));
            Instant until = rooms.now.plus(Duration.ofHours(24));
            assertThat(rooms.line.envelopes.get(0).content().text())
                    .isEqualTo("{\"notice\":\"breakglass.opened\",\"glass\":\"" + glass.id() + "\",\"case\":\""
                            + FakeHoldRooms.CASE + "\",\"clause\":\"C9.1\",\"reason\":\"life\",\"people\":["
                            + "{\"office\":\"CHAIR\",\"agency\":\""
                            + CHAIR.acting().agency() + "\"},"
                            + "{\"office\":\"DPO\",\"agency\":\"" + DPO.acting().agency() + "\"}],\"at\":\""
                            + rooms.now + "\",\"until\":\"" + until + "\",\"reviewBy\":\""
                            + until.plus(Duration.ofDays(3)) + "\",\"reminders\":0}");
        }

        @Test
        void whoHasNotSignedIsNotTold() throws Declined {
            rooms.line.signatories = Set.of(FakeRooms.MARAC, IDVA);

            opened();

            assertThat(rooms.posted).isEmpty();
            assertThat(rooms.entries).extracting(Entry::event).containsExactly("breakglass.asked", "breakglass.opened");
        }

        @Test
        void theyAreToldAgainEachTimeThatNobodyHasReviewedItInTime() throws Declined {
            Glass glass = opened();
            GlassReviews reviews = new GlassReviews(rooms.rooms(), rooms.clock);
            rooms.now = rooms.now.plus(Duration.ofDays(4).minusSeconds(1));
            assertThat(reviews.remind()).isEmpty();
            rooms.now = rooms.now.plusSeconds(1);
            assertThat(reviews.remind()).extracting(Glass::id).containsExactly(glass.id());
            assertThat(reviews.remind()).isEmpty();
            rooms.now = rooms.now.plus(Duration.ofDays(3));
            assertThat(reviews.remind()).hasSize(1);

            assertThat(rooms.posted).hasSize(3);
            assertThat(rooms.line.envelopes.get(2).content().text())
                    .startsWith("{\"notice\":\"breakglass.overdue\"")
                    .endsWith("\"reminders\":2}");
            glass().review(glass.id(), "was-right", official("other-dpo", Office.DPO, POLICE));
            rooms.now = rooms.now.plus(Duration.ofDays(30));
            assertThat(reviews.remind()).as("reviewed").isEmpty();
        }

        @Test
        void whatIsClosedEarlyIsToBeReviewedEarly() throws Declined {
            Glass glass = opened();
            rooms.now = rooms.now.plus(Duration.ofHours(1));

            assertThat(glass().close(glass.id(), DPO).reviewBy()).contains(rooms.now.plus(Duration.ofDays(3)));
        }

        @Test
        void onePersonIsNotEnough() throws Declined {
            Glass asked = glass().ask(HOLD, "life", CHAIR);

            declined(Declined.Why.GLASS_NOT_OPEN, () -> under(asked, CHAIR));
            declined(Declined.Why.SAME_PERSON, () -> glass().agree(asked.id(), CHAIR));
        }

        @Test
        void twoOfOneOfficeAreNotEnough() throws Declined {
            Glass asked = glass().ask(HOLD, "life", CHAIR);

            declined(
                    Declined.Why.SAME_OFFICE,
                    () -> glass().agree(asked.id(), official("other-chair", Office.CHAIR, POLICE)));
            declined(Declined.Why.NOT_YOUR_OFFICE, () -> glass().agree(asked.id(), AUDITOR));
        }

        @Test
        void nobodyBreaksGlassTheProtocolDoesNotHave() throws Declined {
            Glass glass = opened();
            rooms.emergency = Optional.empty();

            declined(Declined.Why.NO_EMERGENCY_CLAUSE, () -> glass().ask(HOLD, "life", CHAIR));
            declined(Declined.Why.NO_EMERGENCY_CLAUSE, () -> under(glass, CHAIR));
        }

        @Test
        void afterADayItIsOverWhateverTheClauseSays() throws Declined {
            rooms.emergency = Optional.of(new org.marac.gateway.model.Protocol.Emergency(
                    new ClauseId("C9.1"), 2, 240, Duration.ofDays(3), List.of(FakeRooms.POLICE)));
            Glass glass = opened();
            assertThat(glass.until()).contains(rooms.now.plus(Duration.ofHours(24)));

            rooms.now = rooms.now.plus(Duration.ofHours(24));

            declined(Declined.Why.GLASS_NOT_OPEN, () -> under(glass, CHAIR));
        }

        @Test
        void aClauseMayGiveLessTime() throws Declined {
            rooms.emergency = Optional.of(new org.marac.gateway.model.Protocol.Emergency(
                    new ClauseId("C9.1"), 2, 4, Duration.ofDays(3), List.of(FakeRooms.POLICE)));

            assertThat(opened().until()).contains(rooms.now.plus(Duration.ofHours(4)));
        }

        @Test
        void itIsOfNoUseToAnyoneElse() throws Declined {
            Glass glass = opened();

            declined(Declined.Why.NOT_OF_THE_GLASS, () -> under(glass, DEPUTY));
        }

        @Test
        void anAgencyThatHasNotSignedGetsNothingAndIsTelephoned() throws Declined {
            Glass glass = opened();
            rooms.line.rulings = List.of(new Ruling.Refuse(IDVA, List.of(new ClauseId("C1.1")), "not-a-signatory"));

            Release.Ended ended = under(glass, CHAIR);

            assertThat(ended.state()).isEqualTo(Waiting.State.REFUSED);
            assertThat(ended.recipient().orElseThrow().contact()).isEqualTo("desk@haven-idva");
            assertThat(rooms.posted).extracting(Posting::recipient).doesNotContain(IDVA);
        }

        @Test
        void legalAdviceAndInformantsAreNeverLetGo() throws Declined {
            for (DataCategory never : List.of(DataCategory.LEGAL_PRIVILEGED, DataCategory.INFORMANT)) {
                Ruling.Permit permit = Permits.of(
                        IDVA,
                        List.of(new ClauseId("C2")),
                        Materials.of(DataCategory.ENVELOPE, never),
                        Set.of(),
                        Set.of(LawfulBasis.PUBLIC_TASK));
                rooms.line.rulings = List.of(permit);
                Glass glass = opened();

                declined(Declined.Why.NEVER_LIFTED, () -> under(glass, CHAIR));
            }
        }

        @Test
        void whatTellsWhereSheHidesIsBlackedOutOrNotLetGo() throws Declined {
            rooms.line.doubts = Materials.of(DataCategory.ADDRESS_SAFE);
            Glass glass = opened();

            declined(Declined.Why.NEVER_LIFTED, () -> under(glass, CHAIR));
            assertThat(release()
                            .release(HOLD, Bytes.utf8("blacked out").digest(), "life", CHAIR, Optional.of(glass.id()))
                            .state())
                    .isEqualTo(Waiting.State.RELEASED);
        }

        @Test
        void itIsReviewedByChairOrDataProtectionOfficerWhoTookNoPart() throws Declined {
            Glass glass = opened();
            Official other = official("other-dpo", Office.DPO, POLICE);

            declined(Declined.Why.STILL_OPEN, () -> glass().review(glass.id(), "was-right", other));
            glass().close(glass.id(), DPO);
            declined(Declined.Why.GLASS_NOT_OPEN, () -> under(glass, CHAIR));
            declined(Declined.Why.TOOK_PART, () -> glass().review(glass.id(), "was-right", DPO));
            declined(Declined.Why.NOT_YOUR_OFFICE, () -> glass().review(glass.id(), "was-right", COORDINATOR));
            Glass reviewed = glass().review(glass.id(), "was-right", other);

            assertThat(reviewed.review().orElseThrow().by()).isEqualTo(other.acting());
            assertThat(rooms.entries).extracting(Entry::event).endsWith("breakglass.closed", "breakglass.reviewed");
            declined(Declined.Why.ENDED, () -> glass().review(glass.id(), "was-right", other));
        }

        @Test
        void whoeverAsksAloneForAnHourAsksAgain() throws Declined {
            Glass asked = glass().ask(HOLD, "life", CHAIR);
            rooms.now = rooms.now.plus(Duration.ofHours(1));

            declined(Declined.Why.GLASS_NOT_OPEN, () -> glass().agree(asked.id(), DPO));
        }

        private Glass opened() throws Declined {
            return glass().agree(glass().ask(HOLD, "life", CHAIR).id(), DPO);
        }

        private Release.Ended under(Glass glass, Official official) throws Declined {
            return release().release(HOLD, rooms.view.digest(), "life", official, Optional.of(glass.id()));
        }
    }

    private Release.Ended go(Official official) throws Declined {
        return release().release(HOLD, rooms.view.digest(), "safe", official, Optional.empty());
    }

    private Release release() {
        return new Release(rooms.rooms(), rooms.clock);
    }

    private BreakGlass glass() {
        return new BreakGlass(rooms.rooms(), rooms.clock);
    }

    private static Official official(String login, Office office, AgencyId agency) {
        return new Official(new Acting("account-of-" + login, office, agency), "Rowan Ellery", Set.of());
    }

    private static void declined(Declined.Why why, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Declined.class, declined -> assertThat(declined.why()).isEqualTo(why));
    }
}
