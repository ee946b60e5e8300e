package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.kit.FhirAnswers;
import org.marac.gateway.kit.FhirTale;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.RefusalCode;

/** What an agency's system answers (BaRS {@code servicerequest-response}) reaches the coordinator, known or not, and nobody else. */
@Timeout(60)
class PartnerAnswerTest {
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final AgencyId PRACTICE = new AgencyId("wenbury-gp");
    private static final Official COORDINATOR = new Official(
            new Acting("account-coordinator", Office.COORDINATOR, new AgencyId("wenbury-marac")),
            "Wren Hollis",
            Set.of());

    private final WholeLine line = new WholeLine();
    private final Instant before = line.clock.instant().minus(Duration.ofHours(1));
    private final UUID ourConversation = UUID.randomUUID();
    private final UUID ourMessage = UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerToWhatItWasSentIsKeptWithTheCaseByTheConversationOrByTheMessage(boolean byConversation) {
        String caseRef = asked(PRACTICE);
        line.delivered();
        Outcome outcome = answer(
                PRACTICE,
                byConversation ? ourConversation : UUID.randomUUID(),
                byConversation ? UUID.randomUUID() : ourMessage);

        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        assertThat(line.notices(caseRef)).extracting(Notice::code).contains(Notice.Code.ANSWERED);
        assertThat(received(caseRef)).hasSize(1);
        assertThat(line.delivered()).as("an answer goes to nobody").isEmpty();
    }

    @Test
    void whatAnotherAgencyWasSentItDoesNotAnswer() {
        String caseRef = asked(HOSPITAL);
        answer(PRACTICE, ourConversation, ourMessage);
        assertThat(received(caseRef)).isEmpty();
        assertThat(line.notices(caseRef)).extracting(Notice::code).doesNotContain(Notice.Code.ANSWERED);
    }

    @Test
    void anAnswerToNothingKnownIsParkedForTheCoordinatorAndTakenUpWhenItsRequestComes() {
        FhirTale tale = new FhirTale();
        UUID conversation = UUID.fromString(tale.conversation.value());
        String parked = caseOf(answer(HOSPITAL, conversation, UUID.randomUUID()));
        assertThat(line.notices(parked)).extracting(Notice::code).containsExactly(Notice.Code.ANSWER_PARKED);

        FhirTale.Said referral = tale.referral(before);
        line.sayByFhir(HOSPITAL, referral.bundle(), id(), tale.conversation);

        assertThat(caseOf(referral)).isEqualTo(parked);
        assertThat(line.notices(parked))
                .extracting(Notice::code)
                .containsExactlyInAnyOrder(Notice.Code.ANSWER_PARKED, Notice.Code.ANSWERED);
    }

    @Test
    void aParkedAnswerGoesAlongToTheCaseThatThePeopleHave() {
        FhirTale tale = new FhirTale();
        FhirTale.Said first = tale.referral(before);
        line.sayByFhir(HOSPITAL, first.bundle(), id(), id());
        MessageId conversation = id();
        answer(HOSPITAL, UUID.fromString(conversation.value()), UUID.randomUUID());
        FhirTale.Said second = tale.referral(before);
        line.sayByFhir(HOSPITAL, second.bundle(), id(), conversation);

        assertThat(caseOf(second)).isEqualTo(caseOf(first));
        assertThat(line.notices(caseOf(first))).extracting(Notice::code).contains(Notice.Code.ANSWERED);
        assertThat(kept(caseOf(first))).isEqualTo(1);
    }

    @Test
    void anAnswerInTheSendersOwnConversationIsKeptWithItsCase() {
        FhirTale tale = new FhirTale();
        FhirTale.Said referral = tale.referral(before);
        line.sayByFhir(HOSPITAL, referral.bundle(), id(), tale.conversation);
        answer(HOSPITAL, UUID.fromString(tale.conversation.value()), UUID.randomUUID());
        assertThat(received(caseOf(referral))).hasSize(1);
    }

    @Test
    void theSameAnswerAgainIsTheSame() {
        String caseRef = asked(PRACTICE);
        String bundle = bundle(PRACTICE, UUID.randomUUID(), "ok");
        MessageId transmission = id();
        MessageId conversation = new MessageId(ourConversation.toString());
        Outcome first = line.sayByFhir(PRACTICE, bundle, transmission, conversation);
        Outcome again = line.sayByFhir(PRACTICE, bundle, transmission, conversation);
        assertThat(again.repeated()).isTrue();
        assertThat(again.answered()).isEqualTo(first.answered());
        assertThat(received(caseRef)).hasSize(1);
    }

