package org.marac.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.flow.FakeRooms.HOUSING;
import static org.marac.gateway.flow.FakeRooms.IDVA;
import static org.marac.gateway.flow.FakeRooms.MARAC;
import static org.marac.gateway.flow.FakeRooms.MAXIMUM;
import static org.marac.gateway.flow.FakeRooms.NOW;
import static org.marac.gateway.flow.FakeRooms.POLICE;
import static org.marac.gateway.flow.FakeRooms.arrival;
import static org.marac.gateway.flow.FakeRooms.permit;
import static org.marac.gateway.flow.FakeRooms.protocol;
import static org.marac.gateway.flow.FakeRooms.refuse;
import static org.marac.gateway.flow.FakeRooms.sealed;
import static org.marac.gateway.flow.FakeRooms.view;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Tie;
import org.marac.gateway.model.Waiting;

/** The main line, with rooms that are fakes: what it asks, in what order, and what it leaves behind. */
class AdmissionTest {
    private static final Arrival PLAIN = arrival(MediaType.FHIR_JSON, "a referral");
    private static final Arrival SEALED = arrival(MediaType.CMS, "sealed bytes");

    private final FakeRooms rooms = new FakeRooms();

    @Test
    void everyMessageTakesTheStepsInOrder() {
        admit(SEALED);

        assertThat(rooms.steps)
                .containsExactly(
                        "identify",
                        "open",
                        "recognise",
                        "understand",
                        "match",
                        "decide",
                        "disclose",
                        "disclose",
                        "close",
                        "claim",
                        "pseudonym",
                        "file",
                        "reserve 3",
                        "post",
                        "log",
                        "answer",
                        "commit");
    }

    @Test
    void whatIsAdmittedIsAcceptedWithAReceipt() {
        Outcome outcome = admit(SEALED);

        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        assertThat(outcome.answered().receipt()).isPresent();
        assertThat(outcome.answered().refusal()).isEmpty();
        assertThat(outcome.repeated()).isFalse();
        assertThat(outcome.sender()).contains(POLICE);
        assertThat(outcome.message()).contains(new MessageId("message-1"));
        assertThat(outcome.decision().orElseThrow().rulings()).isEqualTo(rooms.rulings);
    }

    /** A wrapping speaks of a message; the message itself must say the same. */
    @Nested
    class Claimed {
        private Outcome claimed(String id, MessageKind kind) {
            return admit(new Arrival(
                    PLAIN.door(),
                    PLAIN.peer(),
                    PLAIN.type(),
                    PLAIN.bytes(),
                    PLAIN.receivedAt(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new Arrival.Claim(new MessageId(id), kind))));
        }

        @Test
        void whatSaysTheSameIsAdmitted() {
            assertThat(claimed("MESSAGE-1", MessageKind.REFERRAL).answered().outcome())
                    .isEqualTo(Answered.Outcome.ACCEPTED);
        }

        @Test
        void anotherIdIsRefusedAndNothingLeaves() {
            Outcome outcome = claimed("message-2", MessageKind.REFERRAL);

            assertThat(outcome.answered().refusal())
                    .contains(Refusal.of(RefusalCode.INVALID, "event-id-is-not-the-message-id"));
            assertThat(rooms.steps).doesNotContain("decide", "close", "post");
        }

        @Test
        void whatIsNoMessageIsNoneOfTheKinds() {
            rooms.identityChange =
                    Optional.of(new IdentityChange(new MessageId("message-1"), IdentityChange.Kind.MERGED, List.of()));

            assertThat(claimed("message-1", MessageKind.REFERRAL).answered().refusal())
                    .contains(Refusal.of(RefusalCode.INVALID, "event-type-is-not-the-message-kind"));
        }

        @Test
        void anotherKindIsRefusedAndNothingLeaves() {
            Outcome outcome = claimed("message-1", MessageKind.TRANSFER);

            assertThat(outcome.answered().refusal())
                    .contains(Refusal.of(RefusalCode.INVALID, "event-type-is-not-the-message-kind"));
            assertThat(rooms.steps).doesNotContain("decide", "close", "post");
        }
    }

    @Nested
    class Identify {
        @ParameterizedTest
        @EnumSource(names = {"UNKNOWN_PEER", "NO_PROTOCOL_IN_FORCE", "NOT_A_SIGNATORY", "CHANNEL_NOT_AGREED"})
        void refusesWithoutLookingInside(RefusalCode code) {
            rooms.refuses("identify", code);

            assertRefused(admit(SEALED), code);
            assertThat(rooms.steps).doesNotContain("open", "understand", "decide");
        }

        @Test
        void whoIsNotIdentifiedIsLoggedAndGetsNoReceipt() {
            rooms.refuses("identify", RefusalCode.UNKNOWN_PEER);

            Outcome outcome = admit(SEALED);

            assertThat(outcome.answered().receipt()).isEmpty();
            assertThat(outcome.sender()).isEmpty();
            assertThat(turnedAway().from()).isEmpty();
            assertThat(turnedAway().receiptId()).isEmpty();
            assertThat(turnedAway().protocol()).isEmpty();
            assertThat(rooms.steps).doesNotContain("claim", "answer");
        }