    @Test
    void whenTheCaseIsDisposedOfTheAnswersToItAre() {
        String caseRef = asked(PRACTICE);
        answer(PRACTICE, ourConversation, ourMessage);
        assertThat(kept(caseRef)).isEqualTo(1);
        line.transactions.write(c -> line.caseRecord.dispose(c, caseRef, line.clock.instant()));
        assertThat(kept(caseRef)).isZero();
    }

    @Test
    void anAnswerThatDoesNotSayWhatItAnswersIsRefused() {
        Outcome outcome = line.sayByFhir(
                PRACTICE,
                bundle(PRACTICE, UUID.randomUUID(), "ok").replaceFirst("\"identifier\": \"[^\"]+\", ", ""),
                id(),
                id());
        assertThat(outcome.answered().refusal().orElseThrow().code()).isEqualTo(RefusalCode.INVALID);
        assertThat(outcome.answered().refusal().orElseThrow().position()).contains("MessageHeader.response.identifier");
    }

    @Test
    void theCoordinatorReadsOfACaseWhatItsRecipientsAnsweredAndTheLogSaysSo() throws Declined {
        String caseRef = asked(PRACTICE);
        String bundle = bundle(PRACTICE, ourMessage, "fatal-error");
        line.sayByFhir(PRACTICE, bundle, id(), new MessageId(ourConversation.toString()));

        PartnerAnswer.Kept answer = line.replies.of(caseRef, COORDINATOR).get(0);
        assertThat(answer.from()).isEqualTo(PRACTICE);
        assertThat(answer.code()).contains(PartnerAnswer.Code.FATAL_ERROR);
        assertThat(answer.at()).isEqualTo(line.clock.instant());
        assertThat(answer.parked()).isFalse();
        assertThat(line.replies.latest(COORDINATOR)).contains(answer);

        assertThat(line.replies.look(answer.id(), "prepare-the-meeting", COORDINATOR))
                .isEqualTo(Bytes.utf8(bundle));
        assertThat(line.entries(caseRef))
                .filteredOn(entry -> entry.event().equals("answer.opened"))
                .singleElement()
                .satisfies(entry -> assertThat(((Entry.Noted) entry).details())
                        .contains(
                                new Entry.Noted.Detail(
                                        "account", COORDINATOR.acting().account()),
                                new Entry.Noted.Detail("from", PRACTICE.value()),
                                new Entry.Noted.Detail("message", answer.id()),
                                new Entry.Noted.Detail("reason", "prepare-the-meeting")));
    }

    @Test
    void theNoticeOfItLeadsToTheSame() throws Declined {
        String caseRef = asked(PRACTICE);
        String bundle = bundle(PRACTICE, ourMessage, "ok");
        line.sayByFhir(PRACTICE, bundle, id(), new MessageId(ourConversation.toString()));
        Notice.Raised raised = line.attention.open(COORDINATOR).stream()
                .filter(one ->
                        one.notice().caseRef().equals(caseRef) && one.notice().code() == Notice.Code.ANSWERED)
                .findFirst()
                .orElseThrow();

        assertThat(line.attention.look(raised.id(), "prepare-the-meeting", COORDINATOR))
                .isEqualTo(Bytes.utf8(bundle));
    }

    @Test
    void aParkedAnswerIsReadToo() throws Declined {
        UUID conversation = UUID.randomUUID();
        String bundle = bundle(HOSPITAL, UUID.randomUUID(), "ok");
        String parked = caseOf(line.sayByFhir(HOSPITAL, bundle, id(), new MessageId(conversation.toString())));

        PartnerAnswer.Kept answer = line.replies.of(parked, COORDINATOR).get(0);
        assertThat(answer.parked()).isTrue();
        assertThat(line.replies.look(answer.id(), "what-is-it", COORDINATOR)).isEqualTo(Bytes.utf8(bundle));
    }