        @Test
        void whoseChannelProvesWhoTheyAreGetsAReceiptAlthoughTheyMayNotSend() {
            rooms.refusing.put(
                    "identify", Refused.of(POLICE, rooms.protocol.ref(), Refusal.of(RefusalCode.NOT_A_SIGNATORY)));

            Outcome outcome = admit(SEALED);

            assertThat(outcome.answered().receipt()).isPresent();
            assertThat(outcome.sender()).contains(POLICE);
            assertThat(turnedAway().from()).contains(POLICE);
            assertThat(turnedAway().protocol()).contains(rooms.protocol.ref());
        }
    }

    @Nested
    class Open {
        @ParameterizedTest
        @EnumSource(
                names = {
                    "NOT_FOR_US",
                    "BAD_SIGNATURE",
                    "CERTIFICATE_REJECTED",
                    "WEAK_ALGORITHM",
                    "OUT_OF_TIME",
                    "TOO_LARGE"
                })
        void refusesWithoutReading(RefusalCode code) {
            rooms.refuses("open", code);

            assertRefused(admit(SEALED), code);
            assertThat(rooms.steps).doesNotContain("recognise", "understand", "decide");
        }

        @Test
        void whatIsLargerThanTheLimitIsNotOpened() {
            assertRefused(admit(arrival(MediaType.CMS, "x".repeat(MAXIMUM + 1))), RefusalCode.TOO_LARGE);

            assertThat(rooms.steps).doesNotContain("open", "understand");
        }

        @Test
        void whatIsJustWithinTheLimitIsAdmitted() {
            assertThat(admit(arrival(MediaType.CMS, "x".repeat(MAXIMUM)))
                            .answered()
                            .outcome())
                    .isEqualTo(Answered.Outcome.ACCEPTED);
        }

        @Test
        void aTypeThatIsMissingOrNotOnTheListIsRefused() {
            Arrival unknown = new Arrival(
                    PLAIN.door(),
                    PLAIN.peer(),
                    Optional.empty(),
                    PLAIN.bytes(),
                    PLAIN.receivedAt(),
                    Optional.empty(),
                    Optional.empty());

            assertRefused(admit(unknown), RefusalCode.UNKNOWN_MEDIA_TYPE);
        }

        @Test
        void plainContentIsRefusedWhereTheProtocolWantsASignature() {
            rooms.leastAssurance = Assurance.SIGNED;

            assertRefused(admit(PLAIN), RefusalCode.CHANNEL_NOT_AGREED);
            assertThat(turnedAway().refusal().reason()).contains("signature-required");
            assertThat(rooms.steps).doesNotContain("understand");
        }

        @Test
        void sealedContentIsTakenWhereTheProtocolWantsASignature() {
            rooms.leastAssurance = Assurance.SIGNED;

            assertThat(admit(SEALED).answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        }

        @Test
        void plainContentIsAsSureAsItsChannelAndNoSurer() {
            admit(PLAIN);

            assertThat(rooms.understood).singleElement().satisfies(opened -> {
                assertThat(opened.assurance()).isEqualTo(Assurance.CHANNEL);
                assertThat(opened.content()).isEqualTo(PLAIN.bytes());
                assertThat(opened.type()).isEqualTo(MediaType.FHIR_JSON);
                assertThat(opened.signer()).isEmpty();
            });
            assertThat(rooms.questions)
                    .singleElement()
                    .satisfies(q -> assertThat(q.assurance()).isEqualTo(Assurance.CHANNEL));
        }
    }

    @Nested
    class Recognise {
        @Test
        void aRepeatedMessageIsToldTheSameAgain() {
            Outcome first = admit(SEALED);
            FakeRooms.Kept before = rooms.kept;

            Outcome again = admit(SEALED);

            assertThat(again.answered()).isEqualTo(first.answered());
            assertThat(again.repeated()).isTrue();
            assertThat(rooms.kept.entries).isEqualTo(before.entries);
            assertThat(rooms.kept.filed).isEqualTo(before.filed);
            assertThat(rooms.kept.posted).isEqualTo(before.posted);
        }

        @Test
        void whatIsRecognisedIsNotReadAgain() {
            Answered stored = new Answered(
                    Answered.Outcome.ACCEPTED, Optional.empty(), Optional.of(Bytes.utf8("stored")), new Position(7));
            rooms.admittedBefore = Optional.of(stored);

            Outcome outcome = admit(SEALED);

            assertThat(outcome.answered()).isEqualTo(stored);
            assertThat(outcome.repeated()).isTrue();
            assertThat(rooms.steps).containsExactly("identify", "open", "recognise");
        }

        @Test
        void theSameTransmissionWithOtherContentIsAConflict() {
            rooms.refuses("recognise", RefusalCode.CONFLICT);

            assertRefused(admit(SEALED), RefusalCode.CONFLICT);
            assertThat(rooms.steps).doesNotContain("understand");
        }
    }

    @Nested
    class Understand {
        @ParameterizedTest
        @EnumSource(names = {"UNREADABLE", "INVALID", "UNSUPPORTED"})
        void refusesWithoutAskingTheProtocol(RefusalCode code) {
            rooms.refuses("understand", code);

            assertRefused(admit(SEALED), code);
            assertThat(rooms.steps).doesNotContain("decide", "file", "post");
            assertThat(turnedAway().question()).isEmpty();
        }
    }

    /** What could not be read is kept sealed for a person, with its evidence. */
    @Nested
    class Shelve {
        @ParameterizedTest
        @EnumSource(names = {"UNREADABLE", "INVALID", "UNSUPPORTED", "BAD_SIGNATURE", "UNKNOWN_MEDIA_TYPE"})
        void whatSomebodyCanPutRightIsKeptAsItCame(RefusalCode code) {
            rooms.refuses("open", code);

            admit(SEALED);

            assertThat(rooms.kept.shelved).singleElement().satisfies(kept -> {
                assertThat(kept.arrival()).isEqualTo(SEALED);
                assertThat(kept.sender()).isEqualTo(POLICE);
                assertThat(kept.refusal().code()).isEqualTo(code);
            });
        }

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"UNREADABLE", "INVALID", "UNSUPPORTED", "BAD_SIGNATURE", "UNKNOWN_MEDIA_TYPE"})
        void whatWasReadOrIsNobodysOrTooLargeIsNot(RefusalCode code) {
            rooms.refuses("understand", code);

            assertRefused(admit(SEALED), code);

            assertThat(rooms.kept.shelved).isEmpty();
            assertThat(rooms.kept.entries).hasSize(1);
        }

        @Test
        void whatADoorItselfCouldNotReadIsKeptToo() {
            rooms.admission().refuse(PLAIN, Refusal.of(RefusalCode.UNREADABLE, "line-feed"));

            assertThat(rooms.kept.shelved).hasSize(1);
        }

        @Test
        void thatItIsKeptStandsInTheLogBehindTheRefusalAndSaysNothingOfIt() {
            rooms.refuses("understand", RefusalCode.INVALID);

            admit(SEALED);

            assertThat(rooms.kept.entries).hasSize(2);
            assertThat(((Entry.Noted) rooms.kept.entries.get(1)).event()).isEqualTo("unread.kept");
            assertThat(((Entry.Noted) rooms.kept.entries.get(1)).details())
                    .containsExactly(
                            new Entry.Noted.Detail("unread", "unread-1"),
                            new Entry.Noted.Detail("from", "wenbury-police"),
                            new Entry.Noted.Detail("door", "queue"),
                            new Entry.Noted.Detail("kept", "sealed"),
                            new Entry.Noted.Detail("refused", "0"));
            assertThat(rooms.steps)
                    .containsSubsequence("shelve", "reserve 2", "log", "refused unread-1 at 0", "commit");
        }

        @Test
        void whatNobodyKnownSentIsNotKept() {
            rooms.refuses("identify", RefusalCode.UNKNOWN_PEER);

            rooms.admission().refuse(PLAIN, Refusal.of(RefusalCode.UNREADABLE));

            assertThat(rooms.kept.shelved).isEmpty();
        }

        @Test
        void sentAgainAndJudgedTheSameItIsKeptOnceAndToldTheSame() {
            rooms.refuses("understand", RefusalCode.INVALID);
            Outcome first = admit(SEALED);

            Outcome again = admit(SEALED);

            assertThat(again.answered()).isEqualTo(first.answered());
            assertThat(rooms.kept.shelved).hasSize(1);
        }