    @Test
    void whoMayNotOpenTheCaseReadsNothingOfIt() throws Declined {
        FhirTale tale = new FhirTale();
        FhirTale.Said referral = tale.referral(before);
        line.sayByFhir(HOSPITAL, referral.bundle(), id(), tale.conversation);
        answer(HOSPITAL, UUID.fromString(tale.conversation.value()), UUID.randomUUID());
        String caseRef = caseOf(referral);
        String answer = line.replies.of(caseRef, COORDINATOR).get(0).id();
        Official recused = new Official(COORDINATOR.acting(), "Wren Hollis", Set.of(caseRef));
        Candidate.Somebody victim = line.transactions
                .read((Connection c) -> line.caseRecord.side(c, caseRef))
                .orElseThrow()
                .people()
                .get(0);
        Official herself = new Official(
                COORDINATOR.acting(),
                victim.given().orElseThrow() + " " + victim.family().orElseThrow(),
                Set.of());

        for (Official close : List.of(recused, herself)) {
            assertThat(declined(() -> line.replies.of(caseRef, close))).isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
            assertThat(declined(() -> line.replies.look(answer, "x-y-z", close)))
                    .isEqualTo(Declined.Why.CONFLICT_OF_INTEREST);
        }
        assertThat(line.replies.latest(recused)).noneMatch(one -> one.caseRef().equals(caseRef));
        for (Office office : List.of(Office.AUDITOR, Office.DPO)) {
            Official other = new Official(
                    new Acting("account", office, COORDINATOR.acting().agency()), "Ash", Set.of());
            assertThat(declined(() -> line.replies.latest(other))).isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
            assertThat(declined(() -> line.replies.of(caseRef, other))).isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
            assertThat(declined(() -> line.replies.look(answer, "x-y-z", other)))
                    .isEqualTo(Declined.Why.NOT_YOUR_OFFICE);
        }
        assertThat(line.entries(caseRef)).noneMatch(entry -> entry.event().equals("answer.opened"));
    }

    @Test
    void whenItsCaseIsDisposedOfNobodyReadsItAnyMore() throws Declined {
        String caseRef = asked(PRACTICE);
        answer(PRACTICE, ourConversation, ourMessage);
        String answer = line.replies.of(caseRef, COORDINATOR).get(0).id();
        line.transactions.write(c -> line.caseRecord.dispose(c, caseRef, line.clock.instant()));

        assertThat(declined(() -> line.replies.of(caseRef, COORDINATOR))).isEqualTo(Declined.Why.GONE);
        assertThat(declined(() -> line.replies.look(answer, "x-y-z", COORDINATOR)))
                .isEqualTo(Declined.Why.UNKNOWN);
    }

    private static Declined.Why declined(Callable<?> asked) {
        return Optional.ofNullable(catchThrowableOfType(Declined.class, asked::call))
                .orElseThrow()
                .why();
    }

    private String asked(AgencyId agency) {
        FhirTale tale = new FhirTale();
        FhirTale.Said referral = tale.referral(before);
        line.sayByFhir(HOSPITAL, referral.bundle(), id(), tale.conversation);
        String caseRef = caseOf(referral);
        line.transactions.write(c -> {
            line.caseRecord.asked(c, agency, caseRef, List.of(ourConversation, ourMessage));
            return caseRef;
        });
        return caseRef;
    }

    private Outcome answer(AgencyId agency, UUID conversation, UUID request) {
        return line.sayByFhir(agency, bundle(agency, request, "ok"), id(), new MessageId(conversation.toString()));
    }

    private static String bundle(AgencyId agency, UUID request, String code) {
        return FhirAnswers.answer(agency, request.toString(), code);
    }

    private List<Entry> received(String caseRef) {
        return line.entries(caseRef).stream()
                .filter(entry -> entry.event().equals("answer.received"))
                .toList();
    }

    private String caseOf(FhirTale.Said said) {
        String ref = line.pseudonyms.messageRef(HOSPITAL, said.id());
        return line.transactions
                .read((Connection c) -> line.caseRecord.message(c, ref))
                .orElseThrow()
                .caseRef();
    }

    private String caseOf(Outcome answer) {
        String ref = line.pseudonyms.messageRef(HOSPITAL, answer.message().orElseThrow());
        return line.transactions.read((Connection c) -> {
            try (var select = c.prepareStatement("select replace(case_ref::text, '-', '') from partner_answer"
                    + " where replace(message_ref::text, '-', '') = ?")) {
                select.setString(1, ref);
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }

    private int kept(String caseRef) {
        return line.transactions.read((Connection c) -> {
            try (var select = c.prepareStatement(
                    "select count(*) from partner_answer where replace(case_ref::text, '-', '') = ?")) {
                select.setString(1, caseRef);
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    private static MessageId id() {
        return new MessageId(UUID.randomUUID().toString());
    }
}