        @Test
        void whatAPersonHasChangedIsNotKeptAsIfItsSenderHadSentIt() {
            rooms.refuses("understand", RefusalCode.INVALID);
            Acting person = new Acting("account-1", Office.COORDINATOR, MARAC);

            admit(SEALED.takenAgain(new Arrival.Again("unread-1", person, true)));

            assertThat(rooms.kept.shelved).isEmpty();
        }
    }

    @Nested
    class Decide {
        @Test
        void theProtocolIsAskedAboutTheFactsOfThisMessageAndTheSignaturesOfThisMoment() {
            rooms.signatories = Set.of(MARAC, POLICE);

            admit(SEALED);

            assertThat(rooms.questions).singleElement().satisfies(question -> {
                assertThat(question.sender()).isEqualTo(POLICE);
                assertThat(question.assurance()).isEqualTo(Assurance.SIGNED);
                assertThat(question.materials()).isEqualTo(Materials.of(DataCategory.ENVELOPE, DataCategory.HEALTH));
                assertThat(question.signatories()).containsExactlyInAnyOrder(MARAC, POLICE);
                assertThat(question.at()).isEqualTo(NOW);
            });
        }

        @Test
        void aMessageThatMayNotBeFiledGoesToNobody() {
            rooms.rulings = List.of(refuse(MARAC), permit(IDVA, "C2"));

            Outcome outcome = admit(SEALED);

            assertRefused(outcome, RefusalCode.DENIED);
            assertThat(turnedAway().refusal().clauses()).containsExactly(new ClauseId("C9"));
            assertThat(turnedAway().refusal().reason()).contains("not-needed");
            assertThat(rooms.steps).doesNotContain("disclose", "close", "file", "post");
        }

        @Test
        void aMessageOfWhichNothingIsSaidForTheRecordGoesToNobody() {
            rooms.rulings = List.of(permit(IDVA, "C2"));

            assertRefused(admit(SEALED), RefusalCode.DENIED);
            assertThat(turnedAway().refusal().reason()).contains("no-record");
        }

        @Test
        void aRefusalByTheProtocolIsLoggedWithQuestionAndRulings() {
            rooms.rulings = List.of(refuse(MARAC), refuse(IDVA));

            admit(SEALED);

            assertThat(turnedAway().question()).contains(rooms.questions.get(0));
            assertThat(turnedAway().decision().orElseThrow().rulings()).isEqualTo(rooms.rulings);
            assertThat(rooms.kept.receipts).singleElement().satisfies(facts -> {
                assertThat(facts.rulings()).isEqualTo(rooms.rulings);
                assertThat(facts.messageId()).contains(new MessageId("message-1"));
            });
        }
    }

    @Nested
    class Disclose {
        @Test
        void onlyThePermittedSeeAnything() {
            rooms.rulings = List.of(permit(MARAC, "C1"), refuse(HOUSING), permit(IDVA, "C2"));

            admit(SEALED);

            assertThat(rooms.disclosed).extracting(Ruling.Permit::recipient).containsExactly(MARAC, IDVA);
            assertThat(rooms.kept.posted).extracting(Posting::recipient).containsExactly(IDVA);
        }

        @Test
        void theRecordIsFiledFromItsOwnViewAndSentToNobody() {
            rooms.rulings = List.of(permit(MARAC, "C1"));

            admit(SEALED);

            assertThat(rooms.kept.filed).singleElement().satisfies(filing -> {
                assertThat(filing.view()).isEqualTo(view(MARAC));
                assertThat(filing.evidence()).isEqualTo(SEALED.bytes());
                assertThat(filing.receivedAt()).isEqualTo(SEALED.receivedAt());
            });
            assertThat(rooms.envelopes).isEmpty();
            assertThat(rooms.kept.posted).isEmpty();
        }
    }

    @Nested
    class Close {
        @Test
        void theEnvelopeNamesExactlyOneRecipient() {
            rooms.rulings = List.of(permit(MARAC, "C1"), permit(IDVA, "C2"), permit(HOUSING, "C3"));

            admit(SEALED);

            assertThat(rooms.envelopes).extracting(Envelope::to).containsExactly(List.of(IDVA), List.of(HOUSING));
            assertThat(rooms.closedFor).extracting(p -> p.id()).containsExactly(IDVA, HOUSING);
        }

        @Test
        void theEnvelopeHoldsTheRecipientsViewAndNothingElseOfTheMessage() {
            admit(SEALED);

            assertThat(rooms.envelopes).singleElement().satisfies(envelope -> {
                assertThat(envelope.content()).isEqualTo(view(IDVA));
                assertThat(envelope.contentType()).isEqualTo("application/vnd.marac.message+json");
                assertThat(envelope.id()).isEqualTo(new MessageId("message-1"));
                assertThat(envelope.from()).isEqualTo(MARAC);
                assertThat(envelope.created()).isEqualTo(NOW);
                assertThat(envelope.protocol()).contains(rooms.protocol.ref());
            });
        }

        @Test
        void dutiesGroundsAndWhatWasWithheldTravelWithIt() {
            admit(SEALED);

            assertThat(rooms.envelopes.get(0).handling())
                    .contains(new Envelope.Handling(
                            POLICE,
                            "OFFICIAL-SENSITIVE",
                            Optional.empty(),
                            Purpose.REFERRAL,
                            List.of(new ClauseId("C2")),
                            List.of(Obligation.MINEC, Obligation.NOREUSE),
                            List.of(Material.of(DataCategory.CHILD), Material.of(DataCategory.HEALTH)),
                            List.of(),
                            Optional.of(NOW.plus(Duration.ofDays(3)))));
        }
    }

    @Nested
    class ATest {
        @Test
        void isDecidedOnAndNeitherFiledNorSent() {
            rooms.labels = List.of(Label.HTEST);

            Outcome outcome = admit(SEALED);

            assertRefused(outcome, RefusalCode.ONLY_A_TEST);
            assertThat(outcome.decision().orElseThrow().rulings()).isEqualTo(rooms.rulings);
            assertThat(rooms.steps).contains("decide").doesNotContain("disclose", "close", "file", "post");
        }

        @Test
        void thatWouldBeDeniedIsToldSo() {
            rooms.labels = List.of(Label.HTEST);
            rooms.rulings = List.of(refuse(MARAC), permit(IDVA, "C3.4"));

            assertRefused(admit(SEALED), RefusalCode.DENIED);
            assertThat(rooms.steps).doesNotContain("disclose", "close", "file", "post");
        }

        @Test
        void isNotAWayToAskWhomTheRecordKnows() {
            rooms.labels = List.of(Label.HTEST);

            admit(SEALED);

            assertThat(rooms.steps).doesNotContain("match");
        }
    }

    @Nested
    class LabelsAndMarkings {
        @Test
        void h17_whatLeavesIsForOneRecipientAndSaysUntilWhenItMayBeOpened() {
            admit(SEALED);

            Envelope envelope = rooms.envelopes.get(0);
            assertThat(envelope.to()).containsExactly(IDVA);
            assertThat(envelope.handling().orElseThrow().expires()).contains(NOW.plus(Duration.ofDays(3)));
        }

        @Test
        void h5_whatIsHiddenFromPatientsIsKeptOutOfTheAllegedPerpetratorsRecordToo() {
            rooms.labels = List.of(Label.NOPAT);

            admit(SEALED);

            assertThat(rooms.envelopes.get(0).handling().orElseThrow().keepOutOf())
                    .containsExactly(Role.ALLEGED_PERPETRATOR);
        }

        @Test
        void healthWriteBackIsHiddenFromThePatientWhereTheSenderLabelledIt() {
            for (Label label : List.of(Label.NOPAT, Label.R, Label.V, Label.SDV)) {
                rooms.labels = List.of(label);
                rooms.envelopes.clear();
                admit(SEALED);
                assertThat(rooms.envelopes.get(0).handling().orElseThrow().obligations())
                        .containsExactly(Obligation.MINEC, Obligation.NOREUSE, Obligation.NOPAT);
            }
        }

        @Test
        void anOlderMarkingBecomesOfficialSensitiveAndIsKept() {
            rooms.marking = "RESTRICTED";
            admit(SEALED);
            Envelope.Handling handling = rooms.envelopes.get(0).handling().orElseThrow();
            assertThat(handling.marking()).isEqualTo("OFFICIAL-SENSITIVE");
            assertThat(handling.originalMarking()).contains("RESTRICTED");
        }
    }

    @Nested
    class Hold {
        @Test
        void whatAPersonMustLookAtIsKeptAndDoesNotLeave() {
            rooms.rulings = List.of(
                    permit(MARAC, "C1"),
                    new Ruling.Hold(IDVA, List.of(new ClauseId("C9")), "look-first", permit(IDVA, "C2")));

            Outcome outcome = admit(SEALED);

            assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
            assertThat(rooms.kept.posted).isEmpty();
            assertThat(rooms.kept.filed)
                    .singleElement()
                    .satisfies(filing -> assertThat(filing.whole()).contains(FakeRooms.CANONICAL));
            assertThat(rooms.kept.held).singleElement().satisfies(held -> {
                assertThat(held.recipient()).isEqualTo(IDVA);
                assertThat(held.reason()).isEqualTo("look-first");
                assertThat(held.raised().index()).isEqualTo(2);
            });
            assertThat(rooms.kept.entries.get(2)).isInstanceOfSatisfying(HoldEntry.Held.class, entry -> {
                assertThat(entry.to()).isEqualTo(IDVA);
                assertThat(entry.clauses()).containsExactly(new ClauseId("C9"));
                assertThat(entry.decision().index()).isZero();
                assertThat(entry.holdId()).isEqualTo(rooms.kept.held.get(0).id());
            });
        }

        @Test
        void aViewInDoubtWaitsAndTheRecordIsFiled() {
            rooms.doubts = Materials.of(DataCategory.ADDRESS_SAFE);

            admit(SEALED);

            assertThat(rooms.kept.posted).isEmpty();
            assertThat(rooms.kept.filed).hasSize(1);
            assertThat(rooms.kept.held).extracting(Waiting::reason).containsExactly("protected-value-in-text");
        }

        @Test
        void scenario9_whatIsForTheAlternateIsSealedForItAndLeavesByItsOwnQueue() {
            Ruling.Permit plain = permit(IDVA, "C2");
            rooms.rulings.set(1, Permits.toTheAlternate(plain));

            admit(SEALED);

            assertThat(rooms.closedFor)
                    .singleElement()
                    .satisfies(party -> assertThat(party.contact()).isEqualTo("the other desk@haven-idva"));
            assertThat(rooms.kept.posted).extracting(Posting::door).containsExactly(Door.ALTERNATE);
            assertThat(rooms.kept.entries.get(2))
                    .isInstanceOfSatisfying(
                            Entry.Disclosed.class,
                            entry -> assertThat(entry.door()).isEqualTo(Door.ALTERNATE));
        }

        @Test
        void h7_anAlternateWhoseCertificateIsNoLongerGoodIsHeldForAPersonAndNobodyElseWaits() {
            rooms.rulings.set(1, Permits.toTheAlternate(permit(IDVA, "C2")));
            rooms.rulings.set(2, permit(HOUSING, "C3"));
            rooms.withoutKey = Set.of(IDVA);

            assertThat(admit(SEALED).answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);

            assertThat(rooms.kept.posted).extracting(Posting::recipient).containsExactly(HOUSING);
            assertThat(rooms.kept.held).singleElement().satisfies(held -> {
                assertThat(held.recipient()).isEqualTo(IDVA);
                assertThat(held.reason()).isEqualTo("alternate-unreachable");
            });
            assertThat(rooms.kept.filed)
                    .singleElement()
                    .satisfies(filing -> assertThat(filing.whole())
                            .as("what a person lets go later is kept")
                            .isPresent());
        }

        @Test
        void anAgencyItselfWithoutAGoodCertificateIsAFailureTheOperatorMends() {
            rooms.withoutKey = Set.of(IDVA);

            assertThatThrownBy(() -> admit(SEALED)).isInstanceOf(IllegalStateException.class);

            assertThat(rooms.kept.entries).isEmpty();
        }

        @Test
        void scenario17_h8_whoeverAsksWhatIsHeldAboutThemselvesIsToldTheSameWhetherTheyAreKnownOrNot() {
            rooms.purpose = Purpose.SUBJECT_ACCESS;
            rooms.known = known();

            admit(SEALED);

            assertThat(rooms.steps).doesNotContain("match");
            assertThat(rooms.questions).singleElement().satisfies(question -> {
                assertThat(question.ties()).isEmpty();
                assertThat(question.recalled()).isEmpty();
            });
        }

        @Test
        void h16_theReceiptSaysWhatTheProtocolSaysOfTheMessageAndNotWhatTheRecordKnows() {
            rooms.known = known();
            rooms.rulingsOfWhatIsSaid =
                    Optional.of(List.of(permit(MARAC, "C1"), permit(IDVA, "C2"), permit(HOUSING, "C3")));
            rooms.rulings.set(1, Permits.toTheAlternate(permit(IDVA, "C2")));

            admit(SEALED);

            assertThat(rooms.kept.posted).extracting(Posting::door).containsExactly(Door.ALTERNATE);
            assertThat(rooms.kept.receipts)
                    .singleElement()
                    .satisfies(receipt ->
                            assertThat(receipt.rulings()).isEqualTo(rooms.rulingsOfWhatIsSaid.orElseThrow()));
            assertThat(rooms.kept.entries.get(0))
                    .as("the log says what was really decided, and on what")
                    .isInstanceOfSatisfying(
                            Entry.Admitted.class,
                            entry -> assertThat(entry.decision().rulings()).isEqualTo(rooms.rulings));
        }

        private Matched known() {
            return new Matched(
                    Map.of(IDVA, Set.of(new Tie(Role.ALLEGED_PERPETRATOR, Tie.Bond.EMPLOYEE))),
                    List.of(),
                    Set.of(),
                    Map.of(),
                    Optional.empty());
        }

        @Test
        void h10_theLogSaysThatTheCoordinatorMustLook() {
            rooms.notices = List.of(new Notice(Notice.Code.COUNTER_ALLEGATION, "case-1", "case-2", NOW));

            admit(SEALED);

            assertThat(rooms.kept.entries.get(rooms.kept.entries.size() - 1))
                    .isEqualTo(new Entry.Noted(
                            NOW,
                            "case.counter-allegation",
                            Optional.empty(),
                            List.of(
                                    new Entry.Noted.Detail("case", "case-1"),
                                    new Entry.Noted.Detail("other", "case-2"))));
            assertThat(rooms.steps).contains("reserve 4");
        }

        @Test
        void whatTheRecordKnowsIsAskedOfTheProtocol() {
            Material safe = new Material(DataCategory.ADDRESS_SAFE, Role.VICTIM);
            rooms.known = new Matched(Map.of(), List.of(), Set.of(safe), Map.of(), Optional.empty());

            admit(SEALED);

            assertThat(rooms.questions.get(0).recalled()).containsExactly(safe);
        }

        @Test
        void nothingWholeIsKeptWhereNothingWaits() {
            admit(SEALED);

            assertThat(rooms.kept.filed)
                    .singleElement()
                    .satisfies(filing -> assertThat(filing.whole()).isEmpty());
        }
    }

    @Nested
    class Commit {
        @Test
        void nothingLeavesWhenTheAuditLogCannotWrite() {
            rooms.logWrites = false;

            assertThatThrownBy(() -> admit(SEALED)).isInstanceOf(IllegalStateException.class);

            assertThat(rooms.kept.posted).isEmpty();
            assertThat(rooms.kept.filed).isEmpty();
            assertThat(rooms.kept.answers).isEmpty();
        }

        @Test
        void aRefusalThatCannotBeLoggedIsNotAnswered() {
            rooms.logWrites = false;
            rooms.refuses("open", RefusalCode.BAD_SIGNATURE);

            assertThatThrownBy(() -> admit(SEALED)).isInstanceOf(IllegalStateException.class);
            assertThat(rooms.kept.answers).isEmpty();
        }

        @Test
        void placesInTheLogAreTakenLast() {
            admit(SEALED);

            int reserved = rooms.steps.indexOf("reserve 3");
            assertThat(rooms.steps.subList(reserved, rooms.steps.size()))
                    .containsExactly("reserve 3", "post", "log", "answer", "commit");
        }

        @Test
        void entriesReferToTheRightPlaces() {
            rooms.rulings = List.of(permit(MARAC, "C1"), permit(IDVA, "C2"), permit(HOUSING, "C3"));
            rooms.kept.entries.add(new Entry.Noted(NOW, "gateway.started", Optional.empty(), List.of()));

            Outcome outcome = admit(SEALED);

            assertThat(outcome.answered().position()).isEqualTo(new Position(1));
            assertThat(rooms.kept.entries.get(1)).isInstanceOf(Entry.Admitted.class);
            assertThat(rooms.kept.entries.subList(2, 5))
                    .allSatisfy(entry ->
                            assertThat(((Entry.Disclosed) entry).decision()).isEqualTo(new Position(1)));
            assertThat(rooms.kept.posted).extracting(Posting::disclosure).containsExactly(3L, 4L);
            for (Posting posting : rooms.kept.posted) {
                Entry.Disclosed entry = (Entry.Disclosed) rooms.kept.entries.get((int) posting.disclosure());
                assertThat(entry.permit().recipient()).isEqualTo(posting.recipient());
                assertThat(entry.sha256()).isEqualTo(posting.sealed().bytes().digest());
            }
        }

        @Test
        void theDecisionIsLoggedSoThatItCanBeMadeAgain() {
            admit(SEALED);

            assertThat(rooms.kept.entries.get(0)).isInstanceOfSatisfying(Entry.Admitted.class, entry -> {
                assertThat(entry.question()).isEqualTo(rooms.questions.get(0));
                assertThat(entry.decision().rulings()).isEqualTo(rooms.rulings);
                assertThat(entry.decision().protocol()).isEqualTo(rooms.protocol.ref());
                assertThat(entry.from()).isEqualTo(POLICE);
                assertThat(entry.assurance()).isEqualTo(Assurance.SIGNED);
                assertThat(entry.caseRef()).isEqualTo("case-1");
                assertThat(entry.receiptId())
                        .isEqualTo(rooms.kept.receipts.get(0).receiptId());
                assertThat(entry.arrived())
                        .isEqualTo(new Entry.Arrived(
                                Door.QUEUE,
                                Optional.of("pseudonym of wenbury-police message-1"),
                                FakeRooms.keyed(SEALED.bytes()),
                                SEALED.bytes().size(),
                                Optional.of(MediaType.CMS)));
            });
        }

        @Test
        void eachDisclosureIsLoggedWithWhatWasWithheldAndADigestNobodyCanTryGuessesAgainst() {
            admit(SEALED);

            assertThat(rooms.kept.entries.subList(1, 3))
                    .containsExactly(
                            disclosed(MARAC, "C1", Door.RECORD, view(MARAC)),
                            disclosed(IDVA, "C2", Door.QUEUE, sealed(IDVA)));
        }

        private Entry disclosed(org.marac.gateway.model.AgencyId to, String clause, Door door, Bytes leaving) {
            return new Entry.Disclosed(
                    NOW,
                    POLICE,
                    permit(to, clause),
                    door,
                    "pseudonym of wenbury-police message-1",
                    "case-1",
                    rooms.protocol.ref(),
                    Materials.of(DataCategory.HEALTH, DataCategory.CHILD),
                    door == Door.RECORD ? FakeRooms.keyed(leaving) : leaving.digest(),
                    leaving.size(),
                    new Position(0));
        }

        @Test
        void anIdThatStandsForOtherContentIsRefusedWithAReceiptAndNothingOfItIsKept() {
            rooms.refusing.put("claim", new Refused(Refusal.of(RefusalCode.CONFLICT)));

            Outcome outcome = admit(SEALED);

            assertRefused(outcome, RefusalCode.CONFLICT);
            assertThat(outcome.answered().receipt()).isPresent();
        }

        @Test
        void theMessageIsClaimedByItsContentItsIdAndItsTransmission() {
            admit(SEALED);

            assertThat(rooms.kept.answers.keySet())
                    .containsExactly(new Unit.Claim(
                            POLICE,
                            Digest.of("inside sealed bytes".getBytes(StandardCharsets.UTF_8)),
                            Optional.of(new MessageId("message-1")),
                            Optional.of(new MessageId("transmission-1"))));
        }
    }

    @Nested
    class Answer {
        @Test
        void theSameJudgementGetsTheSameReceipt() {
            rooms.refuses("understand", RefusalCode.INVALID);

            Outcome first = admit(SEALED);
            Outcome again = admit(SEALED);

            assertThat(again.answered()).isEqualTo(first.answered());
            assertThat(again.repeated()).isTrue();
            turnedAway();
        }

        @Test
        void aRefusedMessageIsJudgedAgain() {
            rooms.refuses("open", RefusalCode.CERTIFICATE_REJECTED);
            assertRefused(admit(SEALED), RefusalCode.CERTIFICATE_REJECTED);
            rooms.refusing.clear();

            assertThat(admit(SEALED).answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        }

        @Test
        void anotherJudgementOfTheSameBytesGetsItsOwnReceipt() {
            rooms.refuses("understand", RefusalCode.INVALID);
            Outcome invalid = admit(SEALED);
            rooms.refuses("understand", RefusalCode.UNSUPPORTED);
            Outcome unsupported = admit(SEALED);
            rooms.protocol = protocol(2);
            Outcome underTheNext = admit(SEALED);

            assertThat(List.of(
                            invalid.answered().receipt(),
                            unsupported.answered().receipt(),
                            underTheNext.answered().receipt()))
                    .doesNotHaveDuplicates();
            assertThat(rooms.kept.entries)
                    .filteredOn(Entry.TurnedAway.class::isInstance)
                    .hasSize(3);
        }

        @Test
        void theReceiptSaysWhatWasDecidedAndWhereItIsLogged() {
            admit(SEALED);

            assertThat(rooms.kept.receipts).singleElement().satisfies(facts -> {
                assertThat(facts.outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
                assertThat(facts.messageId()).contains(new MessageId("message-1"));
                assertThat(facts.received()).isEqualTo(SEALED.bytes().digest());
                assertThat(facts.receivedAt()).isEqualTo(SEALED.receivedAt());
                assertThat(facts.protocol()).contains(rooms.protocol.ref());
                assertThat(facts.rulings()).isEqualTo(rooms.rulings);
                assertThat(facts.position()).isEqualTo(new Position(0));
            });
        }
    }

    @Nested
    class WhatAnAgencyDidToItsOwnRecords {
        private static final Notice NOTICE =
                new Notice(Notice.Code.IDENTITY_CHANGED, "case-1", "pseudonym", FakeRooms.NOW);

        @Test
        void isLoggedAndAnsweredAndNothingIsFiledOrSharedOrMoved() {
            rooms.identityChange = changed();
            rooms.notices = List.of(NOTICE);

            Outcome outcome = admit(PLAIN);

            assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
            assertThat(outcome.answered().receipt()).isPresent();
            assertThat(rooms.steps)
                    .containsExactly(
                            "identify",
                            "recognise",
                            "claim",
                            "review",
                            "pseudonym",
                            "reserve 2",
                            "log",
                            "answer",
                            "commit");
            assertThat(rooms.kept.entries)
                    .extracting(entry -> ((Entry.Noted) entry).event())
                    .containsExactly("identity.changed", "case.identity-changed");
        }

        @Test
        void isAnsweredAlikeWhereNobodyIsKnown() {
            rooms.identityChange = changed();

            Outcome outcome = admit(PLAIN);

            assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
            assertThat(rooms.kept.entries).hasSize(1);
        }

        @Test
        void isAnsweredAgainWhereItComesAgain() {
            rooms.identityChange = changed();

            Outcome first = admit(PLAIN);
            Outcome again = admit(PLAIN);

            assertThat(again.answered()).isEqualTo(first.answered());
            assertThat(again.repeated()).isTrue();
            assertThat(rooms.kept.entries).hasSize(1);
        }

        private static Optional<IdentityChange> changed() {
            return Optional.of(new IdentityChange(new MessageId("message-1"), IdentityChange.Kind.MERGED, List.of()));
        }
    }

    @Nested
    class AtTheDoor {
        @Test
        void whatTheDoorFoundWrongIsRefusedInTheSendersName() {
            Refusal wrong = Refusal.at(RefusalCode.INVALID, "required", "x-request-id");

            Outcome outcome = rooms.admission().refuse(PLAIN, wrong);

            assertThat(outcome.answered().refusal()).contains(wrong);
            assertThat(outcome.answered().receipt()).isPresent();
            assertThat(turnedAway().from()).contains(POLICE);
            assertThat(rooms.steps).doesNotContain("open", "understand");
        }

        @Test
        void whoIsUnknownIsToldThatAndNotWhatTheDoorFoundWrong() {
            rooms.refuses("identify", RefusalCode.UNKNOWN_PEER);

            Outcome outcome =
                    rooms.admission().refuse(PLAIN, Refusal.at(RefusalCode.INVALID, "required", "x-request-id"));

            assertRefused(outcome, RefusalCode.UNKNOWN_PEER);
            assertThat(outcome.answered().receipt()).isEmpty();
        }
    }

    private Outcome admit(Arrival arrival) {
        return rooms.admission().admit(arrival);
    }

    private Entry.TurnedAway turnedAway() {
        List<Entry> refused = rooms.kept.entries.stream()
                .filter(Entry.TurnedAway.class::isInstance)
                .toList();
        assertThat(refused).hasSize(1);
        assertThat(rooms.kept.entries)
                .filteredOn(Entry.Admitted.class::isInstance)
                .isEmpty();
        return (Entry.TurnedAway) refused.get(0);
    }

    /** Refused with this code, logged, and nothing filed or posted. */
    private void assertRefused(Outcome outcome, RefusalCode code) {
        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.REFUSED);
        assertThat(outcome.answered().refusal().orElseThrow().code()).isEqualTo(code);
        assertThat(turnedAway().refusal().code()).isEqualTo(code);
        assertThat(rooms.kept.filed).isEmpty();
        assertThat(rooms.kept.posted).isEmpty();
    }
}
